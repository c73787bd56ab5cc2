"""STUDY.toml of a wave: what the study is, and which column answers which indicator."""

from __future__ import annotations

from collections.abc import Sequence

from asking.plan import LANGUAGES, Choice, Question, Wave

AGES = ((18, 29), (30, 44), (45, 59), (60, 120))
AGE_NAMES = {
    (18, 29): ("18–29 жаш", "18–29 лет", "18–29"), (30, 44): ("30–44 жаш", "30–44 года", "30–44"),
    (45, 59): ("45–59 жаш", "45–59 лет", "45–59"), (60, 120): ("60 жана улуу", "60 лет и старше", "60 and older"),
}  # fmt: skip
GROUP_NAMES = {
    "woman": ("Аялдар", "Женщины", "Women"), "man": ("Эркектер", "Мужчины", "Men"),
    "ky": ("Кыргызча жооп бергендер", "Отвечали на кыргызском", "Answered in Kyrgyz"),
    "ru": ("Орусча жооп бергендер", "Отвечали на русском", "Answered in Russian"),
}  # fmt: skip
ASKED_BY = (
    "«Үлгү» изилдөө тобу (ойдон чыгарылган)", "Исследовательская группа «Үлгү» (вымышленная)",
    "“Үлгү” research group (fictional)",
)  # fmt: skip
POPULATION = ("18 жаштагы жана андан улуу тургундар", "Жители 18 лет и старше", "Residents aged 18 and over")
METHOD = (
    "Беш айылдын ар биринде баштапкы чекиттер кокустан тандалган, алардан үйлөр бирдей аралыкта алынган, ар бир үйдө "
    "туулган күнү эң соңку өткөн киши суралган. Салмактар айылдын, жыныстын жана жаштын үлүшүн калыбына келтирет.",
    "В каждом из пяти сёл случайно выбраны начальные точки, от них с равным шагом – дома, в доме – тот, у кого "
    "последним был день рождения. Веса восстанавливают доли сёл, пола и возраста.",
    "Starting points were drawn at random in each of five villages, houses from a point by a fixed step, in a house "
    "whoever had the last birthday. Weights restore the shares of villages, sex and age.",
)  # fmt: skip


def inline(texts: Sequence[str]) -> str:
    """Texts in ky, ru, en as a table on one line."""
    return "{ " + ", ".join(f'{lang} = "{text}"' for lang, text in zip(LANGUAGES, texts, strict=True)) + " }"


def answer_lines(choices: Sequence[Choice], *, roles: bool = True) -> list[str]:
    """The answers of a question, one a line."""
    lines = ["answers = ["]
    for choice in choices:
        role = f', role = "{choice.role}"' if roles else ""
        lines.append(f'  {{ code = "{choice.name}", is = ["{choice.name}"]{role}, name = {inline(choice.labels)} }},')
    return [*lines, "]"]


def group_lines(dimension: str, column: str, values: Sequence[tuple[str, str, Sequence[str]]]) -> list[str]:
    """One dimension: for every value its code, what the column says (as TOML), its name."""
    lines = ["", "[[group]]", f'dimension = "{dimension}"', f'column = "{column}"', "values = ["]
    lines += [f'  {{ code = "{code}", {where}, name = {inline(name)} }},' for code, where, name in values]
    return [*lines, "]"]


def write_study(wave: Wave, respondents: int) -> str:
    """The text of the file."""
    lines = _head(wave, respondents)
    by_list = {name: [(c.name, f'is = ["{c.name}"]', c.labels) for c in wave.lists[name]] for name in ("village",)}
    named = {
        name: [(c.name, f'is = ["{c.name}"]', GROUP_NAMES[c.name]) for c in wave.lists[name]]
        for name in ("sex", "language")
    }
    ages = [(f"{a}-{b}" if b < 120 else f"{a}+", f"from = {a}, to = {b}", AGE_NAMES[a, b]) for a, b in AGES]
    lines += group_lines("sex", "person/sex", named["sex"])
    lines += group_lines("age", "person/age", ages)
    lines += group_lines("village", "place/village", by_list["village"])
    lines += group_lines("language", "place/spoken", named["language"])
    for question in wave.questions:
        if question.indicator:
            lines += _question(wave, question)
    return "\n".join(lines) + "\n"


def _head(wave: Wave, respondents: int) -> list[str]:
    year = wave.year
    title = (
        f"Тургундарды сурамжылоо, {year}-жылдын күзү (ойдон чыгарылган)",
        f"Опрос жителей, осень {year} года (вымышленный)",
        f"Survey of residents, autumn {year} (fictional)",
    )
    return [
        f"# Fictional: {respondents} interviews of data/demo/generate_surveys.py. Written by it.",
        "[study]",
        f'key = "demo-{year}"',
        'series = "demo-residents"',
        'place = "demo"',
        'kind = "probability"',
        'mode = "face_to_face"',
        f"from = {wave.first}",
        f"to = {wave.last}",
        'languages = ["ky", "ru"]',
        f"title = {inline(title)}",
        f"asked_by = {inline(ASKED_BY)}",
        f"population = {inline(POPULATION)}",
        f"method = {inline(METHOD)}",
        "",
        "[paper]",
        f'key = "demo-survey-{year}"',
        f'title = "{title[0]}"',
        f"date = {wave.last.replace(month=12, day=5)}",
        'publisher = "«Үлгү» изилдөө тобу (ойдон чыгарылган)"',
        'language = "ky"',
        "",
        "[columns]",
        'id = "_uuid"',
        'weight = "weight"',
        'stratum = "place/village"',
        'psu = "place/psu"',
        "",
        "[cross]",
        'pairs = [["sex", "age"]]',
    ]


def _question(wave: Wave, question: Question) -> list[str]:
    lines = ["", "[[question]]", f'indicator = "{question.indicator}"', f'column = "{question.column}"']
    choices = wave.choices(question)
    if question.list == "work":
        # The list changes from year to year; each work of it is asked about in the same words.
        lines.append('wording = "demo-list-of-works"')
    if question.type == "select_multiple":
        # "None" is no answer, and the work that never was is no work: both are kept apart as other.
        return lines + answer_lines([choice for choice in choices if choice.role], roles=False)
    return lines + answer_lines(choices)
