"""The standing of every work by all of its reports, the titles of reports, and whether a register lists all works"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("work_report", sa.Column("title", sa.Text(), server_default="", nullable=False))
    # Of the reports before only the one that counts is known to have had the title of its work.
    op.execute(
        "UPDATE work_report SET title = (SELECT title FROM work WHERE work.id = work_report.work_id) WHERE is_current"
    )
    op.create_table(
        "work_standing",
        sa.Column("work_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("first_reported", sa.Date(), nullable=False),
        sa.Column("first_end", sa.Date(), nullable=True),
        sa.Column("last_end", sa.Date(), nullable=True),
        sa.Column("first_planned_minor", sa.BigInteger(), nullable=True),
        sa.Column("last_planned_minor", sa.BigInteger(), nullable=True),
        sa.Column("postponements", sa.Integer(), nullable=False),
        sa.Column("missing_from", sa.Date(), nullable=True),
        sa.Column("search", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipality.id"], name=op.f("fk_work_standing_municipality_id")
        ),
        sa.ForeignKeyConstraint(["work_id"], ["work.id"], name=op.f("fk_work_standing_work_id")),
        sa.PrimaryKeyConstraint("work_id", name=op.f("pk_work_standing")),
    )
    op.create_index("ix_work_standing_place", "work_standing", ["municipality_id"])
    op.create_table(
        "work_register",
        sa.Column("release_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("municipality_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("complete", sa.Boolean(create_constraint=True, name="complete"), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipality.id"], name=op.f("fk_work_register_municipality_id")
        ),
        sa.ForeignKeyConstraint(["release_id"], ["release.id"], name=op.f("fk_work_register_release_id")),
        sa.PrimaryKeyConstraint("release_id", "municipality_id", name=op.f("pk_work_register")),
    )
    op.create_index("ix_work_register_place", "work_register", ["municipality_id"])
    # No register said of itself that it is complete: none is taken to be.
    op.execute(
        "INSERT INTO work_register (release_id, municipality_id, as_of, complete) "
        f"SELECT release_id, municipality_id, MAX(as_of), {_false()} FROM work_report "
        "GROUP BY release_id, municipality_id"
    )
    # 0011 writes the standings of all works.


def _false() -> str:
    return "false" if op.get_bind().dialect.name == "postgresql" else "0"


def downgrade() -> None:
    op.drop_table("work_register")
    op.drop_table("work_standing")
    op.drop_column("work_report", "title")
