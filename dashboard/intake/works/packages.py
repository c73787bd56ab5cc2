"""Open contracting packages as a table: one row per project or per release, in columns named like the fields."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pandas as pd

from dashboard.intake.files import Limits, Sheet, SourceFile, read_package
from dashboard.intake.mapping.tables import ColumnRef
from dashboard.intake.problems import refuse
from dashboard.intake.works.mapping import FIELDS, FundingSpec, LinkSpec, WorksMapping

Node = Mapping[str, Any]


@dataclass(frozen=True)
class Money:
    """An amount as a package gives it."""

    amount: Any
    currency: str


@dataclass
class Record:
    """One row to be: fields by name, sources of money (source, label, amount) and links (title, address)."""

    values: dict[str, Any]
    fundings: list[tuple[str, str, Any]] = field(default_factory=list)
    links: list[tuple[str, str]] = field(default_factory=list)


def read_table(
    path: Path, mapping: WorksMapping, rows_of: Callable[[Any], Iterable[Record]]
) -> tuple[SourceFile, WorksMapping]:
    """A package as a sheet, and the mapping with the columns of that sheet. Rows are numbered from 1.

    What the mapping says of a field goes before what the standard says. Raises Refused.
    """
    content, sha256 = read_package(path)
    records = list(rows_of(content))
    if not records:
        raise refuse("package_empty")
    fundings = max(len(record.fundings) for record in records)
    links = max(len(record.links) for record in records)
    names = [name for name in FIELDS if any(record.values.get(name) not in (None, "") for record in records)]
    names += [f"funding_{part}_{n}" for n in range(fundings) for part in ("source", "label", "amount")]
    names += [f"link_{part}_{n}" for n in range(links) for part in ("title", "url")]
    sheet = sheet_of(path, names, list(map(_cells, records)))
    told = {name: ColumnRef((name,)) for name in names if name in FIELDS}
    known = replace(
        mapping,
        columns={**told, **mapping.columns},
        fundings=(*mapping.fundings, *map(_funding, range(fundings))),
        links=(*mapping.links, *map(_link, range(links))),
    )
    return SourceFile(path, sha256, "json", (sheet,)), known


def sheet_of(path: Path, names: Sequence[str], rows: Sequence[Mapping[str, Any]]) -> Sheet:
    """Rows as a sheet with these columns, numbered from 1. Raises Refused where it is too big."""
    limits = Limits()
    if len(rows) > limits.rows or len(names) > limits.columns:
        raise refuse("sheet_too_big", sheet=path.stem, rows=limits.rows, columns=limits.columns)
    grid = [names, *([cells.get(name) for name in names] for cells in rows)]
    return Sheet(path.stem, pd.DataFrame(grid, columns=range(len(names)), index=range(-1, len(rows)), dtype=object))


def _cells(record: Record) -> dict[str, Any]:
    cells = dict(record.values)
    for n, (source, label, amount) in enumerate(record.fundings):
        cells |= {f"funding_source_{n}": source, f"funding_label_{n}": label, f"funding_amount_{n}": amount}
    for n, (title, url) in enumerate(record.links):
        cells |= {f"link_title_{n}": title, f"link_url_{n}": url}
    return cells


def _funding(n: int) -> FundingSpec:
    return FundingSpec(
        source_column=ColumnRef((f"funding_source_{n}",)),
        label_column=ColumnRef((f"funding_label_{n}",)),
        amount_column=ColumnRef((f"funding_amount_{n}",)),
    )


def _link(n: int) -> LinkSpec:
    return LinkSpec(ColumnRef((f"link_url_{n}",)), title_column=ColumnRef((f"link_title_{n}",)))


def nodes(parent: object, name: str) -> Iterator[Node]:
    """The objects in a list of a package; nothing where there is none."""
    found = parent.get(name) if isinstance(parent, Mapping) else None
    yield from (each for each in found if isinstance(each, Mapping)) if isinstance(found, list) else ()


def at(parent: object, *names: str) -> Any:
    """What a path of names leads to; None where it leads nowhere."""
    for name in names:
        parent = parent.get(name) if isinstance(parent, Mapping) else None
    return parent


def money(value: object) -> Money | None:
    """An amount with its currency."""
    amount = at(value, "amount")
    return None if amount is None else Money(amount, str(at(value, "currency") or ""))


def total(parts: Iterable[Money | None]) -> Money | None:
    """The sum of amounts in one currency; None where there is none or they are in several."""
    known = [part for part in parts if part is not None and isinstance(part.amount, int | float)]
    if not known or len({part.currency for part in known}) > 1:
        return None
    return Money(round(sum(part.amount for part in known), 6), known[0].currency)


def in_one_currency(**amounts: Money | None) -> dict[str, Any]:
    """Amounts by field with one column `currency`: that of the first; amounts in others are left out."""
    currency = next((each.currency for each in amounts.values() if each is not None), "")
    told = {name: each.amount for name, each in amounts.items() if each is not None and each.currency == currency}
    return {**told, "currency": currency} if told else {}


def names_of(parties: Iterable[Node]) -> str:
    """The names of parties, each once."""
    return "; ".join(dict.fromkeys(filter(None, (str(each.get("name") or "") for each in parties))))


def documents(*parents: object) -> list[tuple[str, str]]:
    """(title, address) of the documents with an address, each once."""
    found: dict[str, str] = {}
    for parent in parents:
        for each in nodes(parent, "documents"):
            if each.get("url"):
                found.setdefault(str(each["url"]), str(each.get("title") or ""))
    return [(title, url) for url, title in found.items()]
