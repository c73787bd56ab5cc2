"""What they answer. Shares come out near those of the plan, as even draws are used instead of independent ones."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from math import exp

from asking.people import Person, pick
from asking.plan import Choice, Question, Wave

Row = dict[str, str]
AT_A_POINT = 1.6  # by how much, as a logit, people of one starting point are alike
OWN_VILLAGE = 1.6  # works there are better known
OTHER_WORDS = ("Телеграм", "айыл башчысынан", "мечит", "кошуналардын тобунан")


def answer(dice: random.Random, wave: Wave, people: Sequence[Person], names: dict[str, str]) -> list[Row]:
    """The answers of everyone by column; "" where nothing was asked. `names`: village in the form → as printed."""
    rows: list[Row] = [{} for _ in people]
    for question in wave.questions:
        if question.type == "begin_group":
            continue
        asked = [i for i, row in enumerate(rows) if _relevant(question, row)]
        some = [people[i] for i in asked]
        for row in rows:
            row[question.column] = ""
        if question.type == "select_multiple":
            for choice in wave.choices(question):
                for row in rows:
                    row[f"{question.column}/{choice.name}"] = ""
            _tick(dice, wave, question, some, [rows[i] for i in asked], names)
            continue
        for i, value in zip(asked, _one(dice, wave, question, some), strict=True):
            rows[i][question.column] = value
            if question.list.endswith("or_other") and value == "other":
                rows[i][f"{question.column}_other"] = dice.choice(OTHER_WORDS)
    return rows


def _relevant(question: Question, row: Row) -> bool:
    """The two kinds of condition the form has: an option ticked, an answer given."""
    if not question.relevant:
        return True
    name, wanted = question.relevant.split("{")[1].split("}")[0], question.relevant.split("'")[1]
    given = next(value for column, value in row.items() if column.endswith(f"/{name}"))
    return wanted in given.split()


def _one(dice: random.Random, wave: Wave, question: Question, people: Sequence[Person]) -> list[str]:
    choices = wave.choices(question)
    if question.group in ("place", "person"):
        return [str(getattr(person, question.name)) for person in people]
    if not any(choice.role == "top" for choice in choices):
        return [_favourite(dice, choices, person) for person in people]
    chances = _chances(dice, people, question.share, lambda person: _moved(question.effects, person))
    answers = []
    for chance, draw in zip(chances, _even(dice, len(people)), strict=True):
        if dice.random() < question.refused:
            answers.append("refused")
            continue
        hard = min(question.hard, 1 - chance)
        role = ("top", "unknown", "other")[pick(draw, [chance, hard, 1 - chance - hard])]
        of_role = [choice for choice in choices if choice.role == role]
        answers.append(of_role[pick(dice.random(), [choice.part for choice in of_role])].name)
    return answers


def _favourite(dice: random.Random, choices: Sequence[Choice], person: Person) -> str:
    parts = [choice.part * exp(_moved(choice.effects, person)) for choice in choices]
    return choices[pick(dice.random(), parts)].name


def _tick(
    dice: random.Random,
    wave: Wave,
    question: Question,
    people: Sequence[Person],
    rows: list[Row],
    names: dict[str, str],
) -> None:
    """Fill the column of names and a column of 0 or 1 an option; who ticks nothing else ticks "none"."""
    ticked: list[list[str]] = [[] for _ in people]
    for choice in wave.choices(question):
        if choice.name == "none":
            continue
        village = wave.villages_of_works.get(choice.name, "")

        def moved(person: Person, choice: Choice = choice, village: str = village) -> float:
            return _moved(choice.effects, person) + OWN_VILLAGE * (bool(village) and names[person.village] == village)

        chances = _chances(dice, people, choice.part, moved)
        for some, chance, draw in zip(ticked, chances, _even(dice, len(people)), strict=True):
            if draw < chance:
                some.append(choice.name)
    for row, some in zip(rows, ticked, strict=True):
        row[question.column] = " ".join(some or ["none"])
        for choice in wave.choices(question):
            row[f"{question.column}/{choice.name}"] = str(int(choice.name in (some or ["none"])))


def _moved(effects: dict[str, float], person: Person) -> float:
    return sum(effect for name, effect in effects.items() if person.has(name))


def _chances(
    dice: random.Random, people: Sequence[Person], share: float, moved: Callable[[Person], float]
) -> list[float]:
    """The chance of each, such that their weighted mean is `share`; people of one point are alike in part."""
    of_point = {psu: AT_A_POINT * (dice.random() - 0.5) for psu in sorted({person.psu for person in people})}
    logits = [person.lean + moved(person) + of_point[person.psu] for person in people]
    whole = sum(person.weight for person in people)
    low, high = -12.0, 12.0
    for _ in range(50):
        middle = (low + high) / 2
        mean = sum(p.weight * _chance(middle + logit) for p, logit in zip(people, logits, strict=True)) / whole
        low, high = (middle, high) if mean < share else (low, middle)
    return [_chance(low + logit) for logit in logits]


def _chance(logit: float) -> float:
    return 1 / (1 + exp(-logit))


def _even(dice: random.Random, count: int) -> list[float]:
    """Draws from 0 to 1, one in each of `count` equal parts, in random order."""
    places = list(range(count))
    dice.shuffle(places)
    return [(place + dice.random()) / count for place in places]
