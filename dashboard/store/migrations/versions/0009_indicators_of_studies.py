"""Indicators that a study brings itself, and what people said in numbers"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

_THEMES = ("awareness", "noticed", "satisfaction", "trust", "participation", "channels", "appeals", "recall")
_KINDS = ("binary", "scale", "choice", "multiple")
_OF_CATALOGUE = sa.text("study_id IS NULL")


def _one_of(column: str, values: tuple[str, ...]) -> str:
    return " OR ".join(f"{column} = {value!r}" for value in values)


def _added() -> list[sa.Column[Any]]:
    """The columns an indicator gets, anew each time: a column belongs to one table."""
    return [
        sa.Column("study_id", sa.Integer(), nullable=True),
        sa.Column("direction", sa.String(length=4), server_default="", nullable=False),
        sa.Column("above", sa.Float(), nullable=True),
        *(sa.Column(f"unit_{lang}", sa.Text(), server_default="", nullable=False) for lang in ("ky", "ru", "en")),
    ]


def _checks(*, own: bool) -> dict[str, str]:
    checks = {
        "ck_indicator_kind": _one_of("kind", (*_KINDS, "number") if own else _KINDS),
        "ck_indicator_theme": _one_of("theme", (*_THEMES, "other") if own else _THEMES),
    }
    if own:
        checks["ck_indicator_direction"] = _one_of("direction", ("", "up", "down", "none"))
        checks["ck_indicator_above"] = "kind <> 'number' OR above IS NOT NULL"
    return checks


def _indicator(*, own: bool) -> sa.Table:
    """The table with its CHECKs, which SQLite does not tell when asked."""
    of_studies = [
        sa.UniqueConstraint("study_id", "key", name="uq_indicator_own"),
        sa.ForeignKeyConstraint(["study_id"], ["study.id"], name="fk_indicator_study_id"),
    ]
    return sa.Table(
        "indicator",
        sa.MetaData(),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=60), nullable=False),
        sa.Column("code", sa.String(length=10), server_default="", nullable=False),
        sa.Column("theme", sa.String(length=20), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("service", sa.String(length=40), server_default="", nullable=False),
        sa.Column("name_ky", sa.Text(), nullable=False),
        sa.Column("name_ru", sa.Text(), server_default="", nullable=False),
        sa.Column("name_en", sa.Text(), server_default="", nullable=False),
        sa.Column("claim_ky", sa.Text(), nullable=False),
        sa.Column("claim_ru", sa.Text(), server_default="", nullable=False),
        sa.Column("claim_en", sa.Text(), server_default="", nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        *(_added() if own else ()),
        *(sa.CheckConstraint(said, name=name) for name, said in _checks(own=own).items()),
        sa.PrimaryKeyConstraint("id", name="pk_indicator"),
        *(of_studies if own else [sa.UniqueConstraint("key", name="uq_indicator_key")]),
    )


def upgrade() -> None:
    with op.batch_alter_table("indicator", copy_from=_indicator(own=False)) as table:
        for column in _added():
            table.add_column(column)
        table.drop_constraint("uq_indicator_key", type_="unique")
        for name in _checks(own=False):
            table.drop_constraint(op.f(name), type_="check")
        for name, said in _checks(own=True).items():
            table.create_check_constraint(op.f(name), said)
        table.create_unique_constraint("uq_indicator_own", ["study_id", "key"])
        table.create_foreign_key("fk_indicator_study_id", "study", ["study_id"], ["id"])
    op.create_index(
        "uq_indicator_catalogue", "indicator", ["key"], unique=True, sqlite_where=_OF_CATALOGUE,
        postgresql_where=_OF_CATALOGUE,
    )  # fmt: skip
    op.create_table(
        "study_number",
        sa.Column("study_id", sa.Integer(), nullable=False),
        sa.Column("indicator_id", sa.Integer(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("mean", sa.Float(), nullable=False),
        sa.Column("median", sa.Float(), nullable=False),
        sa.Column("low", sa.Float(), nullable=True),
        sa.Column("high", sa.Float(), nullable=True),
        sa.Column("step", sa.Float(), nullable=False),
        sa.ForeignKeyConstraint(["study_id"], ["study.id"], name=op.f("fk_study_number_study_id")),
        sa.ForeignKeyConstraint(["indicator_id"], ["indicator.id"], name=op.f("fk_study_number_indicator_id")),
        sa.PrimaryKeyConstraint("study_id", "indicator_id", name=op.f("pk_study_number")),
    )


def downgrade() -> None:
    """What studies bring themselves has no place in the tables before: it is deleted with all that is told of it."""
    own = "indicator_id IN (SELECT id FROM indicator WHERE study_id IS NOT NULL)"
    for name in ("answer_share", "survey_cell", "study_answer", "study_question"):
        op.execute(sa.text(f"DELETE FROM {name} WHERE {own}"))
    op.drop_table("study_number")
    op.execute(sa.text("DELETE FROM indicator WHERE study_id IS NOT NULL"))
    op.drop_index("uq_indicator_catalogue", "indicator")
    with op.batch_alter_table("indicator", copy_from=_indicator(own=True)) as table:
        table.drop_constraint("fk_indicator_study_id", type_="foreignkey")
        table.drop_constraint("uq_indicator_own", type_="unique")
        for name in _checks(own=True):
            table.drop_constraint(op.f(name), type_="check")
        for column in _added():
            table.drop_column(column.name)
        for name, said in _checks(own=False).items():
            table.create_check_constraint(op.f(name), said)
        table.create_unique_constraint("uq_indicator_key", ["key"])
