"""What a measurement gives, and how it is shown and kept."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path

BEGIN, END = "<!-- results -->", "<!-- end of results -->"


@dataclass(frozen=True)
class Measure:
    """One ratio. `plain` and `ours` are in `unit`; `bound` is the largest ratio accepted (None: for information)."""

    group: str
    name: str
    plain: float
    ours: float
    unit: str
    bound: float | None = None

    @property
    def ratio(self) -> float:
        """Ours as a share of the plain way."""
        return self.ours / self.plain if self.plain else float("inf")

    @property
    def holds(self) -> bool:
        """Whether the bound is kept."""
        return self.bound is None or self.ratio <= self.bound


def table(measures: list[Measure]) -> str:
    """The results as a Markdown table."""
    head = "| what | plain | ours | ratio | bound | holds |\n|---|---|---|---|---|---|\n"
    return head + "\n".join(
        f"| {m.group}: {m.name} | {_short(m.plain)} {m.unit} | {_short(m.ours)} {m.unit} | {m.ratio:.3f} | "
        f"{'–' if m.bound is None else f'≤ {m.bound}'} | {'yes' if m.holds else '**no**'} |"
        for m in measures
    )


def _short(value: float) -> str:
    """Three figures, never in powers of ten."""
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"


def keep(measures: list[Measure], file: Path) -> None:
    """Write the results as JSON."""
    file.parent.mkdir(parents=True, exist_ok=True)
    rows = [{**asdict(m), "ratio": round(m.ratio, 4), "holds": m.holds} for m in measures]
    file.write_text(json.dumps(rows, indent=1), encoding="utf-8")


def put_into(document: Path, measures: list[Measure]) -> None:
    """Replace the table between the marks of a document."""
    text = document.read_text(encoding="utf-8")
    before, rest = text.split(BEGIN, 1)
    after = rest.split(END, 1)[1]
    document.write_text(f"{before}{BEGIN}\n{table(measures)}\n{END}{after}", encoding="utf-8")
