"""Where a mapping gives most lines no class: what the database knows of their codes and labels, ready to paste."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

import pandas as pd

from dashboard.i18n import fold
from dashboard.intake.budget.facts import BudgetTable
from dashboard.intake.table.columns import Mask
from dashboard.store.known import Known

KINDS_OF: Mapping[str, tuple[str, ...]] = {"revenue": ("source",), "expenditure": ("function", "economic")}


def propose_classes(table: BudgetTable, lines: pd.DataFrame, counted: Mask) -> None:
    """Say for each direction that most of its counted lines have no class, and propose a [classify] for them.

    `lines`: a row per line with its classes and codes.
    """
    for direction, kinds in KINDS_OF.items():
        own = lines[counted & (lines["direction"] == direction)]
        without = own[(own[list(kinds)] == "").all(axis=1)]
        if 2 * len(without) > len(own):
            parts = [_part(without, kind, table.known) for kind in kinds]
            text = "\n".join(filter(None, parts)) or f"[classify.{kinds[0]}]\nlabels = true   # 0 / {len(without)}"
            n, whole = len(without), len(own)
            table.findings.add("not_classified", "info", n=n, all=whole, direction=direction, mapping=text)


def _part(lines: pd.DataFrame, kind: str, known: Known) -> str:
    """`[classify.kind]` with the number of lines each key would cover; "" where nothing is known of any."""
    national = {code: key for (of, code), key in known.national.items() if of == kind}
    begins: dict[str, str] = {}
    covered: Counter[str] = Counter()
    for own_code, code, label in zip(lines[f"{kind}_code"], lines["code"], lines["label"], strict=True):
        whole = own_code or code
        begin = next((whole[:n] for n in range(len(whole), 0, -1) if whole[:n] in national), "")
        if whole and begin == whole:
            covered["national"] += 1
        elif begin:
            begins[begin] = national[begin]
            covered["prefix"] += 1
        elif (kind, fold(label)) in known.aliases:
            covered["labels"] += 1
    if not covered:
        return ""
    said = [f"[classify.{kind}]"]
    if begins:
        pairs = ", ".join(f'"{begin}" = "{key}"' for begin, key in sorted(begins.items()))
        said.append(f"prefix = {{ {pairs} }}   # {covered['prefix']} / {len(lines)}")
    said += [f"{key} = true   # {covered[key]} / {len(lines)}" for key in ("national", "labels") if covered[key]]
    return "\n".join(said)
