"""What a statement covers, checks that found nothing published, contacts, and what reference files replaced"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_COVERS = ("whole", "own_revenue", "without_transfers", "transfers", "part")
_KEY = ("municipality_id", "fiscal_year", "direction", "phase", "scope", "period_end", "document_id", "release_id")
_CHECKS = {
    "ck_slice_covers": ("covers", _COVERS),
    "ck_slice_itemises": ("itemises", ("all", "some", "none")),
    "ck_slice_part_role": ("part_role", ("", "adds", "breaks_down")),
}


def _added() -> list[sa.Column[Any]]:
    """The columns a statement gets, anew each time: a column belongs to one table."""
    return [
        sa.Column("covers", sa.String(length=17), server_default="whole", nullable=False),
        *(sa.Column(f"covers_{lang}", sa.Text(), server_default="", nullable=False) for lang in ("ky", "ru", "en")),
        sa.Column("itemises", sa.String(length=4), server_default="all", nullable=False),
        sa.Column("rounded_to_minor", sa.BigInteger(), server_default="1", nullable=False),
        sa.Column("part", sa.String(length=120), server_default="", nullable=False),
        sa.Column("part_role", sa.String(length=11), server_default="", nullable=False),
        sa.Column("issuer", sa.String(length=200), server_default="", nullable=False),
        sa.Column("year_ends", sa.Integer(), server_default="12", nullable=False),
        sa.Column("read_rounded", sa.Boolean(), server_default=sa.false(), nullable=False),
    ]


def _one_of(column: str, values: tuple[str, ...]) -> str:
    return " OR ".join(f"{column} = {value!r}" for value in values)


def _slice(*added: sa.Column[Any]) -> sa.Table:
    """The table with its CHECKs, which SQLite does not tell when asked."""
    return sa.Table(
        "slice",
        sa.MetaData(),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("fiscal_year", sa.Integer(), nullable=False),
        sa.Column("direction", sa.String(length=12), nullable=False),
        sa.Column("phase", sa.String(length=10), nullable=False),
        sa.Column("period_end", sa.Date(), nullable=False),
        sa.Column("scope", sa.String(length=6), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("release_id", sa.Integer(), nullable=False),
        sa.Column("is_current", sa.Boolean(create_constraint=True, name="is_current"), nullable=False),
        sa.Column("previous_id", sa.Integer(), nullable=True),
        sa.Column("amount_minor", sa.BigInteger(), nullable=True),
        sa.Column("stated_minor", sa.BigInteger(), nullable=True),
        sa.Column("lines_minor", sa.BigInteger(), nullable=True),
        sa.Column("basis", sa.String(length=8), nullable=False),
        *added,
        *(sa.CheckConstraint(_one_of(*check), name=name) for name, check in _CHECKS.items() if added),
        sa.CheckConstraint(_one_of("basis", ("stated", "lines", "none")), name="ck_slice_basis"),
        sa.CheckConstraint(_one_of("direction", ("revenue", "expenditure", "balance")), name="ck_slice_direction"),
        sa.CheckConstraint(_one_of("phase", ("forecast", "approved", "revised", "executed")), name="ck_slice_phase"),
        sa.CheckConstraint(_one_of("scope", ("year", "period")), name="ck_slice_scope"),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name="fk_slice_document_id"),
        sa.ForeignKeyConstraint(["municipality_id"], ["municipality.id"], name="fk_slice_municipality_id"),
        sa.ForeignKeyConstraint(["previous_id"], ["slice.id"], name="fk_slice_previous_id"),
        sa.ForeignKeyConstraint(["release_id"], ["release.id"], name="fk_slice_release_id"),
        sa.PrimaryKeyConstraint("id", name="pk_slice"),
        sa.UniqueConstraint(*_KEY, *(("covers", "covers_ky", "part") if added else ()), name="uq_slice_statement"),
        sa.Index("ix_slice_place", "municipality_id", "is_current", "fiscal_year"),
        sa.Index("ix_slice_release", "release_id"),
    )


def upgrade() -> None:
    with op.batch_alter_table("slice", copy_from=_slice()) as table:
        for column in _added():
            table.add_column(column)
        table.drop_constraint("uq_slice_statement", type_="unique")
        table.create_unique_constraint("uq_slice_statement", [*_KEY, "covers", "covers_ky", "part"])
        for name, check in _CHECKS.items():
            table.create_check_constraint(op.f(name), _one_of(*check))
    for lang in ("ky", "ru", "en"):
        op.add_column("printed_label", sa.Column(f"label_{lang}", sa.Text(), server_default="", nullable=False))
    op.add_column("municipality", sa.Column("feeds_since", sa.Date(), nullable=True))
    op.add_column("municipality", sa.Column("named_in", sa.String(length=2), server_default="", nullable=False))
    op.create_table(
        "contact",
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        *(
            sa.Column(name, sa.Text(), server_default="", nullable=False)
            for name in ("phone", "email", "site", "address", "hours", "printed_on", "source_title", "source_url")
        ),
        sa.Column("seen_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["municipality_id"], ["municipality.id"], name=op.f("fk_contact_municipality_id")),
        sa.PrimaryKeyConstraint("municipality_id", name=op.f("pk_contact")),
    )
    op.create_table(
        "looked_for",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("release_id", sa.Integer(), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("fiscal_year", sa.Integer(), nullable=False),
        sa.Column("looked_on", sa.Date(), nullable=False),
        sa.Column("found", sa.Boolean(create_constraint=True, name="found"), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.CheckConstraint(_one_of("kind", ("budget", "execution", "works")), name=op.f("ck_looked_for_kind")),
        sa.ForeignKeyConstraint(["municipality_id"], ["municipality.id"], name=op.f("fk_looked_for_municipality_id")),
        sa.ForeignKeyConstraint(["release_id"], ["release.id"], name=op.f("fk_looked_for_release_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_looked_for")),
    )
    op.create_index("ix_looked_for_place", "looked_for", ["municipality_id"])
    op.create_table(
        "reference_before",
        sa.Column("release_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("table_name", sa.String(length=40), nullable=False),
        sa.Column("row_key", sa.Text(), nullable=False),
        sa.Column("before", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["release_id"], ["release.id"], name=op.f("fk_reference_before_release_id")),
        sa.PrimaryKeyConstraint("release_id", "position", name=op.f("pk_reference_before")),
    )


def downgrade() -> None:
    for name in ("reference_before", "looked_for", "contact"):
        op.drop_table(name)
    for lang in ("ky", "ru", "en"):
        op.drop_column("printed_label", f"label_{lang}")
    op.drop_column("municipality", "named_in")
    op.drop_column("municipality", "feeds_since")
    with op.batch_alter_table("slice", copy_from=_slice(*_added())) as table:
        for name in _CHECKS:
            table.drop_constraint(op.f(name), type_="check")
        table.drop_constraint("uq_slice_statement", type_="unique")
        table.create_unique_constraint("uq_slice_statement", list(_KEY))
        for column in _added():
            table.drop_column(column.name)
