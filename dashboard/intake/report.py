"""The report of an import: for a person (rich text in their language) and for a program (JSON)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from dashboard.i18n import t
from dashboard.intake.problems import Problem

SHOWN_OF_A_KIND = 20
SHOWN_SUMS = 40
#: What a control sum says of itself.
CONTROL = ("municipality", "fiscal_year", "direction", "phase", "period_end", "amount")
EXIT_CODES = {"published": 0, "same": 0, "retracted": 0, "checked": 0, "refused": 3, "question": 4, "unavailable": 5}
_COLOURS = {"error": "red", "question": "yellow", "warning": "yellow", "info": "dim"}


@dataclass(frozen=True)
class Counts:
    """What became of the rows: `read` = `kept` + `filtered` (by the mapping) + `skipped` (blank or headings)."""

    read: int = 0
    kept: int = 0
    filtered: int = 0
    skipped: int = 0
    totals: int = 0


@dataclass(frozen=True)
class Report:
    """What became of a file.

    Attributes:
        outcome: published, same (published before), retracted (by staff, and left so), checked (not to be
            published), refused (errors), question (staff must decide) or unavailable (the database cannot be used).
        counts: what became of the rows; None where none could be read.
        control: one dict per statement with its sum in major units as text.
        accepted: codes of questions that staff answered with --accept.
        head: of the audit trail when the import ended, `number:hash`; "" where nothing is in it yet.
    """

    subject: str
    file: str
    outcome: str
    sha256: str = ""
    mapping: str = ""
    counts: Counts | None = None
    problems: tuple[Problem, ...] = ()
    control: tuple[Mapping[str, Any], ...] = ()
    hidden_sheets: tuple[str, ...] = ()
    release: int | None = None
    accepted: tuple[str, ...] = ()
    head: str = ""

    @property
    def exit_code(self) -> int:
        """0 published, same or checked; 3 refused; 4 a question; 5 no database."""
        return EXIT_CODES[self.outcome]

    def as_json(self) -> dict[str, Any]:
        """Everything, with every problem."""
        return {
            "subject": self.subject,
            "file": self.file,
            "sha256": self.sha256,
            "mapping": self.mapping,
            "outcome": self.outcome,
            "exit_code": self.exit_code,
            "release": self.release,
            "rows": asdict(self.counts) if self.counts else {},
            "hidden_sheets": list(self.hidden_sheets),
            "accepted": list(self.accepted),
            "audit_head": self.head,
            "control_sums": [dict(row) for row in self.control],
            "problems": [problem.as_json() for problem in self.problems],
        }


def show(report: Report, console: Console, lang: str) -> None:
    """Print a report for a person: outcome, rows, problems (the first of each kind), control sums."""
    colour = "green" if report.exit_code == 0 else "red"
    words = t(lang, f"cli.outcome.{report.outcome}", release=report.release or "")
    console.print(f"[bold {colour}]{escape(report.file)}: {escape(words)}[/]")
    if report.counts:
        console.print(escape(t(lang, "cli.rows", **asdict(report.counts))), highlight=False)
    for line in problem_lines(report.problems, lang, report.accepted):
        console.print(line, highlight=False, soft_wrap=True)
    if report.control:
        console.print(_sums(report, lang))
    if report.head:
        console.print(escape(t(lang, "cli.head", head=report.head)), highlight=False, soft_wrap=True)


def problem_lines(problems: tuple[Problem, ...], lang: str, accepted: Collection[str] = ()) -> list[str]:
    """The problems as marked-up lines, the gravest first; after 20 of a kind only how many more there are."""
    order = list(_COLOURS)
    lines, seen = [], Counter[str]()
    for problem in sorted(problems, key=lambda each: order.index(each.severity)):
        seen[problem.code] += 1
        if seen[problem.code] <= SHOWN_OF_A_KIND:
            answered = problem.severity == "question" and problem.code in accepted
            severity = t(lang, f"cli.severity.{'accepted' if answered else problem.severity}")
            lines.append(f"[{_COLOURS[problem.severity]}]{escape(severity)}[/] {escape(problem.text(lang))}")
    for code, count in seen.items():
        if count > SHOWN_OF_A_KIND:
            kind = t(lang, "cli.more", n=count - SHOWN_OF_A_KIND)
            lines.append(f"[dim]{escape(kind)}[/] [dim]({escape(code)})[/]")
    return lines


def _sums(report: Report, lang: str) -> Table:
    table = Table(title=t(lang, "cli.control.title"), title_justify="left", box=None)
    for name in CONTROL:
        table.add_column(t(lang, f"cli.control.{name}"), justify="right" if name == "amount" else "left")
    for row in report.control[:SHOWN_SUMS]:
        table.add_row(*(escape(str(row[name])) for name in CONTROL))
    if len(report.control) > SHOWN_SUMS:
        table.add_row(t(lang, "cli.more", n=len(report.control) - SHOWN_SUMS))
    return table
