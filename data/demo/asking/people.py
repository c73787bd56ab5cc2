"""Who was interviewed: a sample stratified by village, starting points as PSUs, and weights that undo both."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from asking.plan import Wave

#: Name in the form, starting points drawn. Small villages have more than their part: they must be distinguished.
POINTS = {"ulgu": 14, "jogorku": 11, "tomonku": 10, "bulak": 8, "talaa": 7}
FAR = ("bulak", "talaa")
AT_A_POINT = (7, 8, 8, 8, 9)
#: Of the grown-up people, and of those who open the door.
WOMEN, WOMEN_MET = 0.52, 0.6
AGES = ((18, 29, 0.3, 0.2), (30, 44, 0.32, 0.31), (45, 59, 0.22, 0.28), (60, 84, 0.16, 0.21))


@dataclass
class Person:
    """One respondent. `lean` is how much more than others they follow what their village does, as a logit."""

    village: str
    psu: str
    sex: str
    age: int
    spoken: str
    begun: datetime
    lean: float
    weight: float = 1.0

    def has(self, group: str) -> bool:
        """Whether an effect of that name moves their answers."""
        return {
            "women": self.sex == "woman",
            "young": self.age < 30,
            "old": self.age >= 60,
            "far": self.village in FAR,
            "russian": self.spoken == "ru",
        }[group]


def draw_people(dice: random.Random, wave: Wave, villages: dict[str, int]) -> list[Person]:
    """The respondents of a wave in the order they were asked; `villages`: how many live in each."""
    days = (wave.last - wave.first).days + 1
    people: list[Person] = []
    for village, points in POINTS.items():
        for point in range(1, points + 1):
            day, minute = wave.first + timedelta(days=dice.randrange(days)), 9 * 60 + dice.randrange(90)
            for _ in range(dice.choice(AT_A_POINT)):
                people.append(_person(dice, village, f"{village}-{point:02d}", day, minute))
                minute += 27 + dice.randrange(25)
    people.sort(key=lambda person: (person.begun, person.psu))
    _weigh(people, villages)
    return people


def _person(dice: random.Random, village: str, psu: str, day: date, minute: int) -> Person:
    first, last, _, _ = AGES[pick(dice.random(), [met for *_, met in AGES])]
    return Person(
        village,
        psu,
        "woman" if dice.random() < WOMEN_MET else "man",
        first + dice.randrange(last - first + 1),
        "ru" if dice.random() < (0.22 if village == "ulgu" else 0.1) else "ky",
        datetime(day.year, day.month, day.day) + timedelta(minutes=minute, seconds=dice.randrange(60)),
        1.6 * (dice.random() - 0.5),
    )


def pick(draw: float, parts: list[float]) -> int:
    """Which of the parts a draw (0-1) falls in; parts need not sum to 1."""
    left = draw * sum(parts)
    for number, part in enumerate(parts):
        left -= part
        if left < 0:
            return number
    return len(parts) - 1


def _weigh(people: list[Person], villages: dict[str, int]) -> None:
    """Weights with mean 1 that give village, sex and age their parts of the people; raked until they hold."""
    everyone = sum(villages.values())
    wanted = (
        ([person.village for person in people], {name: count / everyone for name, count in villages.items()}),
        ([person.sex for person in people], {"woman": WOMEN, "man": 1 - WOMEN}),
        ([_band(person.age) for person in people], {_band(first): part for first, _, part, _ in AGES}),
    )
    for _ in range(30):
        for groups, parts in wanted:
            weights = dict.fromkeys(parts, 0.0)
            for person, group in zip(people, groups, strict=True):
                weights[group] += person.weight
            for person, group in zip(people, groups, strict=True):
                person.weight *= parts[group] * len(people) / weights[group]
    for person in people:
        person.weight = round(person.weight, 4)


def _band(age: int) -> str:
    return next(f"{first}-{last}" for first, last, *_ in AGES if age <= last)
