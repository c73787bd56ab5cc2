"""Tables of works: what was planned, is under way, was done.

A **report** is what one document of one release says about one work on one day. Reports never change once written;
`is_current` marks the one that counts (the latest day, then the latest release), so the status history is the
list of a work's reports and a retraction moves flags only. A **register** is what an import says of the whole place:
that it lists all works of it on a day, or only mentions some. The **standing** of a work is what its reports and the
latest complete register say together: the first promise beside the present one (`store.promises`); it is written anew
with the flags. "Late" is computed from dates, never stored.
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
    String,
    Table,
    Text,
    UniqueConstraint,
)

from dashboard.store.tables import metadata, one_of

#: OC4IDS project statuses; readers see five plain words (see dashboard.store.work_records.WORD_OF).
STATUSES = (
    "identification", "preparation", "implementation", "completion", "maintenance", "decommissioning",
    "decommissioned", "cancelled",
)  # fmt: skip
#: A work; a row that means several works of a programme; a total over such rows. Only works are counted.
WORK_ROLES = ("work", "group", "total")
FUNDING_SOURCES = ("local_budget", "stimulating_grant", "republican", "donor", "own_contribution", "other")
STAGES = ("before", "during", "after")
#: Dates that a report may state, and how narrowly: to the day; or as a month, a quarter or a year, which is kept as its
#: first day (a start) or its last (an end).
DATES = ("planned_start", "planned_end", "actual_start", "actual_end", "new_end")
PRECISIONS = ("", "month", "quarter", "year")

work = Table(
    "work",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("municipality_id", Integer, ForeignKey("municipality.id"), nullable=False),
    Column("key", String(120), nullable=False),  # the local government's own number of the work, stable over releases
    Column("role", String(8), nullable=False),
    Column("title", Text, nullable=False),  # as printed
    Column("title_ky", Text, nullable=False, server_default=""),
    Column("title_ru", Text, nullable=False, server_default=""),
    Column("title_en", Text, nullable=False, server_default=""),
    Column("description", Text, nullable=False, server_default=""),
    Column("type", String(20), nullable=False, server_default=""),  # OC4IDS project type
    Column("sector", String(60), nullable=False, server_default=""),  # OC4IDS sector
    Column("service", String(40), nullable=False, server_default=""),  # water, roads, lighting, school, ...
    Column("function_id", Integer, ForeignKey("classification.id")),  # the budget function that pays for it
    Column("village", String(200), nullable=False, server_default=""),
    Column("latitude", Float),
    Column("longitude", Float),
    Column("ocid", String(80), nullable=False, server_default=""),
    Column("quantity", Float),
    Column("quantity_unit", String(20), nullable=False, server_default=""),  # m, m2, households, ...
    Column("beneficiaries", Integer),
    UniqueConstraint("municipality_id", "key"),
    one_of("role", WORK_ROLES),
    CheckConstraint("latitude BETWEEN -90 AND 90", name="latitude"),
    CheckConstraint("longitude BETWEEN -180 AND 180", name="longitude"),
)

work_report = Table(
    "work_report",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("work_id", Integer, ForeignKey("work.id"), nullable=False),
    Column("municipality_id", Integer, ForeignKey("municipality.id"), nullable=False),
    Column("release_id", Integer, ForeignKey("release.id"), nullable=False),
    Column("document_id", Integer, ForeignKey("document.id"), nullable=False),
    Column("as_of", Date, nullable=False),
    Column("title", Text, nullable=False, server_default=""),  # as this report prints it; "" of reports before 0007
    Column("status", String(16), nullable=False),
    Column("planned_start", Date),
    Column("planned_end", Date),
    Column("actual_start", Date),
    Column("actual_end", Date),
    Column("planned_minor", BigInteger),
    Column("contract_minor", BigInteger),
    Column("paid_minor", BigInteger),
    Column("contractor", Text, nullable=False, server_default=""),
    Column("delay_reason", Text, nullable=False, server_default=""),
    Column("new_end", Date),  # the date promised instead
    *(Column(f"{name}_precision", String(7), nullable=False, server_default="") for name in DATES),  # one of PRECISIONS
    Column("missing_from", Date),  # the day of a complete register that does not list it, where the report says so
    Column("progress", Text, nullable=False, server_default=""),  # in the words of the document
    Column("note_ky", Text, nullable=False, server_default=""),
    Column("note_ru", Text, nullable=False, server_default=""),
    Column("note_en", Text, nullable=False, server_default=""),
    Column("row_no", Integer, nullable=False),
    Column("is_current", Boolean(create_constraint=True, name="work_is_current"), nullable=False),
    UniqueConstraint("work_id", "release_id", "document_id", "as_of", name="uq_work_report_statement"),
    one_of("status", STATUSES),
    Index("ix_work_report_place", "municipality_id", "is_current", "status"),
    Index("ix_work_report_release", "release_id"),
)

work_standing = Table(
    "work_standing",
    metadata,
    Column("work_id", Integer, ForeignKey("work.id"), primary_key=True, autoincrement=False),
    Column("municipality_id", Integer, ForeignKey("municipality.id"), nullable=False),
    Column("first_reported", Date, nullable=False),
    Column("first_end", Date),
    Column("first_end_precision", String(7), nullable=False, server_default=""),
    Column("last_end", Date),
    Column("last_end_precision", String(7), nullable=False, server_default=""),
    Column("first_planned_minor", BigInteger),
    Column("last_planned_minor", BigInteger),
    Column("postponements", Integer, nullable=False),
    Column("missing_from", Date),
    Column("search", Text, nullable=False),  # folded: titles, numbers and the contractor
    Index("ix_work_standing_place", "municipality_id"),
)

work_register = Table(
    "work_register",
    metadata,
    Column("release_id", Integer, ForeignKey("release.id"), primary_key=True, autoincrement=False),
    Column("municipality_id", Integer, ForeignKey("municipality.id"), primary_key=True, autoincrement=False),
    Column("as_of", Date, nullable=False),  # the latest day its rows speak of
    Column("complete", Boolean(create_constraint=True, name="complete"), nullable=False),
    Index("ix_work_register_place", "municipality_id"),
)

work_funding = Table(
    "work_funding",
    metadata,
    Column("report_id", Integer, ForeignKey("work_report.id"), primary_key=True),
    Column("position", Integer, primary_key=True, autoincrement=False),
    Column("source", String(20), nullable=False),
    Column("label", Text, nullable=False, server_default=""),  # as printed
    Column("amount_minor", BigInteger),
    one_of("source", FUNDING_SOURCES),
)

work_link = Table(
    "work_link",
    metadata,
    Column("report_id", Integer, ForeignKey("work_report.id"), primary_key=True),
    Column("position", Integer, primary_key=True, autoincrement=False),
    Column("title", Text, nullable=False, server_default=""),
    Column("url", Text, nullable=False),
)

photo = Table(
    "photo",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("work_id", Integer, ForeignKey("work.id"), nullable=False),
    Column("release_id", Integer, ForeignKey("release.id"), nullable=False),
    Column("file", String(64), nullable=False),  # sha256 of the re-encoded picture; its name in the photo folder
    Column("stage", String(8), nullable=False),
    Column("pair", String(40), nullable=False, server_default=""),  # the same word on a before and an after picture
    Column("taken_on", Date),
    Column("width", Integer, nullable=False),
    Column("height", Integer, nullable=False),
    Column("drawn", Boolean(create_constraint=True, name="drawn"), nullable=False),  # not photographed
    *(Column(f"alt_{lang}", Text, nullable=False) for lang in ("ky", "ru", "en")),
    UniqueConstraint("work_id", "file"),
    one_of("stage", STAGES),
)

boundary = Table(
    "boundary",
    metadata,
    Column("municipality_id", Integer, ForeignKey("municipality.id"), primary_key=True),
    Column("release_id", Integer, ForeignKey("release.id"), nullable=False),
    Column("rings", Text, nullable=False),  # JSON: rings of [longitude, latitude], simplified
    Column("source_title", Text, nullable=False, server_default=""),
    Column("source_url", Text, nullable=False, server_default=""),
)
