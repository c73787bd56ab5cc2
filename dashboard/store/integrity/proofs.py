"""Every subject whose rows stay as they were written, and how its releases are checked.

Other subjects update rows in place (places, people, classes, contacts, outlines, pictures): of them the trail holds
that a release was made, by whom and of which file, not what the rows say today.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Final

from sqlalchemy import Column, Connection, Select, func, select

from dashboard.store.publishing import actions, budget, checks, figures, surveys, works
from dashboard.store.publishing.proof import NOTHING, Proof
from dashboard.store.tables import release

PROOFS: Final[Mapping[str, Proof]] = {
    budget.SUBJECT: budget.proof(),
    works.SUBJECT: works.PROOF,
    surveys.SUBJECT: surveys.PROOF,
    figures.SUBJECT: surveys.PROOF,
    actions.SUBJECT: actions.PROOF,
    checks.SUBJECT: checks.PROOF,
}


def proof_of(subject: str) -> Proof:
    """How releases of a subject are checked."""
    return PROOFS.get(subject, NOTHING)


def strays(connection: Connection) -> Iterator[tuple[str, int]]:
    """Tables with rows that no import of their subjects can have written, and how many these are.

    They belong to a release or to a row that is not there, or to a release of another subject.
    """
    makers: defaultdict[Column[int], set[str]] = defaultdict(set)
    owners: dict[Column[int], Select[tuple[int]]] = {}
    for subject, proof in PROOFS.items():
        for each in proof.sealed:
            column = each.table.c[each.by]
            if each.through is None:
                makers[column].add(subject)
            else:
                owners[column] = select(each.through.c.id)
        owners |= {each.column: select(each.among) for each in proof.spoken}
    for column, subjects in makers.items():
        owners[column] = select(release.c.id).where(release.c.subject.in_(sorted(subjects)))
    for column, known in owners.items():
        found = select(func.count()).select_from(column.table).where(column.not_in(known))
        if count := connection.execute(found).scalar_one():
            yield str(column.table), count
