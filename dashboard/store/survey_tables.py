"""Tables of opinion: who was asked what, and the cube of shares that may be shown.

No row of a respondent is here, and none can be: the answers themselves live in another database that the web process
does not open (dashboard.store.responses). A **study** is what one file of one release says about one field work; it
never changes once written, and `is_current` marks the release of a study that counts.
"""

from __future__ import annotations

from sqlalchemy import (
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
    text,
    true,
)

from dashboard.store.tables import metadata, one_of

THEMES = ("awareness", "noticed", "satisfaction", "trust", "participation", "channels", "appeals", "recall", "other")
#: One share; the shares of a scale or of a choice between answers; a share for every answer that could be ticked; a
#: number, of which a share lies above a threshold.
INDICATOR_KINDS = ("binary", "scale", "choice", "multiple", "number")
#: Whether more is better, worse, or neither; "" where nobody says.
DIRECTIONS = ("", "up", "down", "none")
STUDY_KINDS = ("probability", "self_selected", "published")
MODES = ("face_to_face", "phone", "online", "paper", "mixed", "not_said")
#: What an answer counts as: a share counts `top` of all but those left out of its base.
ANSWER_ROLES = ("top", "other", "unknown", "refused")
#: Of these a study may leave answers out of what its shares are of.
OUTSIDE_ROLES = ("unknown", "refused")
DIMENSIONS = ("sex", "age", "settlement", "village", "language", "education", "employment")
REASONS = ("few", "complement", "uniform")
FIGURE_UNITS = ("percent", "index_points", "persons", "respondents", "count")
#: Fewer people than these who asked for something are not reported: so few could be recognised.
FEW_ASKED = 5
ASKED_AT = ("survey", "hearing", "meeting", "appeal", "message")
ACTION_STATES = ("asked", "promised", "doing", "done", "refused")


def _names(part: str, *, needed: bool = False) -> list[Column[str]]:
    """A text in three languages; Kyrgyz is shown for a missing one."""
    return [
        Column(f"{part}_{lang}", Text, nullable=False, server_default=None if needed and lang == "ky" else "")
        for lang in ("ky", "ru", "en")
    ]


def _flag(name: str) -> Column[bool]:
    return Column(name, Boolean(create_constraint=True, name=name), nullable=False)


indicator = Table(
    "indicator",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("key", String(60), nullable=False),
    Column("study_id", Integer, ForeignKey("study.id")),  # whose own it is; empty: of the catalogue
    Column("code", String(10), nullable=False, server_default=""),  # AW1, TR2, ...: as studies number them
    Column("theme", String(20), nullable=False),
    Column("kind", String(10), nullable=False),
    Column("service", String(40), nullable=False, server_default=""),  # the one it is about, as in the table of works
    *_names("name", needed=True),  # as a row of a table says it
    *_names("claim", needed=True),  # whom the share counts: "know where the budget comes from"
    Column("position", Integer, nullable=False),
    Column("direction", String(4), nullable=False, server_default=""),
    Column("above", Float),  # of a number: the share is of those above it
    *_names("unit"),
    one_of("theme", THEMES),
    one_of("kind", INDICATOR_KINDS),
    one_of("direction", DIRECTIONS),
    CheckConstraint("kind <> 'number' OR above IS NOT NULL", name="above"),
    UniqueConstraint("study_id", "key", name="uq_indicator_own"),
    Index(
        "uq_indicator_catalogue", "key", unique=True,
        sqlite_where=text("study_id IS NULL"), postgresql_where=text("study_id IS NULL"),
    ),
)  # fmt: skip

study = Table(
    "study",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("key", String(60), nullable=False),
    Column("series", String(60), nullable=False),  # waves of one study share it
    Column("release_id", Integer, ForeignKey("release.id"), nullable=False),
    Column("document_id", Integer, ForeignKey("document.id"), nullable=False),
    Column("municipality_id", Integer, ForeignKey("municipality.id"), nullable=False),  # it speaks of all of it
    Column("is_current", Boolean(create_constraint=True, name="is_current"), nullable=False),
    Column("kind", String(15), nullable=False),
    Column("mode", String(15), nullable=False),
    *_names("title", needed=True),
    *_names("asked_by"),
    *_names("population"),  # whom it was meant to speak for
    *_names("method"),  # how people were chosen and asked
    Column("from_day", Date),
    Column("to_day", Date),  # empty: a document that shows no date
    Column("respondents", Integer),
    Column("languages", String(40), nullable=False, server_default=""),
    _flag("weighted"),
    _flag("stratified"),
    _flag("clustered"),
    Column("few", Integer, nullable=False),  # fewer answers are hidden
    Column("small", Integer, nullable=False),  # fewer are marked
    UniqueConstraint("key", "release_id"),
    one_of("kind", STUDY_KINDS),
    one_of("mode", MODES),
    CheckConstraint("respondents >= 0", name="respondents"),
    CheckConstraint("kind = 'published' OR to_day IS NOT NULL", name="to_day"),
    Index("ix_study_place", "municipality_id", "is_current"),
)

study_question = Table(
    "study_question",
    metadata,
    Column("study_id", Integer, ForeignKey("study.id"), primary_key=True),
    Column("indicator_id", Integer, ForeignKey("indicator.id"), primary_key=True),
    *_names("text"),  # as it was asked
    Column("wording", String(64), nullable=False),  # the same in two waves: they may be compared
    _flag("unknown_in_base"),
    _flag("refused_in_base"),
)

study_answer = Table(
    "study_answer",
    metadata,
    Column("study_id", Integer, ForeignKey("study.id"), primary_key=True),
    Column("indicator_id", Integer, ForeignKey("indicator.id"), primary_key=True),
    Column("code", String(60), primary_key=True),
    Column("position", Integer, nullable=False),
    Column("role", String(8), nullable=False),
    *_names("name", needed=True),
    one_of("role", ANSWER_ROLES),
)

study_group = Table(
    "study_group",
    metadata,
    Column("study_id", Integer, ForeignKey("study.id"), primary_key=True),
    Column("dimension", String(12), primary_key=True),
    Column("value", String(60), primary_key=True),
    Column("position", Integer, nullable=False),
    *_names("name", needed=True),
    one_of("dimension", DIMENSIONS),
)

survey_cell = Table(
    "survey_cell",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("study_id", Integer, ForeignKey("study.id"), nullable=False),
    Column("municipality_id", Integer, ForeignKey("municipality.id"), nullable=False),
    Column("indicator_id", Integer, ForeignKey("indicator.id"), nullable=False),
    Column("answer", String(60), nullable=False),  # of a multiple question; else empty: its top answers
    # Up to two dimensions in the order of their names, empty where there are fewer.
    Column("dimension1", String(12), nullable=False),
    Column("value1", String(60), nullable=False),
    Column("dimension2", String(12), nullable=False),
    Column("value2", String(60), nullable=False),
    Column("n", Integer),  # respondents in the base, unweighted
    Column("share", Float),
    Column("n_eff", Float),
    Column("low", Float),
    Column("high", Float),  # 95 % interval; empty for self-selected samples
    _flag("is_small"),
    _flag("is_hidden"),
    Column("reason", String(10), nullable=False),  # for those who answer for the data; never shown
    UniqueConstraint(
        "study_id",
        "municipality_id",
        "indicator_id",
        "answer",
        "dimension1",
        "value1",
        "dimension2",
        "value2",
        name="uq_survey_cell",
    ),
    CheckConstraint("is_hidden = (reason <> '')", name="reason"),
    CheckConstraint("reason = '' OR (n IS NULL AND share IS NULL AND n_eff IS NULL)", name="hidden"),
    CheckConstraint("share BETWEEN 0 AND 1", name="share"),
)

answer_share = Table(
    "answer_share",
    metadata,
    Column("study_id", Integer, ForeignKey("study.id"), primary_key=True),
    Column("municipality_id", Integer, ForeignKey("municipality.id"), primary_key=True),
    Column("indicator_id", Integer, ForeignKey("indicator.id"), primary_key=True),
    Column("dimension", String(12), primary_key=True),
    Column("value", String(60), primary_key=True),
    Column("code", String(60), primary_key=True),
    Column("share", Float, nullable=False),
    Column("n", Integer, nullable=False),  # everyone who answered anything
)

#: What people said in numbers, of all respondents of a study together: never of a group or a place within it.
study_number = Table(
    "study_number",
    metadata,
    Column("study_id", Integer, ForeignKey("study.id"), primary_key=True),
    Column("indicator_id", Integer, ForeignKey("indicator.id"), primary_key=True),
    Column("n", Integer, nullable=False),  # respondents who said a number
    Column("mean", Float, nullable=False),
    Column("median", Float, nullable=False),
    Column("low", Float),
    Column("high", Float),  # 95 % interval of the mean; empty for self-selected samples
    Column("step", Float, nullable=False),  # to which all of these are rounded
)

#: Studies that come as finished figures: what the document prints, without respondents.
study_figure = Table(
    "study_figure",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("study_id", Integer, ForeignKey("study.id"), nullable=False),
    Column("municipality_id", Integer, ForeignKey("municipality.id")),  # whom the figure is about; empty: not a place
    Column("position", Integer, nullable=False),
    *_names("question", needed=True),
    *_names("answer", needed=True),
    Column("value", Float, nullable=False),
    Column("unit", String(12), nullable=False),
    *_names("note"),
    one_of("unit", FIGURE_UNITS),
    Index("ix_study_figure_study", "study_id"),
)

#: What residents asked for and what the local government answered or did: a row of each import that names it.
action = Table(
    "action",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("municipality_id", Integer, ForeignKey("municipality.id"), nullable=False),
    Column("release_id", Integer, ForeignKey("release.id"), nullable=False),
    Column("is_current", Boolean, nullable=False, server_default=true()),
    Column("key", String(60), nullable=False),
    Column("service", String(40), nullable=False, server_default=""),
    *_names("asked", needed=True),
    Column("asked_on", Date, nullable=False),
    Column("asked_at", String(12), nullable=False),
    Column("study", String(60), nullable=False, server_default=""),  # key of the study that says so
    Column("people", Integer),  # how many asked, where known
    Column("state", String(10), nullable=False),
    *_names("answer"),
    Column("answered_on", Date),
    Column("next_check", Date),
    Column("work", String(120), nullable=False, server_default=""),  # key of the work that came of it
    Column("url", Text, nullable=False, server_default=""),
    UniqueConstraint("municipality_id", "key", "release_id"),
    one_of("state", ACTION_STATES),
    one_of("asked_at", ASKED_AT),
)
