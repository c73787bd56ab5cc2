"""Every total of the product's own papers is known by its words, and no line of them is taken for one."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from dashboard.intake.table.totals import names_a_side, says_total

DATA = Path("data")
#: Totals whose words name what they are of; in other papers the same words are a line.
ONLY_BY_ROLE = {
    "«Курман-Булак» ИСКАКБ (8-Март айылы)",
    "«Кулаган-Таш» ИСКАКБ (Шоро айылы)",
    "«Жетиген-Эшим» ИСКАКБ (Ак-Кудук айылы)",
    "социальная сфера",
    "республикалык бюджеттен жергиликтүү бюджеттерге",
    "бюджеттер аралык трансферттер",
    "бюджеттер аралык трансферт",
    "жергиликтүү бюджет",
    "жергиликтүү бюджети",
    "Ош шаарынын быйылкы бюджети",
    "республикалык бюджеттен бөлүндү",
}
#: Lines whose words name a side; sums decide, as with every label of that kind.
ONLY_BY_SUMS = {"кирешелер (юридикалык, физикалык жактардан салык жана башка төлөмдөр)"}


def labels(path: Path, *roles: str) -> set[str]:
    """The labels with these roles; rows without a figure only name what a paper is said to hold."""
    with path.open(encoding="utf-8", newline="") as file:
        return {row["label"] for row in csv.DictReader(file) if row["role"] in roles and row["amount"]}


def known(label: str) -> bool:
    return says_total(label) or names_a_side(label)


@pytest.mark.parametrize("place", ["demo", "published"])
def test_printed_totals_are_known_by_their_words(place: str) -> None:
    printed = labels(DATA / place / "budget.csv", "total", "subtotal")
    assert {label for label in printed - ONLY_BY_ROLE if not known(label)} == set()
    assert len(printed) > 1


@pytest.mark.parametrize("place", ["demo", "published"])
def test_no_counted_line_of_the_same_files_is_taken_for_a_total(place: str) -> None:
    counted = labels(DATA / place / "budget.csv", "line", "of_which")
    assert {label for label in counted - ONLY_BY_SUMS if known(label)} == set()
    assert not any(says_total(label) for label in counted)
    assert len(counted) > 50


@pytest.mark.parametrize(
    "label",
    [
        "Бардык кирешелер", "БАРДЫК ЧЫГАШАЛАР", "Бардык кирешелер жыл башындагы калдык менен", "Жалпысы",
        "Жалпы кирешелер", "Барысы", "Доходы, всего", "Расходы бюджета – всего", "Доходи, усього", "Загальна сума",
        "Разом видатків", "TOTAL GENERAL", "Suma total", "Total revenue", "Revenue, total", "Всего (без дотаций)",
    ],
)  # fmt: skip
def test_words_that_can_only_be_a_total(label: str) -> None:
    assert says_total(label)


@pytest.mark.parametrize(
    "label",
    [
        "Кирешелер", "Чыгашалар", "Чыгымдоолор", "кирешелер бөлүгү", "Чыгашалар бөлүгү:", "Доходы", "Расходы",
        "Доходная часть бюджета", "Доходы местного бюджета на 2025 год", "Видатки місцевого бюджету", "Revenues",
        "Ingresos",
    ],
)  # fmt: skip
def test_words_that_name_a_side(label: str) -> None:
    assert names_a_side(label)
    assert not says_total(label)


@pytest.mark.parametrize(
    "label",
    [
        "Жергиликтүү кирешелер", "Жергиликтүү кирешелер бөлүгү", "Салыктык эмес кирешелер", "Башка чыгашалар",
        "Жалпы мамлекеттик салыктар", "Налоговые доходы", "Доходы от аренды", "Прочие расходы",
        "Расходы на жилищно-коммунальное хозяйство", "Субсидия бюджетам городов", "Own revenue", "Subtotal of taxes",
        "Income tax", "Податок на доходи фізичних осіб", "Шаардык бюджет", "Атайын эсеп", "Gastos de personal",
    ],
)  # fmt: skip
def test_words_of_lines_are_neither(label: str) -> None:
    assert not known(label)
