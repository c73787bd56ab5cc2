"""What each row is told to be: columns, value lists, constants, defaults and sections become one column a field."""

from __future__ import annotations

from collections.abc import Callable

from dashboard.i18n import fold
from dashboard.intake.findings import Findings
from dashboard.intake.mapping.schema import Layout, Words
from dashboard.intake.table.columns import Coded
from dashboard.intake.table.filters import Sections
from dashboard.intake.table.header import Grid

Fields = dict[str, Coded]

_UNIT_WORDS = {
    "som": ("som", "сом", "som.", "KGS", "руб", "рублей", "грн", "UAH", "EUR", "€", "RUB", "c", "с"),
    "thousand_som": (
        "thousand som", "миң сом", "мин сом", "минг сом", "тыс. сом", "тыс сом", "тысяч сомов", "тыс.сомов", "т.с.",
        "тыс. руб.", "тыс рублей", "т.р.", "тыс. грн", "тис. грн", "miles de euros", "thousand", "тыс", "миң", "тысяч",
    ),
    "million_som": (
        "million som", "mln som", "млн сом", "млн. сом", "млн сомов", "миллион сом", "млн", "млн руб", "млн грн",
        "million", "mln",
    ),
}  # fmt: skip
UNIT_WORDS = {fold(word): unit for unit, words in _UNIT_WORDS.items() for word in words}


def read_fields(grid: Grid, mapping: Layout, sections: Sections, options: Words, findings: Findings) -> Fields:
    """A column for every field the mapping gives. `options` (--unit, --year) fill what the file leaves empty.

    Values outside a field's choices are errors.
    """
    fields: Fields = {}
    for name in mapping.names:
        column = _field(grid, mapping, sections, name, options.get(name, ""), findings)
        if column is not None:
            fields[name] = column
    return fields


def _field(grid: Grid, mapping: Layout, sections: Sections, name: str, option: str, findings: Findings) -> Coded | None:
    rows = len(grid.body)
    ref = mapping.columns.get(name)
    column = grid.text(ref) if ref is not None else None
    told = column is not None
    spare = mapping.constants.get(name) or mapping.defaults.get(name) or option
    if column is None:
        column = Coded.constant(spare, rows)
        told = bool(spare)
    else:
        column = column.map(_translate(mapping.values.get(name, {}), name, mapping.choices.get(name, ())))
        if spare:
            column = column.map(lambda text: text or spare)
    for number, section in enumerate(mapping.sections):
        if name in section.set:
            column = column.where(sections.number == number, Coded.constant(section.set[name], rows))
            told = True
        elif name in section.take:
            column = column.where(sections.number == number, sections.taken[name])
            told = True
    if not told:
        return None
    if name in mapping.choices:
        allowed = ("", *mapping.choices[name])
        wrong = column.mask(lambda text: text not in allowed)
        findings.rows(
            "bad_choice",
            "error",
            wrong,
            grid.row_no,
            column=str(ref or name),
            values=column,
            field=name,
            allowed=", ".join(mapping.choices[name]),
        )
    return column


def _translate(words: Words, name: str, choices: tuple[str, ...]) -> Callable[[str], str]:
    """Values as the mapping translates them: exactly as written, else after folding."""
    folded = {fold(word): meant for word, meant in words.items()}
    if name == "unit":
        folded = {**UNIT_WORDS, **folded}

    def meant(text: str) -> str:
        if text in words:
            return words[text]
        if text in choices:
            return text
        return folded.get(fold(text), text) if folded and text else text

    return meant
