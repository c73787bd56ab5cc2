"""A poll of people who chose to answer, as Google Forms gives it: titles of columns, ticks in one cell, a grid."""

from __future__ import annotations

import random
from collections.abc import Iterable
from datetime import datetime, timedelta

from asking.people import pick
from asking.study import AGE_NAMES, GROUP_NAMES, group_lines, inline

Row = dict[str, str]
Texts = tuple[str, ...]
Answer = tuple[str, str, str, Texts]  # code, what the cell says, role, names
ANSWERS, REPEATED = 150, 6
FIRST, DAYS = datetime(2026, 5, 11, 8), 27
SEX, AGE = "Жынысыңыз", "Жашыңыз"
SAW, PLAN = "Жарандык бюджетти көрдүңүз беле?", "Быйылкы бюджет эмнеге бөлүнгөнүн билесизби?"
CHANNELS = "Айыл өкмөтүнүн жаңылыктарын азыр кайдан аласыз? (бардыгын белгилеңиз)"
GRID = "Бул кызматтарга канчалык канааттанасыз?"
SCALE = "Айыл өкмөтү канчалык натыйжалуу иштейт? (1 — таптакыр натыйжасыз, 5 — абдан натыйжалуу)"
MORE = "Дагы эмне кошоор элеңиз?"
SEXES = (("woman", "Аял", 0.63), ("man", "Эркек", 0.37))
AGES = (
    ((18, 29), "18–29", 0.4), ((30, 44), "30–44", 0.38), ((45, 59), "45–59", 0.17), ((60, 120), "60 жана улуу", 0.05),
)  # fmt: skip
YES_NO = (("yes", "Ооба", "top", ("ооба", "да", "yes")), ("no", "Жок", "other", ("жок", "нет", "no")))
KNOW = (
    ("know", "Билем", "top", ("билем", "знаю", "I know")),
    ("heard", "Бир аз уктум", "other", ("бир аз уктум", "что-то слышал(а)", "I have heard something")),
    ("not_know", "Билбейм", "other", ("билбейм", "не знаю", "I do not know")),
)
SATISFACTION = (
    ("sat5", "Толук канааттанам", "top", ("толук канааттанам", "полностью удовлетворён(а)", "fully satisfied")),
    ("sat3", "Жарым-жартылай", "other", ("жарым-жартылай канааттанам", "частично удовлетворён(а)", "partly satisfied")),
    ("sat1", "Канааттанбайм", "other", ("канааттанбайм", "не удовлетворён(а)", "not satisfied")),
    ("hard", "Айта албайм", "unknown", ("жооп берүүгө кыйналам", "затрудняюсь ответить", "hard to say")),
)
#: Key of the indicator's service, row of the grid in three languages, parts of the answers.
SERVICES = (
    ("water", ("Ичүүчү суу", "Питьевая вода", "Drinking water"), (0.2, 0.31, 0.45, 0.04)),
    ("roads", ("Жолдор", "Дороги", "Roads"), (0.29, 0.38, 0.31, 0.02)),
    ("lighting", ("Көчө жарыгы", "Уличное освещение", "Street lighting"), (0.39, 0.34, 0.24, 0.03)),
    ("waste", ("Таштанды чыгаруу", "Вывоз мусора", "Waste removal"), (0.08, 0.22, 0.65, 0.05)),
)  # fmt: skip
TICKS = (
    ("whatsapp", "WhatsApp топтору", ("WhatsApp топтору", "группы WhatsApp", "WhatsApp groups"), 0.78),
    (
        "neighbours",
        "Кошуналар, тааныштар",
        ("кошуналар, тааныштар", "соседи, знакомые", "neighbours, acquaintances"),
        0.42,
    ),
    ("gathering", "Жыйындар, угуулар", ("жыйындар, угуулар", "сходы, слушания", "gatherings, hearings"), 0.19),
    ("social", "Facebook, Instagram", ("Facebook, Instagram", "Facebook, Instagram", "Facebook, Instagram"), 0.51),
    (
        "website",
        "Айыл өкмөтүнүн сайты",
        ("айыл өкмөтүнүн сайты", "сайт айыл окмоту", "website of the aiyl okmotu"),
        0.17,
    ),
)
OWN_WORDS = ("Телеграм", "айыл башчысынан, жыйынсыз", "туугандардан")
REMARKS = (
    "", "", "", "", "", "Таштанды контейнерлери керек.", "Көчө жарыгы жакшы болду, рахмат.",
    "Суу кечинде жок болуп калат.", "Угуунун күнүн эрте айтсаңыздар.", "Жолду оңдогула!",
)  # fmt: skip
TRANSLATED = {
    SAW: (SAW, "Видели ли вы гражданский бюджет?", "Have you seen the citizens' budget?"),
    PLAN: (PLAN, "Знаете ли вы, на что распределён бюджет этого года?",
           "Do you know what this year's budget is planned for?"),
    CHANNELS: (CHANNELS, "Откуда вы сейчас узнаёте новости айыл окмоту? (отметьте все)",
               "Where do you get the news of the aiyl okmotu now? (tick all)"),
    SCALE: (SCALE, "Насколько эффективно работает айыл окмоту? (1 — совсем неэффективно, 5 — очень эффективно)",
            "How effectively does the aiyl okmotu work? (1: not at all, 5: very)"),
}  # fmt: skip
GRID_TRANSLATED = (GRID, "Насколько вы довольны этими услугами?", "How satisfied are you with these services?")


def draw_poll(dice: random.Random) -> list[Row]:
    """The answers in the order they came; some people sent theirs twice."""
    moments = sorted(FIRST + timedelta(seconds=dice.randrange(DAYS * 86_400)) for _ in range(ANSWERS))
    sent = [(moment, _answers(dice)) for moment in moments]
    for number in sorted(dice.sample(range(ANSWERS), REPEATED)):
        moment, answers = sent[number]
        sent.append((moment + timedelta(seconds=20 + dice.randrange(200)), answers))
    sent.sort(key=lambda each: each[0])
    return [{"Timestamp": f"{moment:%d.%m.%Y %H:%M:%S}", **answers} for moment, answers in sent]


def _answers(dice: random.Random) -> Row:
    def one(options: tuple[str, ...], parts: tuple[float, ...]) -> str:
        return options[pick(dice.random(), list(parts))]

    ticked = [label for _, label, _, part in TICKS if dice.random() < part]
    if dice.random() < 0.06:
        ticked.append(dice.choice(OWN_WORDS))
    grid = {
        f"{GRID} [{names[0]}]": one(tuple(label for _, label, _, _ in SATISFACTION), parts)
        for _, names, parts in SERVICES
    }
    return {
        SEX: one(tuple(label for _, label, _ in SEXES), tuple(part for *_, part in SEXES)),
        AGE: one(tuple(label for _, label, _ in AGES), tuple(part for *_, part in AGES)),
        SAW: one(("Ооба", "Жок"), (0.38, 0.62)),
        PLAN: one(tuple(label for _, label, _, _ in KNOW), (0.36, 0.33, 0.31)),
        CHANNELS: ", ".join(ticked),
        **grid,
        SCALE: one(("1", "2", "3", "4", "5", ""), (0.17, 0.24, 0.3, 0.19, 0.07, 0.03)),
        MORE: dice.choice(REMARKS),
    }


def poll_study() -> str:
    """The text of its STUDY.toml."""
    title = (
        "Интернеттеги сурамжылоо, 2026-жылдын жазы (ойдон чыгарылган)",
        "Опрос в интернете, весна 2026 года (вымышленный)",
        "Poll on the internet, spring 2026 (fictional)",
    )
    asked_by = (
        "Үлгү айыл өкмөтү (ойдон чыгарылган)",
        "Айыл окмоту «Үлгү» (вымышленный)",
        "Үлгү aiyl okmotu (fictional)",
    )
    population = ("Шилтемени ачкандар", "Те, кто открыл ссылку", "Whoever opened the link")
    method = (
        "Шилтеме айылдардын WhatsApp топторуна жөнөтүлгөн; ким кааласа, жооп берген.",
        "Ссылка отправлена в группы WhatsApp сёл; отвечал каждый, кто хотел.",
        "The link was sent to the WhatsApp groups of the villages; whoever wished answered.",
    )
    last = (FIRST + timedelta(days=DAYS - 1)).date()
    lines = [
        f"# Fictional: {ANSWERS} answers, {REPEATED} of them sent twice. Written by data/demo/generate_surveys.py.",
        "[study]",
        'key = "demo-poll-2026"',
        'series = "demo-poll"',
        'place = "demo"',
        'kind = "self_selected"',
        'mode = "online"',
        f"from = {FIRST.date()}",
        f"to = {last}",
        'languages = ["ky"]',
        f"title = {inline(title)}",
        f"asked_by = {inline(asked_by)}",
        f"population = {inline(population)}",
        f"method = {inline(method)}",
        "",
        "[paper]",
        'key = "demo-poll-2026"',
        f'title = "{title[0]}"',
        "date = 2026-06-15",
        f'publisher = "{asked_by[0]}"',
        'language = "ky"',
        "",
        "[personal]",
        f'drop = ["{MORE}"]',
    ]
    sexes = [(code, f'is = ["{label}"]', GROUP_NAMES[code]) for code, label, _ in SEXES]
    ages = [(f"{a}-{b}" if b < 120 else f"{a}+", f'is = ["{label}"]', AGE_NAMES[a, b]) for (a, b), label, _ in AGES]
    lines += group_lines("sex", SEX, sexes) + group_lines("age", AGE, ages)
    lines += _question("saw-citizens-budget", SAW, TRANSLATED[SAW], YES_NO)
    lines += _question("knows-plan", PLAN, TRANSLATED[PLAN], KNOW)
    ticks = [(code, label, "", names) for code, label, names, _ in TICKS]
    free = 'separator = ", "\nother_is_free = true'
    lines += _question("channels-used", CHANNELS, TRANSLATED[CHANNELS], ticks, free)
    for key, names, _ in SERVICES:
        texts = tuple(f"{text} [{row}]" for text, row in zip(GRID_TRANSLATED, names, strict=True))
        lines += _question(f"satisfied-{key}", texts[0], texts, SATISFACTION)
    scale = [(mark, mark, "top" if mark in "45" else "other", (mark, mark, mark)) for mark in "54321"]
    lines += _question("effective", SCALE, TRANSLATED[SCALE], scale)
    return "\n".join(lines) + "\n"


def _question(indicator: str, column: str, texts: Texts, answers: Iterable[Answer], *more: str) -> list[str]:
    lines = ["", "[[question]]", f'indicator = "{indicator}"', f'column = "{column}"', f"text = {inline(texts)}", *more]
    lines.append("answers = [")
    for code, label, role, names in answers:
        said = f', role = "{role}"' if role else ""
        lines.append(f'  {{ code = "{code}", is = ["{label}"]{said}, name = {inline(names)} }},')
    return [*lines, "]"]
