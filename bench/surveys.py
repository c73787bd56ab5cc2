"""Large studies, and a small one that asks for too much: the whole command, from the file to what may be shown."""

from __future__ import annotations

import csv
import json
import os
import random
import time
from collections.abc import Sequence
from pathlib import Path

from bench import hidden
from bench.bulk_import import command
from bench.results import Measure

PEOPLE, FEW, SINGLE, MULTIPLE = 100_000, 1_500, 54, 6
_IMPORT_S = 120  # what the product promises
_OPTIONS = tuple(f"Канал {number}" for number in range(1, 9))
_SCALE = ("1", "2", "3", "4", "5", "Айтуу кыйын", "Жооптон баш тартты")
_YES_NO = ("Ооба", "Жок", "Айтуу кыйын")
_VILLAGES = 40
_PLACES = tuple(f"place-{number}" for number in range(20))
_GROUPS = {
    "sex": ("Аял", "Эркек"), "age": tuple(map(str, range(18, 80))), "settlement": ("шаар", "айыл"),
    "education": ("башталгыч", "орто", "атайын", "жогорку", "аяктабаган"), "language": ("ky", "ru", "башка"),
    "village": tuple(f"Айыл {number}" for number in range(_VILLAGES)),
}  # fmt: skip
_BANDS = ((18, 29), (30, 44), (45, 59), (60, 120))
_INDICATORS = "key,code,theme,kind,service,name_ky,name_ru,name_en,claim_ky,claim_ru,claim_en,position,note"


def measure(folder: Path, *, people: int = PEOPLE) -> list[Measure]:
    """The whole time of imports, start of Python and every check included, against what is promised; what is hidden."""
    units, catalogue, answers, few = (folder / f"{name}.csv" for name in ("units", "kinds", "answers", "few"))
    places = "\n".join(f"{code},city,{code},KGS" for code in ("whole", *_PLACES))
    units.write_text(f"code,kind,name_ky,currency\n{places}\n", encoding="utf-8")
    _write_indicators(catalogue)
    _write_answers(answers, people)
    _write_answers(few, FEW)
    many = _study("village", ("age", "sex"), ("sex", "village"), ("age", "village"))
    studies = (
        (answers, people, f"one place of {_VILLAGES} villages", _study("village", ("age", "sex"))),
        (answers, people, f"{len(_PLACES)} places", _study("place", ("age", "sex"))),
        (few, FEW, f"one place of {_VILLAGES} villages, three pairs of groups", many),
    )
    imports = [
        Measure(
            "surveys",
            f"import of {asked:,} respondents × {SINGLE + MULTIPLE} questions, {name}, against what is promised",
            _IMPORT_S,
            _imported(folder / f"study-{at}", (units, catalogue, file), study),
            "s",
            1,
        )
        for at, (file, asked, name, study) in enumerate(studies)
    ]
    return [*imports, hidden.measure()]


def _imported(folder: Path, files: tuple[Path, Path, Path], study: str) -> float:
    """Seconds of the command that imports a study into a database of its own."""
    folder.mkdir()
    units, catalogue, answers = files
    described = folder / "study.toml"
    described.write_text(study, encoding="utf-8")
    database = {"DATABASE_URL": f"sqlite:///{folder / 'study.db'}", "RESPONSES_FILE": str(folder / "responses.db")}
    env = {**os.environ, **database}
    command(["import", "units", str(units)], env)
    command(["import", "indicators", str(catalogue)], env)
    start = time.perf_counter()
    command(["import", "survey", str(answers), "--study", str(described)], env)
    return time.perf_counter() - start


def _questions() -> list[tuple[str, str]]:
    """Key and kind of every question."""
    single = [(f"bench-{at}", "scale" if at % 2 else "binary") for at in range(SINGLE)]
    return [*single, *((f"bench-many-{at}", "multiple") for at in range(MULTIPLE))]


def _write_indicators(file: Path) -> None:
    with file.open("w", encoding="utf-8", newline="") as out:
        out.write(f"{_INDICATORS}\n")
        writer = csv.writer(out)
        for at, (key, kind) in enumerate(_questions()):
            theme = "channels" if kind == "multiple" else "trust"
            writer.writerow([key, "", theme, kind, "", *[key] * 6, 1000 + at, ""])


def _study(by: str, *pairs: tuple[str, str]) -> str:
    """STUDY.toml of the generated file: of one place by its villages, or of several places; `pairs` of groups."""
    place = 'place = "place"' if by == "place" else ""
    lines = [
        '[study]\nkey = "bench"\nplace = "whole"\nkind = "probability"\nmode = "face_to_face"\nto = 2025-09-20',
        'title = "Чоң изилдөө"\n[columns]\nweight = "weight"\nstratum = "stratum"\npsu = "psu"\nid = "id"',
        place,
        f"[cross]\npairs = {json.dumps(pairs)}",
    ]
    for dimension, values in _GROUPS.items():
        if dimension == "village" and by != "village":
            continue
        lines.append(f'[[group]]\ndimension = "{dimension}"\ncolumn = "{dimension}"\nvalues = [')
        if dimension == "age":
            lines += [f'{{ code = "{low}-{high}", from = {low}, to = {high} }},' for low, high in _BANDS]
        else:
            lines += [f'{{ code = "{dimension}-{at}", is = {json.dumps(word)} }},' for at, word in enumerate(values)]
        lines.append("]")
    for key, kind in _questions():
        separator = 'separator = ", "\n' if kind == "multiple" else ""
        lines.append(f'[[question]]\nindicator = "{key}"\ncolumn = "{key}"\n{separator}answers = [')
        lines += [
            f"{{ code = {json.dumps(code)}, is = {json.dumps(word)}, role = {json.dumps(role)} }},"
            for code, word, role in _answers(kind)
        ]
        lines.append("]")
    return "\n".join(lines) + "\n"


def _answers(kind: str) -> list[tuple[str, str, str]]:
    """Code, text and role of the answers to a question."""
    if kind == "multiple":
        return [(f"option-{at}", word, "other") for at, word in enumerate(_OPTIONS)]
    words: Sequence[str] = _SCALE if kind == "scale" else _YES_NO
    roles = {"4": "top", "5": "top", "Ооба": "top", "Айтуу кыйын": "unknown", "Жооптон баш тартты": "refused"}
    return [(f"answer-{at}", word, roles.get(word, "other")) for at, word in enumerate(words)]


def _write_answers(file: Path, people: int) -> None:
    """Places and villages from a few people to a fifth of all, answers from half of all to one in a hundred."""
    chosen = random.Random(20251124)
    usual = {key: [chosen.random() ** 2 + 0.02 for _ in _answers(kind)] for key, kind in _questions()}
    sizes = [1.25**-at for at in range(_VILLAGES)]
    with file.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out)
        of_sample = ("weight", "stratum", "psu", "place")
        writer.writerow(["Timestamp", "id", "e-mail", *of_sample, *_GROUPS, *usual, "Пикириңиз"])
        for at in range(people):
            [place] = chosen.choices(_PLACES, sizes[: len(_PLACES)])
            sampled = (f"{0.5 + chosen.random():.3f}", f"катмар {at % 12}", f"участок {at % 900}", place)
            groups = [
                chosen.choices(words, sizes)[0] if name == "village" else chosen.choice(words)
                for name, words in _GROUPS.items()
            ]
            said = [_said(chosen, kind, usual[key]) for key, kind in _questions()]
            remark = f"Көчөнү оңдоп бериңиздер, {at}"
            writer.writerow(["20.09.2025", at, f"who{at}@example.org", *sampled, *groups, *said, remark])


def _said(chosen: random.Random, kind: str, usual: Sequence[float]) -> str:
    if kind == "multiple":
        return ", ".join(word for word, share in zip(_OPTIONS, usual, strict=True) if chosen.random() < share / 2)
    if chosen.random() < 0.02:
        return ""
    return chosen.choices([word for _, word, _ in _answers(kind)], usual)[0]
