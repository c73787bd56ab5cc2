"""How much money a service has: its lines in the plan and in what was spent, per resident and of the plan."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from dashboard.exhibits.breakdown import notes_of, nothing_known, plan_name
from dashboard.exhibits.drawings import Bars
from dashboard.exhibits.headlines import population_of
from dashboard.exhibits.model import Cell, Column, Exhibit, Row, mark_words
from dashboard.exhibits.services.cells import amount, of_plan, per_head, share_of_plan
from dashboard.exhibits.services.view import ServicesView
from dashboard.i18n import day, money, number, percent, t
from dashboard.service_pages import ServicePage
from dashboard.store.records import LineFigure

_Line = tuple[int, str]  # number and fund


def service_money(view: ServicesView, page: ServicePage, link: Callable[[int], str]) -> Exhibit:
    """One row per line of the service, and their sum; no row where no line is known to be its own."""
    lang, budget = view.lang, view.budget
    shown = [each for each in (view.planned, view.executed) if each is not None and view.money(page, each).lines]
    rows = [*_line_rows(view, page, link), _sum_row(view, page)] if shown else []
    return view.exhibit(
        key=f"{page.key}-money",
        question=t(lang, f"services.money.question_{budget.tense}", year=budget.year),
        answer=money_words(view, page),
        columns=(
            Column("label", t(lang, "exhibits.columns.line")),
            Column("plan", plan_heading(view), "money"),
            Column("executed", executed_heading(view), "money"),
            Column("share", t(lang, "exhibits.columns.share_done"), "share"),
            Column("per_head", per_head_heading(view), "money"),
        ),
        rows=rows,
        sources=budget.sources(*(shown or (view.planned, view.executed))),
        notes=(*_notes(view, page), *notes_of(budget, *shown)),
        drawing=Bars(label="label", plan="plan", done="executed", share="share", left_to_table=("per_head",))
        if rows
        else None,
    )


def money_words(view: ServicesView, page: ServicePage) -> str:
    """The money of a service in a sentence that can be shared: with its name, and the day or the year."""
    lang, best, currency = view.lang, view.best, view.currency
    mine = view.money(page, best)
    if best is None or mine.amount_minor is None:
        return absence_words(view, page.name(lang))
    said = {
        "name": page.name(lang),
        "amount": money(lang, mine.amount_minor, currency),
        "date": day(best.period_end),
        "year": best.year,
    }
    phase = t(lang, f"exhibits.phase.{best.phase}")
    words = t(lang, f"services.money.{'executed' if best.phase == 'executed' else 'plan'}", phase=phase, **said)
    words = ", ".join((words, *_facts(view, page, mine.amount_minor)))
    return f"{words}. {purpose_words(view, page)}" if mine.basis == "shared" else f"{words}."


def purpose_words(view: ServicesView, page: ServicePage) -> str:
    """Of what the money is where it is not of lines named for the service; "" where it is."""
    basis = view.money(page, view.best).basis
    known = view.budget.classes.get(page.function)
    if view.best is None or basis not in ("purpose", "shared") or known is None:
        return ""
    what = "excerpt" if basis == "purpose" and view.best.itemises == "some" else basis
    return t(view.lang, f"services.money.of_{what}", purpose=known.names.in_(view.lang))


def absence_words(view: ServicesView, name: str) -> str:
    """Why no money is known of what is called `name`: no document, none that is broken down so far (of the whole
    budget), or no line for it.
    """
    lang, year = view.lang, view.budget.year
    if view.best is None:
        if any(statement.direction == "expenditure" for statement in view.budget.partial):
            return t(lang, "services.money.of_name", name=name, words=nothing_known(view.budget, "expenditure"))
        why = {phase: mark_words(view.budget.absence(phase), lang) for phase in ("approved", "executed")}
        return t(lang, "services.money.absent", name=name, year=year, plan=why["approved"], executed=why["executed"])
    undivided = "only_parts" if view.has_parts else "not_divided"
    return t(lang, f"services.money.{'not_named' if view.is_divided else undivided}", name=name, year=year)


def plan_heading(view: ServicesView) -> str:
    """The plan in force, or the draft."""
    return t(view.lang, "exhibits.columns.plan") if view.planned is None else plan_name(view.budget, view.planned)


def executed_heading(view: ServicesView) -> str:
    """What was spent, and until when."""
    words = t(view.lang, "exhibits.phase.executed")
    if view.executed is None:
        return words
    return t(view.lang, "exhibits.columns.as_of", phase=words, date=view.executed.period_end)


def per_head_heading(view: ServicesView) -> str:
    """Per resident, with the stage of the budget."""
    phase = t(view.lang, f"exhibits.phase.{view.best.phase if view.best else 'executed'}")
    return t(view.lang, "services.columns.per_head", phase=phase)


def _facts(view: ServicesView, page: ServicePage, minor: int) -> Iterator[str]:
    lang = view.lang
    if isinstance(head := per_head(view, view.best, minor).value, int):
        yield t(lang, "services.money.per_head", amount=money(lang, round(head, -2), view.currency, exact=True))
    if view.best is view.executed and isinstance(share := of_plan(view, page).value, float):
        yield t(lang, "services.money.of_plan", share=percent(lang, share, 0))


def _line_rows(view: ServicesView, page: ServicePage, link: Callable[[int], str]) -> Iterator[Row]:
    """The lines in the order of the documents, the plan's first."""
    planned, executed = (_by_line(view.money(page, each).lines) for each in (view.planned, view.executed))
    alike = view.money(page, view.planned).basis == view.money(page, view.executed).basis
    for key in {**planned, **executed}:
        plan, done = planned.get(key), executed.get(key)
        figures = [figure for figure in (*(done or ()), *(plan or ()))]
        best = done if view.best is view.executed else plan
        yield Row(
            f"line-{key[0]}-{key[1]}",
            (
                Cell(_label(view, figures[0]), href=link(key[0])),
                amount(view, view.planned, "approved", _sum(plan)),
                amount(view, view.executed, "executed", _sum(done)),
                share_of_plan(view, _sum(done) if alike else None, _sum(plan)),
                per_head(view, view.best, _sum(best)),
            ),
        )


def _sum_row(view: ServicesView, page: ServicePage) -> Row:
    planned, executed = view.money(page, view.planned), view.money(page, view.executed)
    return Row(
        "total",
        (
            Cell(t(view.lang, "exhibits.total")),
            amount(view, view.planned, "approved", planned.amount_minor),
            amount(view, view.executed, "executed", executed.amount_minor),
            of_plan(view, page),
            per_head(view, view.best, view.money(page, view.best).amount_minor),
        ),
        emphasis=True,
    )


def _by_line(lines: tuple[LineFigure, ...]) -> dict[_Line, list[LineFigure]]:
    """A line that several annexes have is one line."""
    found: dict[_Line, list[LineFigure]] = {}
    for line in lines:
        found.setdefault((line.line_id, line.fund), []).append(line)
    return found


def _sum(figures: list[LineFigure] | None) -> int | None:
    return sum(figure.amount_minor or 0 for figure in figures) if figures else None


def _label(view: ServicesView, figure: LineFigure) -> str:
    """The line as its document calls it, with whose money it is where it is not the budget's."""
    name = figure.names.in_(view.lang)
    return name if figure.fund == "budget" else f"{name} ({t(view.lang, f'exhibits.fund.{figure.fund}')})"


def _notes(view: ServicesView, page: ServicePage) -> Iterator[str]:
    """Of what the money is, and by how many people it is divided."""
    if view.money(page, view.best).basis == "purpose":
        yield purpose_words(view, page)
    if view.best is None:
        return
    people = population_of(view.budget)
    if people is None:
        yield t(view.lang, "exhibits.per_head.no_people")
    else:
        yield t(view.lang, "exhibits.per_head.people", people=number(view.lang, people.people), date=people.as_of)
