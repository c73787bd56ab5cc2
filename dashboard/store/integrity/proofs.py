"""Every subject whose rows stay as they were written, and how its releases are checked.

Other subjects update rows in place (places, people, classes, contacts, outlines, pictures): of them the trail holds
that a release was made, by whom and of which file, not what the rows say today.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from dashboard.store.publishing import actions, budget, checks, figures, surveys, works
from dashboard.store.publishing.proof import NOTHING, Proof

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
