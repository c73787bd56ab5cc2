"""Small exhibits for the tests of figures and channels."""

import random
from datetime import date

from dashboard.exhibits.drawings import (
    Bars,
    Course,
    Dots,
    Flows,
    Gap,
    Headline,
    Headlines,
    Likert,
    Map,
    Months,
    Part,
    Parts,
    Timeline,
    Treemap,
    Years,
)
from dashboard.exhibits.model import Cell, Column, Exhibit, Mark, Row, Source
from dashboard.exhibits.works.clusters import MapLayout, laid_out
from dashboard.i18n import month_name
from dashboard.store.work_records import WORDS

HOSTILE = '<img src=x onerror=alert(1)> & "=1+1"'


def money_cell(som: float | None, mark: Mark | None = None, previous: int | None = None) -> Cell:
    return Cell(None if som is None else round(som * 100), mark, previous)


def spending(**more: object) -> Exhibit:
    """Four functions: an ordinary one, one the document has no number for, one of zero, one restated."""
    values = {
        "key": "spending-by-function",
        "question": "Акча кайда жумшалды?",
        "answer": "Эң көбү билим берүүгө жумшалды.",
        "columns": (
            Column("label", "Багыты"),
            Column("approved", "Бекитилген", "money"),
            Column("revised", "Такталган", "money"),
            Column("executed", "Аткарылды", "money"),
            Column("last_year", "Өткөн жыл", "money"),
        ),
        "rows": (
            Row("func.709", (Cell("Билим берүү"), *map(money_cell, (7_176_100.5, 7_500_000, 6_900_000, 6_000_000)))),
            Row(
                "func.706",
                (
                    Cell("Турак жай жана коммуналдык кызматтар"),
                    money_cell(2_000_000),
                    money_cell(None),
                    money_cell(None, Mark.MISSING),
                    money_cell(1_000_000),
                ),
            ),
            Row(
                "func.702",
                (
                    Cell(HOSTILE),
                    money_cell(100_000),
                    money_cell(100_000),
                    money_cell(0, Mark.ZERO),
                    money_cell(None, Mark.NOT_DUE),
                ),
            ),
            Row(
                "func.710",
                (
                    Cell("Социалдык коргоо"),
                    money_cell(900_000),
                    money_cell(900_000),
                    money_cell(850_000, Mark.RESTATED, 84_000_000),
                    money_cell(800_000),
                ),
            ),
        ),
        "sources": (Source("Кеңештин токтому", "12", "2026-02-05", "https://example.kg/12", "Кеңеш"),),
        "notes": ("Бөлүктөр жыйынтыкка барабар эмес.",),
        "drawing": Bars(label="label", plan="approved", revised="revised", done="executed", before="last_year"),
        "currency": "KGS",
        "fictional": False,
        "lang": "ky",
    }
    if "columns" in more:  # the drawing is of other ones
        values["drawing"] = None
    return Exhibit(**(values | more))


def tree() -> Exhibit:
    """Two levels, a part that is missing, a whole smaller than its parts, a total that must not be drawn."""

    def row(key: str, label: str, som: float | None, level: int, emphasis: bool = False) -> Row:
        return Row(key, (Cell(label), money_cell(som)), level, emphasis)

    return spending(
        columns=(Column("label", "Багыты"), Column("executed", "Аткарылды", "money")),
        rows=(
            row("total", "Баары", 300, 0, True),
            row("func.709", "Билим берүү", 200, 0),
            row("x.kindergarten", "Бала бакча", 150, 1),
            row("x.school", "Мектеп", None, 1),
            row("func.706", "Турак жай", 100, 0),
            row("x.water", "Суу", 70, 1),
            row("x.light", "Жарык", 40, 1),
        ),
        drawing=Treemap(label="label", amount="executed"),
    )


def year_of_months() -> Exhibit:
    """Executed to September with a hole in May; plan all year; last year complete."""

    def row(month: int) -> Row:
        executed = (
            money_cell(None, Mark.NOT_DUE if month > 9 else Mark.MISSING)
            if month in (5, 10, 11, 12)
            else (money_cell(month * 2_000_000))
        )
        return Row(
            f"2026-{month:02}",
            (Cell(month_name("ky", month)), executed, money_cell(28_000_000), money_cell(month * 1_900_000)),
        )

    return spending(
        columns=(
            Column("month", "Ай"),
            Column("executed", "Аткарылды", "money"),
            Column("plan", "Такталган план", "money"),
            Column("last_year", "Өткөн жыл", "money"),
        ),
        rows=tuple(row(month) for month in range(1, 13)),
        drawing=Months(label="month", plan="plan", done="executed", before="last_year"),
    )


def several_years() -> Exhibit:
    rows = (("2023", 20e6, 21e6), ("2024", 24e6, None), ("2025", 27e6, 25.5e6))
    return spending(
        columns=(Column("year", "Жыл"), Column("plan", "План", "money"), Column("executed", "Аткарылды", "money")),
        rows=tuple(Row(y, (Cell(y), money_cell(a), money_cell(e))) for y, a, e in rows),
        drawing=Years(label="year", plan="plan", done="executed"),
    )


def drafted_years() -> Exhibit:
    """Years with a plan alone, a draft in the place of the last plan, and one of which nine months are known."""
    rows = (
        ("2023", 18e6, None, None),
        ("2024", 20e6, None, 21e6),
        ("2025", 24e6, None, 15e6),
        ("2026", None, 30e6, None),
    )

    def row(key: str, plan: float | None, draft: float | None, done: float | None) -> Row:
        cells = (
            money_cell(plan, None if plan else Mark.NOT_HELD),
            money_cell(draft, None if draft else Mark.UNDEFINED),
            money_cell(done, None if done else Mark.NOT_DUE),
        )
        return Row(key, (Cell(f"{key} · 9 ай" if key == "2025" else key), *cells))

    return spending(
        columns=(
            Column("year", "Жыл"),
            Column("plan", "План", "money"),
            Column("draft", "Долбоор", "money"),
            Column("executed", "Аткарылды", "money"),
        ),
        rows=tuple(row(*values) for values in rows),
        drawing=Years(label="year", plan="plan", draft="draft", done="executed", partly=("2025",)),
    )


def through_the_budget() -> Exhibit:
    rows = (
        ("in:rev.tax.local", "Жергиликтүү салыктар", 8e6),
        ("in:rev.grant", "Теңдештирүүчү грант", 12e6),
        ("in:rev.other", "Башкалар", 2e6),
        ("out:func.709", "Билим берүү", 14e6),
        ("out:func.706", "Турак жай жана коммуналдык кызматтар", 6e6),
        ("out:func.other", "Башкалар", 2e6),
        ("out:func.702", "Коргонуу", None),
    )
    return spending(
        columns=(Column("side", "Жагы"), Column("label", "Аталышы"), Column("amount", "Аткарылды", "money")),
        rows=tuple(Row(k, (Cell(k[:2]), Cell(label), money_cell(v))) for k, label, v in rows),
        drawing=Flows(side="side", label="label", amount="amount"),
    )


def on_a_map(*points: tuple[str, float, float], tiles: str = "", **more: object) -> Exhibit:
    """Works as (status word, latitude, longitude) inside a square outline, of two villages and of none."""
    points = points or (
        ("done", 42.41, 77.2),
        ("under_way", 42.49, 77.3),
        ("preparing", 42.41, 77.3),
        ("planned", 42.49, 77.2),
        ("cancelled", 42.45, 77.25),
        ("done", 42.43, 77.22),
        ("planned", 42.43, 77.22),
        ("done", 42.43, 77.22),
    )
    ring = ((77.18, 42.4), (77.32, 42.4), (77.32, 42.5), (77.18, 42.5), (77.18, 42.4))
    values = {
        "columns": (
            Column("label", "Иш"),
            Column("status", "Абалы"),
            Column("village", "Айыл"),
            Column("latitude", "Кеңдик", "degrees"),
            Column("longitude", "Узундук", "degrees"),
        ),
        "rows": tuple(
            Row(
                f"{word}.{number}",
                (
                    Cell(f"Иш {number}", href=f"/ky/demo/works/{number}"),
                    Cell(word),
                    (Cell("Үлгү", href="/ky/demo/works?village=1"), Cell("Ак-Суу"), Cell(None, Mark.MISSING))[
                        number % 3
                    ],
                    Cell(north),
                    Cell(east),
                ),
            )
            for number, (word, north, east) in enumerate(points)
        ),
        "drawing": Map(
            label="label", village="village", latitude="latitude", longitude="longitude", outlines=(ring,), tiles=tiles
        ),
    }
    return spending(**(values | more))


def scattered(number: int, spread: float = 0.05) -> list[tuple[str, float, float]]:
    """So many works of every status around one point, at most `spread` degrees from it; always the same ones."""
    chosen = random.Random(3)
    return [
        (chosen.choice(WORDS), 42.45 + chosen.uniform(-spread, spread), 77.25 + chosen.uniform(-spread, spread))
        for _ in range(number)
    ]


def laid(exhibit: Exhibit) -> MapLayout:
    """Where things lie on the map of an exhibit."""
    assert isinstance(exhibit.drawing, Map)
    return laid_out(exhibit, exhibit.drawing)


def over_time() -> Exhibit:
    """Works as planned, going on, finished late, given up, without any day, with one day only."""

    def row(number: int, name: str, *days: tuple[int, int, int] | Mark | None) -> Row:
        cells = [Cell(None, day) if day is None or isinstance(day, Mark) else Cell(date(*day)) for day in days]
        first = Cell(date(2026, 6, 1)) if number == 2 else cells[1]
        known_to = Cell(date(2026, 10, 1))
        return Row(str(number), (Cell(name), Cell("абалы"), *cells, first, known_to, Cell(None)))

    keys = ("planned_start", "planned_end", "actual_start", "finished", "first_end", "known_to")
    kinds = (("label", "text"), ("status", "text"), *((key, "date") for key in keys), ("days_late", "count"))
    return spending(
        columns=tuple(Column(key, key, kind) for key, kind in kinds),
        rows=(
            row(1, "Пландалган", (2026, 12, 1), (2027, 3, 1), Mark.NOT_DUE, Mark.NOT_DUE),
            row(2, "Жүрүп жатат", (2026, 4, 1), (2026, 9, 1), (2026, 5, 1), Mark.NOT_DUE),
            row(3, "Кеч бүттү", (2025, 4, 1), (2025, 9, 1), (2025, 4, 11), (2025, 10, 1)),
            row(4, "Токтоду", (2025, 4, 1), (2025, 9, 1), (2025, 5, 1), Mark.UNDEFINED),
            row(5, "Күнү жок", None, None, None, None),
            row(6, "Бир күн", None, (2026, 1, 15), None, (2026, 1, 20)),
        ),
        drawing=Timeline(label="label", **{key: key for key in keys}, today=date(2026, 11, 24)),
    )


def shares_with_margins(**more: object) -> Exhibit:
    """A share beside the one before, a group of few answers, one that is hidden, one of nobody."""

    def row(key: str, level: int, share: Cell, low: float | None, high: float | None, before: Cell) -> Row:
        ends = (Cell(low, share.mark if low is None else None), Cell(high, share.mark if high is None else None))
        return Row(key, (Cell(f"Суроо {key}"), share, *ends, before), level)

    hidden, none = Cell(None, Mark.SUPPRESSED), Cell(None, Mark.UNDEFINED)
    return spending(
        columns=(
            Column("label", "Көрсөткүч"),
            Column("share", "Үлүш", "share"),
            Column("low", "Чек", "share"),
            Column("high", "Чек", "share"),
            Column("before", "Мурда", "share"),
        ),
        rows=(
            row("a", 0, Cell(0.424), 0.38, 0.468, Cell(0.3)),
            row("b", 1, Cell(0.5, Mark.SMALL), 0.3, 0.7, none),
            row("c", 1, hidden, None, None, hidden),
            row("d", 0, Cell(0.0, Mark.ZERO), 0.0, 0.02, none),
            row("e", 0, Cell(None, Mark.MISSING), None, None, none),
        ),
        drawing=Dots(label="label", value="share", low="low", high="high", before="before"),
        **more,
    )


def changes() -> Exhibit:
    """More than the margin, within it, and not compared."""

    def row(key: str, words: str, *ends: float | None) -> Row:
        return Row(key, (Cell(key), Cell(words), *(Cell(end, None if end else Mark.UNDEFINED) for end in ends)))

    return spending(
        columns=(
            Column("label", "Суроо"),
            Column("verdict", "Эмне өзгөрдү"),
            Column("change", "Өзгөрүү", "points"),
            Column("change_low", "Чек", "points"),
            Column("change_high", "Чек", "points"),
        ),
        rows=(
            row("a", "өстү", 0.13, 0.063, 0.196),
            row("b", "катанын чегинде", 0.06, -0.006, 0.125),
            row("c", "салыштырылбайт", None, None, None),
        ),
        drawing=Dots(label="label", value="change", low="change_low", high="change_high", verdict="verdict"),
    )


def answers(*roles: str) -> Exhibit:
    """A scale of five with "hard to say" and refusals, one row shown and one hidden; or answers of these roles."""
    roles = roles or ("other.1", "other.2", "other.3", "top.4", "top.5", "unknown.dk", "refused.no")
    shares = [0.3, 0.2, 0.15, 0.13, 0.12, 0.07, 0.03][: len(roles)]
    hidden = tuple(Cell(None, Mark.SUPPRESSED) for _ in roles)
    return spending(
        columns=(Column("label", "Суроо"), *(Column(role, f"Жооп {role}", "share") for role in roles)),
        rows=(Row("a", (Cell("Суу"), *map(Cell, shares))), Row("a/b", (Cell("Аялдар"), *hidden), level=1)),
        drawing=Likert(label="label", answers=tuple(Part(role, role.partition(".")[0]) for role in roles)),
    )


def course_of_index() -> Exhibit:
    """An index of a place in two half-years, of the country in three."""
    rows = (
        Row(key, (Cell(date.fromisoformat(key)), Cell(here, None if here else Mark.NOT_HELD), Cell(whole)))
        for key, here, whole in (("2018-12-31", 46.5, 25.2), ("2019-06-30", None, 26.5), ("2020-06-30", -43.9, 30.5))
    )
    return spending(
        columns=(Column("day", "Күнү", "date"), Column("here", "Баткен", "number"), Column("whole", "Өлкө", "number")),
        rows=tuple(rows),
        drawing=Course(day="day", here="here", whole="whole", ends=(-100, 100)),
    )


def parts(amount: str = "executed") -> Exhibit:
    """The four functions as parts of what was spent."""
    others = tuple(key for key in ("approved", "revised", "executed", "last_year") if key != amount)
    return spending(drawing=Parts(label="label", amount=amount, left_to_table=others))


def noticed_and_satisfied() -> Exhibit:
    """Two services, one of which was not asked about."""
    names = ("noticed", "noticed_low", "noticed_high", "satisfied", "satisfied_low", "satisfied_high")
    unasked = tuple(Cell(None, Mark.UNDEFINED) for _ in names)
    return spending(
        columns=(Column("label", "Кызмат"), Column("state", "Абалы"), *(Column(name, name, "share") for name in names)),
        rows=(
            Row("water", (Cell("Суу"), Cell("Байкашты"), *map(Cell, (0.7, 0.65, 0.75, 0.4, 0.35, 0.45)))),
            Row("roads", (Cell("Жолдор"), Cell("Белгисиз"), *unasked)),
        ),
        drawing=Gap(label="label", state="state", **{name: name for name in names}),
    )


def large_figures() -> Exhibit:
    """Two figures, the second unknown."""
    figures = (
        Headline("revenue", "Киреше", "45,2 млн", "Киреше 45,2 млн.", ("Пландын 90%",), 0.9, 0.75),
        Headline("balance", "Калдык", "жок", "Калдык жарыяланган эмес.", mark=Mark.MISSING),
    )
    left = ("approved", "revised", "executed", "last_year")
    return spending(drawing=Headlines(figures=figures, left_to_table=left))


ALL = {
    "bullets": spending(), "treemap": tree(), "months": year_of_months(), "years": several_years(),
    "drafted": drafted_years(),
    "flows": through_the_budget(), "timeline": over_time(),
    "dots": shares_with_margins(), "changes": changes(), "likert": answers(),
    "shares": parts(), "course": course_of_index(), "gap": noticed_and_satisfied(),
}  # fmt: skip
#: Every kind of drawing, those without a chart too.
DRAWINGS = {**ALL, "map": on_a_map(), "headlines": large_figures()}
