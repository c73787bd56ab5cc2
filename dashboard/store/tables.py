"""The tables.

Money is integer minor units (tyiyn for KGS) and belongs to a place, which carries the currency.

A **slice** is what one document of one release says about one (place, year, direction, phase, period end).
Facts and roll-ups hang on their slice and never change once written. Which slice counts is one flag,
`slice.is_current`, so a restatement, a retraction and an undo move flags and touch no figure.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    false,
)

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)

DIRECTIONS = ("revenue", "expenditure", "balance")
PHASES = ("forecast", "approved", "revised", "executed")
FUNDS = ("budget", "special_means", "grant", "all")
ROLES = ("line", "of_which", "subtotal", "total", "memo")
SCOPES = ("year", "period")
UNITS = {"som": 1, "thousand_som": 1_000, "million_som": 1_000_000}
KINDS = ("republic", "oblast", "rayon", "city", "aiyl_aimak", "association")
DIMENSIONS = ("source", "function", "economic")
#: How much of a budget a statement covers, whether its lines are all of it, and what an annex does to its document.
COVERS = ("whole", "own_revenue", "without_transfers", "transfers", "part")
ITEMISES = ("all", "some", "none")
PART_ROLES = ("adds", "breaks_down")
#: Papers that somebody may look for and not find.
LOOKED_FOR = ("budget", "execution", "works")

# SQLite's strict tables know INTEGER, not BIGINT; both hold 64 bits there.
_MINOR = BigInteger().with_variant(Integer(), "sqlite")


def one_of(column: str, values: tuple[str, ...]) -> CheckConstraint:
    # SQLite checks a chain of comparisons many times faster than IN, which counts for a million facts.
    return CheckConstraint(" OR ".join(f"{column} = {value!r}" for value in values), name=column)


def _flag(name: str) -> Boolean:
    return Boolean(create_constraint=True, name=name)


release = Table(
    "release",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("subject", String(30), nullable=False),  # budget, units, population, ...
    Column("file_name", String(255), nullable=False),
    Column("file_sha256", String(64), nullable=False),
    Column("recipe_sha256", String(64), nullable=False),  # the mapping and options it was read with
    Column("mapping", String(255), nullable=False),
    Column("actor", String(80), nullable=False),
    Column("imported_at", String(32), nullable=False),  # ISO 8601, UTC
    Column("row_count", Integer, nullable=False),
    Column("control_minor", BigInteger, nullable=False),  # sum of all amounts, checked after writing
    Column("state", String(10), nullable=False),
    Column("reason", Text, nullable=False, server_default=""),
    one_of("state", ("published", "retracted")),
    Index("ix_release_file", "file_sha256", "recipe_sha256"),
)

municipality = Table(
    "municipality",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("code", String(60), nullable=False, unique=True),  # its name in addresses
    Column("soate", String(14)),
    Column("kind", String(20), nullable=False),
    Column("name_ky", String(200), nullable=False),
    Column("name_ru", String(200), nullable=False, server_default=""),
    Column("name_en", String(200), nullable=False, server_default=""),
    Column("search", Text, nullable=False),  # folded names, for search on any database
    Column("parent_id", Integer, ForeignKey("municipality.id")),
    Column("currency", String(3), nullable=False),
    Column("valid_from", Date),
    Column("valid_to", Date),
    Column("is_fictional", _flag("is_fictional"), nullable=False, server_default=false()),
    Column("source_url", Text, nullable=False, server_default=""),
    Column("email", String(254), nullable=False, server_default=""),  # where residents may write, as published
    Column("whatsapp", String(15), nullable=False, server_default=""),  # digits with the country's code
    Column("feeds_since", Date),  # since when the body itself sends its papers to this site
    Column("named_in", String(2), nullable=False, server_default=""),  # "ru": no source of the Kyrgyz name is known
    one_of("kind", KINDS),
    CheckConstraint("length(code) <= 60", name="code"),
)

succession = Table(
    "succession",
    metadata,
    Column("predecessor_id", Integer, ForeignKey("municipality.id"), primary_key=True),
    Column("successor_id", Integer, ForeignKey("municipality.id"), primary_key=True),
    Column("effective_date", Date, nullable=False),
    Column("population_share", Float),  # share of the predecessor's people that moved; empty: not known
    Column("budget_share", Float),
    Column("act", Text, nullable=False, server_default=""),
    Column("source_url", Text, nullable=False, server_default=""),
)

population = Table(
    "population",
    metadata,
    Column("municipality_id", Integer, ForeignKey("municipality.id"), primary_key=True),
    Column("as_of", Date, primary_key=True),
    Column("people", Integer, nullable=False),
    Column("source_title", Text, nullable=False, server_default=""),
    Column("source_url", Text, nullable=False, server_default=""),
    CheckConstraint("people >= 0", name="people"),
)

contact = Table(
    "contact",
    metadata,
    Column("municipality_id", Integer, ForeignKey("municipality.id"), primary_key=True),
    *(
        Column(name, Text, nullable=False, server_default="")
        for name in ("phone", "email", "site", "address", "hours", "printed_on", "source_title", "source_url")
    ),
    Column("seen_on", Date),
)

looked_for = Table(
    "looked_for",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("release_id", Integer, ForeignKey("release.id"), nullable=False),
    Column("municipality_id", Integer, ForeignKey("municipality.id"), nullable=False),
    Column("kind", String(20), nullable=False),
    Column("fiscal_year", Integer, nullable=False),
    Column("looked_on", Date, nullable=False),
    Column("found", _flag("found"), nullable=False),
    Column("url", Text, nullable=False),
    one_of("kind", LOOKED_FOR),
    Index("ix_looked_for_place", "municipality_id"),
)

reference_before = Table(
    "reference_before",
    metadata,
    Column("release_id", Integer, ForeignKey("release.id"), primary_key=True),
    Column("position", Integer, primary_key=True, autoincrement=False),
    Column("table_name", String(40), nullable=False),
    Column("row_key", Text, nullable=False),  # JSON: the columns that tell the row from others
    Column("before", Text),  # JSON: the whole row as it was; empty: there was none
)

classification = Table(
    "classification",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("key", String(60), nullable=False, unique=True),
    Column("parent_id", Integer, ForeignKey("classification.id")),
    Column("kind", String(12), nullable=False),
    Column("direction", String(12), nullable=False),
    Column("national_code", String(20)),
    Column("gfsm", String(10)),
    Column("cofog", String(10)),
    Column("name_ky", String(200), nullable=False),
    Column("name_ru", String(200), nullable=False),
    Column("name_en", String(200), nullable=False),
    Column("review", _flag("review"), nullable=False),  # waits for a native editor
    Column("own", _flag("own"), nullable=False),  # counts as own revenue
    Column("position", Integer, nullable=False),
    one_of("kind", (*DIMENSIONS, "balance")),
    one_of("direction", DIRECTIONS),
)

classification_alias = Table(
    "classification_alias",
    metadata,
    Column("kind", String(12), primary_key=True),
    Column("folded", String(300), primary_key=True),
    Column("label", String(300), nullable=False),
    Column("classification_id", Integer, ForeignKey("classification.id"), nullable=False),
)

glossary = Table(
    "glossary",
    metadata,
    Column("position", Integer, primary_key=True, autoincrement=False),
    *(Column(f"{part}_{lang}", Text, nullable=False) for part in ("term", "meaning") for lang in ("ky", "ru", "en")),
)

document = Table(
    "document",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("key", String(120), nullable=False, unique=True),
    Column("kind", String(40), nullable=False),
    Column("authority", Integer, nullable=False),  # 3 council resolution or treasury, 2 official site, 1 press
    Column("number", String(60), nullable=False, server_default=""),
    Column("date", Date),
    Column("date_printed", String(60), nullable=False, server_default=""),
    Column("title", Text, nullable=False),
    Column("language", String(8), nullable=False, server_default=""),
    Column("publisher", Text, nullable=False, server_default=""),
    Column("url", Text, nullable=False, server_default=""),
)

line = Table(
    "budget_line",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("municipality_id", Integer, ForeignKey("municipality.id"), nullable=False),
    Column("direction", String(12), nullable=False),
    Column("key", String(300), nullable=False),  # stable over years and documents
    Column("code", String(120), nullable=False, server_default=""),
    Column("label_ky", Text, nullable=False, server_default=""),
    Column("label_ru", Text, nullable=False, server_default=""),
    Column("label_en", Text, nullable=False, server_default=""),
    Column("label", Text, nullable=False),  # as first printed; `printed_label` has other printings
    Column("parent_id", Integer, ForeignKey("budget_line.id")),
    Column("source_id", Integer, ForeignKey("classification.id")),
    Column("function_id", Integer, ForeignKey("classification.id")),
    Column("economic_id", Integer, ForeignKey("classification.id")),
    UniqueConstraint("municipality_id", "direction", "key"),
    one_of("direction", DIRECTIONS),
)

slice_ = Table(
    "slice",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("municipality_id", Integer, ForeignKey("municipality.id"), nullable=False),
    Column("fiscal_year", Integer, nullable=False),
    Column("direction", String(12), nullable=False),
    Column("phase", String(10), nullable=False),
    Column("period_end", Date, nullable=False),
    Column("scope", String(6), nullable=False),  # a plan for the year, or for January to period_end only
    Column("document_id", Integer, ForeignKey("document.id"), nullable=False),
    Column("release_id", Integer, ForeignKey("release.id"), nullable=False),
    Column("is_current", _flag("is_current"), nullable=False),
    Column("previous_id", Integer, ForeignKey("slice.id")),  # what this one restates
    Column("amount_minor", BigInteger),  # the figure shown as total; empty: the document gives no total and no line
    Column("stated_minor", BigInteger),  # total as printed
    Column("lines_minor", BigInteger),  # sum of the counted lines
    Column("basis", String(8), nullable=False),  # which of the two is shown
    Column("covers", String(17), nullable=False, server_default="whole"),
    *(Column(f"covers_{lang}", Text, nullable=False, server_default="") for lang in ("ky", "ru", "en")),  # of a part
    Column("itemises", String(4), nullable=False, server_default="all"),
    Column("rounded_to_minor", BigInteger, nullable=False, server_default="1"),  # step of the printed figures
    Column("part", String(120), nullable=False, server_default=""),  # the annex it comes from
    Column("part_role", String(11), nullable=False, server_default=""),
    Column("issuer", String(200), nullable=False, server_default=""),  # who says so; empty: the publisher
    Column("year_ends", Integer, nullable=False, server_default="12"),  # the month the fiscal year ends in
    Column("read_rounded", Boolean, nullable=False, server_default=false()),  # amounts lost decimals when read
    UniqueConstraint(
        "municipality_id",
        "fiscal_year",
        "direction",
        "phase",
        "scope",
        "period_end",
        "document_id",
        "release_id",
        "covers",
        "covers_ky",
        "part",
        name="uq_slice_statement",
    ),
    one_of("direction", DIRECTIONS),
    one_of("phase", PHASES),
    one_of("scope", SCOPES),
    one_of("basis", ("stated", "lines", "none")),
    one_of("covers", COVERS),
    one_of("itemises", ITEMISES),
    one_of("part_role", ("", *PART_ROLES)),
    Index("ix_slice_place", "municipality_id", "is_current", "fiscal_year"),
    Index("ix_slice_release", "release_id"),
)

fact = Table(
    "fact",
    metadata,
    Column("slice_id", Integer, ForeignKey("slice.id"), primary_key=True),
    Column("line_id", Integer, ForeignKey("budget_line.id"), primary_key=True),
    Column("fund", Text, primary_key=True),
    Column("role", Text, nullable=False),
    Column("amount_minor", _MINOR),  # empty: named in the document, no figure published
    Column("unit", Text, nullable=False),  # as printed
    Column("row_no", Integer, nullable=False),
    one_of("fund", FUNDS),
    one_of("role", ROLES),
    sqlite_with_rowid=False,
    sqlite_strict=True,
)

printed_label = Table(
    "printed_label",
    metadata,
    Column("document_id", Integer, ForeignKey("document.id"), primary_key=True),
    Column("line_id", Integer, ForeignKey("budget_line.id"), primary_key=True),
    Column("fiscal_year", Integer, primary_key=True, autoincrement=False),
    Column("phase", String(10), primary_key=True),
    Column("label", Text, nullable=False),
    *(Column(f"label_{lang}", Text, nullable=False, server_default="") for lang in ("ky", "ru", "en")),  # readable
)

fact_note = Table(
    "fact_note",
    metadata,
    Column("slice_id", Integer, ForeignKey("slice.id"), primary_key=True),
    Column("line_id", Integer, ForeignKey("budget_line.id"), primary_key=True),
    Column("fund", String(13), primary_key=True),
    *(Column(f"text_{lang}", Text, nullable=False) for lang in ("ky", "ru", "en")),
)

rollup = Table(
    "rollup",
    metadata,
    Column("slice_id", Integer, ForeignKey("slice.id"), primary_key=True),
    Column("dimension", String(12), primary_key=True),
    Column("classification_id", Integer, primary_key=True, autoincrement=False),  # 0: lines not classified
    Column("fund", String(13), primary_key=True),
    Column("amount_minor", BigInteger, nullable=False),
    Column("line_count", Integer, nullable=False),
    one_of("dimension", DIMENSIONS),
    sqlite_with_rowid=False,
)

check_result = Table(
    "check_result",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("slice_id", Integer, ForeignKey("slice.id"), nullable=False),
    Column("line_id", Integer, ForeignKey("budget_line.id")),
    Column("kind", String(40), nullable=False),  # total_differs, subtotal_differs, power_of_ten
    Column("stated_minor", BigInteger, nullable=False),
    Column("computed_minor", BigInteger, nullable=False),
    Index("ix_check_result_slice", "slice_id"),
)

audit = Table(
    "audit",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("at", String(32), nullable=False),
    Column("actor", String(80), nullable=False),
    Column("action", String(40), nullable=False),
    Column("detail", Text, nullable=False),
    Column("previous", String(64), nullable=False),
    Column("hash", String(64), nullable=False),
)

state = Table(
    "state",
    metadata,
    Column("key", String(40), primary_key=True),
    Column("value", BigInteger, nullable=False),  # data_version: goes up with every change a page could show
)
