"""A fictional batch of any size, and what a database says about itself afterwards."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import pandas as pd
from sqlalchemy import Engine, func, insert, select, text

from dashboard.store import audit
from dashboard.store.arithmetic import Sums, add_up
from dashboard.store.batch import (
    FACT_COLUMNS,
    LABEL_COLUMNS,
    LINE_COLUMNS,
    NOTE_COLUMNS,
    SLICE_COLUMNS,
    STATEMENT_COLUMNS,
    Batch,
    Document,
)
from dashboard.store.numbering import number_groups
from dashboard.store.releases import Origin
from dashboard.store.tables import fact, municipality, release, rollup, slice_

_LINE = ["municipality", "direction", "line"]
YEAR_END = date(2025, 12, 31)


def add_place(engine: Engine, code: str = "here", currency: str = "KGS") -> None:
    """A place to publish for."""
    with engine.begin() as connection:
        connection.execute(
            insert(municipality).values(code=code, kind="city", name_ky=code, search=code, currency=currency)
        )


def origin(name: str = "made.csv", subject: str = "budget", actor: str = "tester") -> Origin:
    """An origin whose fingerprint is the name."""
    return Origin(subject, name, f"{name:0<64}"[:64], "made", "0" * 64, actor)


def row(line: str, amount: int | None, **other: Any) -> dict[str, Any]:
    """One fact, in tyiyn."""
    usual = {
        "municipality": "here",
        "fiscal_year": 2025,
        "direction": "revenue",
        "phase": "approved",
        "scope": "year",
        "period_end": YEAR_END,
        "document": "paper",
        "covers": "whole",
        "covers_ky": "",
        "part": "",
        "line": line,
        "fund": "budget",
        "role": "line",
        "amount_minor": amount,
        "unit": "som",
        "row_no": 2,
        "parent": "",
        "source": "",
    }
    return {**usual, **other}


def batch(*rows: dict[str, Any], papers: tuple[Document, ...] = (Document("paper", "Paper"),), notes: int = 0) -> Batch:
    """A batch of facts with one line per key; the first `notes` rows have a note."""
    frame = pd.DataFrame(list(rows))
    frame["amount_minor"] = frame["amount_minor"].astype("Int64")
    frame["row_no"] = range(2, len(frame) + 2)
    lines = frame.drop_duplicates(["municipality", "direction", "line"])
    for name in ("code", "label_ky", "label_ru", "label_en", "function", "economic"):
        lines = lines.assign(**{name: ""})
    lines = lines.assign(label=lines["line"])
    labels = frame.assign(label=frame["line"], label_ky="", label_ru="", label_en="")
    labels = labels.drop_duplicates(list(LABEL_COLUMNS[:6]))
    noted = pd.DataFrame({"row_no": frame["row_no"][:notes], "text_ky": "к", "text_ru": "р", "text_en": "e"})
    facts, lines = frame[list(FACT_COLUMNS)], lines[list(LINE_COLUMNS)].reset_index(drop=True)
    labels = labels[list(LABEL_COLUMNS)].reset_index(drop=True)
    return Batch(facts, lines, labels, noted[list(NOTE_COLUMNS)], papers, summed(facts, lines), scopes(frame))


def scopes(frame: pd.DataFrame) -> pd.DataFrame:
    """What the statements of some facts say of themselves: columns of `frame` where there are any."""
    usual = {"covers_ru": "", "covers_en": "", "itemises": "all", "rounded_to_minor": 1, "part_role": "", "issuer": ""}
    usual |= {"year_ends": 12, "read_rounded": False}
    told = frame.assign(**{name: value for name, value in usual.items() if name not in frame})
    numbers, _ = number_groups(frame, list(SLICE_COLUMNS))
    return told.assign(slice=numbers).drop_duplicates("slice").sort_values("slice")[list(STATEMENT_COLUMNS)]


def summed(facts: pd.DataFrame, lines: pd.DataFrame) -> Sums:
    """What made-up facts add up to, numbered as `Batch.sums` asks for."""
    slices, _ = number_groups(facts, list(SLICE_COLUMNS))
    number = {key: at for at, key in enumerate(lines[_LINE].itertuples(index=False, name=None))}
    line_of = [number[key] for key in facts[_LINE].itertuples(index=False, name=None)]
    parents = lines.rename(columns={"line": "own", "parent": "line"})[_LINE].itertuples(index=False, name=None)
    parent_of = np.array([number.get(key, -1) for key in parents])
    return add_up(facts[["fund", "role", "amount_minor"]].assign(slice=slices, line=line_of, parent=parent_of[line_of]))


def many(rows: int, amount: int) -> Batch:
    """A batch of `rows` facts over up to 200 lines and as many years as that needs, each with the same amount."""
    return batch(
        *(
            row(
                f"line-{number % 200:03d}",
                amount,
                fiscal_year=2000 + number // 200,
                period_end=date(2000 + number // 200, 12, 31),
            )
            for number in range(rows)
        )
    )


def current(engine: Engine) -> list[tuple[str, int, int | None]]:
    """(phase, year, amount) of the statements that count, in order."""
    with engine.connect() as connection:
        rows = connection.execute(
            select(slice_.c.phase, slice_.c.fiscal_year, slice_.c.amount_minor)
            .where(slice_.c.is_current)
            .order_by(slice_.c.phase, slice_.c.fiscal_year)
        )
        return [(each.phase, each.fiscal_year, each.amount_minor) for each in rows]


def assert_whole(engine: Engine) -> None:
    """Every release has all of its facts and roll-ups, one statement counts, and the audit chain is whole."""
    with engine.connect() as connection:
        for each in connection.execute(select(release).where(release.c.subject == "budget")).all():
            written, total = connection.execute(
                select(func.count(), func.coalesce(func.sum(fact.c.amount_minor), 0))
                .select_from(slice_.join(fact, fact.c.slice_id == slice_.c.id))
                .where(slice_.c.release_id == each.id)
            ).one()
            summed = connection.execute(
                select(func.coalesce(func.sum(rollup.c.amount_minor), 0))
                .select_from(slice_.join(rollup, rollup.c.slice_id == slice_.c.id))
                .where(slice_.c.release_id == each.id, rollup.c.dimension == "source")
            ).scalar_one()
            assert (written, int(total), int(summed)) == (each.row_count, each.control_minor, each.control_minor)
        orphans = text("SELECT count(*) FROM fact WHERE slice_id NOT IN (SELECT id FROM slice)")
        assert connection.execute(orphans).scalar() == 0
        assert audit.broken_at(connection) is None
        if engine.dialect.name == "sqlite":
            assert connection.execute(text("PRAGMA integrity_check")).scalar() == "ok"
