"""Write the studies of the fictional municipality: `python data/demo/generate_surveys.py` makes the same files always.

Run it after `generate_works.py`. Two waves of one probability study as KoboToolbox gives them, and one poll of people
who chose to answer as Google Forms gives it; what is asked and how often people answer so is in `asking/`.
Nobody was asked: every answer is drawn.
"""

from __future__ import annotations

import csv
import random
import uuid
from datetime import date, timedelta
from pathlib import Path

from asking.answers import Row, answer
from asking.form import write_form
from asking.people import Person, draw_people
from asking.plan import OTHER, Wave, read_wave
from asking.poll import draw_poll, poll_study
from asking.study import write_study
from generate_works import VILLAGES

HERE = Path(__file__).parent / "surveys"
SEEDS = {2024: 4, 2025: 5, 2026: 6}
WAVES = ((2024, date(2024, 9, 30), date(2024, 10, 18)), (2025, date(2025, 10, 6), date(2025, 10, 24)))


def export(dice: random.Random, wave: Wave, people: list[Person], answers: list[Row]) -> list[Row]:
    """The answers with what the device and the server add, and the weight that was reckoned afterwards."""
    rows = []
    for number, (person, given) in enumerate(zip(people, answers, strict=True), start=1):
        end = person.begun + timedelta(minutes=17 + dice.randrange(16), seconds=dice.randrange(60))
        sent = end + timedelta(minutes=dice.randrange(600))
        identity = uuid.UUID(int=dice.getrandbits(128), version=4)
        rows.append(
            {
                "start": f"{person.begun.isoformat()}.000+06:00",
                "end": f"{end.isoformat()}.000+06:00",
                **given,
                "weight": f"{person.weight:.4f}",
                "_id": str(wave.year * 10_000 + number),
                "_uuid": str(identity),
                "_submission_time": (sent - timedelta(hours=6)).isoformat(),
                "_index": str(number),
            }
        )
    return rows


def columns(wave: Wave) -> list[str]:
    """The columns of the export in the order of the form."""
    names = ["start", "end"]
    for question in wave.questions:
        if question.type == "begin_group":
            continue
        names.append(question.column)
        if question.type == "select_multiple":
            names += [f"{question.column}/{choice.name}" for choice in wave.choices(question)]
        if question.list.endswith(OTHER):
            names.append(f"{question.column}_other")
    return [*names, "weight", "_id", "_uuid", "_submission_time", "_index"]


def write(name: str, names: list[str], rows: list[Row]) -> None:
    """Write one CSV: UTF-8, comma, LF."""
    with (HERE / name).open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, names, restval="", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def main() -> None:
    """Write forms, answers and descriptions into `surveys/`."""
    HERE.mkdir(exist_ok=True)
    lived_in = {name: people for name, _, _, people in VILLAGES}
    for year, first, last in WAVES:
        dice, wave = random.Random(SEEDS[year]), read_wave(year, first, last)
        names = {choice.name: choice.labels[0] for choice in wave.lists["village"]}
        people = draw_people(dice, wave, {code: lived_in[name] for code, name in names.items()})
        answers = answer(dice, wave, people, names)
        write_form(HERE / f"form-{year}.xlsx", wave)
        write(f"answers-{year}.csv", columns(wave), export(dice, wave, people, answers))
        (HERE / f"demo-{year}.toml").write_text(write_study(wave, len(people)), encoding="utf-8")
    rows = draw_poll(random.Random(SEEDS[2026]))
    write("poll-2026.csv", list(rows[0]), rows)
    (HERE / "demo-poll-2026.toml").write_text(poll_study(), encoding="utf-8")


if __name__ == "__main__":
    main()
