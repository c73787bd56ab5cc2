"""Works"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "boundary",
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("release_id", sa.Integer(), nullable=False),
        sa.Column("rings", sa.Text(), nullable=False),
        sa.Column("source_title", sa.Text(), server_default="", nullable=False),
        sa.Column("source_url", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(["municipality_id"], ["municipality.id"], name=op.f("fk_boundary_municipality_id")),
        sa.ForeignKeyConstraint(["release_id"], ["release.id"], name=op.f("fk_boundary_release_id")),
        sa.PrimaryKeyConstraint("municipality_id", name=op.f("pk_boundary")),
    )
    op.create_table(
        "work",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=120), nullable=False),
        sa.Column("role", sa.String(length=8), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("title_ky", sa.Text(), server_default="", nullable=False),
        sa.Column("title_ru", sa.Text(), server_default="", nullable=False),
        sa.Column("title_en", sa.Text(), server_default="", nullable=False),
        sa.Column("description", sa.Text(), server_default="", nullable=False),
        sa.Column("type", sa.String(length=20), server_default="", nullable=False),
        sa.Column("sector", sa.String(length=60), server_default="", nullable=False),
        sa.Column("service", sa.String(length=40), server_default="", nullable=False),
        sa.Column("function_id", sa.Integer(), nullable=True),
        sa.Column("village", sa.String(length=200), server_default="", nullable=False),
        sa.Column("latitude", sa.Float(), nullable=True),
        sa.Column("longitude", sa.Float(), nullable=True),
        sa.Column("ocid", sa.String(length=80), server_default="", nullable=False),
        sa.Column("quantity", sa.Float(), nullable=True),
        sa.Column("quantity_unit", sa.String(length=20), server_default="", nullable=False),
        sa.Column("beneficiaries", sa.Integer(), nullable=True),
        sa.CheckConstraint("role = 'work' OR role = 'group' OR role = 'total'", name=op.f("ck_work_role")),
        sa.CheckConstraint("latitude BETWEEN -90 AND 90", name=op.f("ck_work_latitude")),
        sa.CheckConstraint("longitude BETWEEN -180 AND 180", name=op.f("ck_work_longitude")),
        sa.ForeignKeyConstraint(["function_id"], ["classification.id"], name=op.f("fk_work_function_id")),
        sa.ForeignKeyConstraint(["municipality_id"], ["municipality.id"], name=op.f("fk_work_municipality_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_work")),
        sa.UniqueConstraint("municipality_id", "key", name=op.f("uq_work_municipality_id_key")),
    )
    op.create_table(
        "photo",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("work_id", sa.Integer(), nullable=False),
        sa.Column("release_id", sa.Integer(), nullable=False),
        sa.Column("file", sa.String(length=64), nullable=False),
        sa.Column("stage", sa.String(length=8), nullable=False),
        sa.Column("pair", sa.String(length=40), server_default="", nullable=False),
        sa.Column("taken_on", sa.Date(), nullable=True),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("drawn", sa.Boolean(create_constraint=True, name="drawn"), nullable=False),
        sa.Column("alt_ky", sa.Text(), nullable=False),
        sa.Column("alt_ru", sa.Text(), nullable=False),
        sa.Column("alt_en", sa.Text(), nullable=False),
        sa.CheckConstraint("stage = 'before' OR stage = 'during' OR stage = 'after'", name=op.f("ck_photo_stage")),
        sa.ForeignKeyConstraint(["release_id"], ["release.id"], name=op.f("fk_photo_release_id")),
        sa.ForeignKeyConstraint(["work_id"], ["work.id"], name=op.f("fk_photo_work_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_photo")),
        sa.UniqueConstraint("work_id", "file", name=op.f("uq_photo_work_id_file")),
    )
    op.create_table(
        "work_report",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("work_id", sa.Integer(), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("release_id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("planned_start", sa.Date(), nullable=True),
        sa.Column("planned_end", sa.Date(), nullable=True),
        sa.Column("actual_start", sa.Date(), nullable=True),
        sa.Column("actual_end", sa.Date(), nullable=True),
        sa.Column("planned_minor", sa.BigInteger(), nullable=True),
        sa.Column("contract_minor", sa.BigInteger(), nullable=True),
        sa.Column("paid_minor", sa.BigInteger(), nullable=True),
        sa.Column("contractor", sa.Text(), server_default="", nullable=False),
        sa.Column("delay_reason", sa.Text(), server_default="", nullable=False),
        sa.Column("new_end", sa.Date(), nullable=True),
        sa.Column("note_ky", sa.Text(), server_default="", nullable=False),
        sa.Column("note_ru", sa.Text(), server_default="", nullable=False),
        sa.Column("note_en", sa.Text(), server_default="", nullable=False),
        sa.Column("row_no", sa.Integer(), nullable=False),
        sa.Column("is_current", sa.Boolean(create_constraint=True, name="work_is_current"), nullable=False),
        sa.CheckConstraint(
            " OR ".join(
                [
                    "status = 'identification'",
                    "status = 'preparation'",
                    "status = 'implementation'",
                    "status = 'completion'",
                    "status = 'maintenance'",
                    "status = 'decommissioning'",
                    "status = 'decommissioned'",
                    "status = 'cancelled'",
                ]
            ),
            name=op.f("ck_work_report_status"),
        ),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name=op.f("fk_work_report_document_id")),
        sa.ForeignKeyConstraint(["municipality_id"], ["municipality.id"], name=op.f("fk_work_report_municipality_id")),
        sa.ForeignKeyConstraint(["release_id"], ["release.id"], name=op.f("fk_work_report_release_id")),
        sa.ForeignKeyConstraint(["work_id"], ["work.id"], name=op.f("fk_work_report_work_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_work_report")),
        sa.UniqueConstraint("work_id", "release_id", "document_id", "as_of", name="uq_work_report_statement"),
    )
    with op.batch_alter_table("work_report", schema=None) as batch_op:
        batch_op.create_index("ix_work_report_place", ["municipality_id", "is_current", "status"], unique=False)
        batch_op.create_index("ix_work_report_release", ["release_id"], unique=False)

    op.create_table(
        "work_funding",
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("source", sa.String(length=20), nullable=False),
        sa.Column("label", sa.Text(), server_default="", nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=True),
        sa.CheckConstraint(
            " OR ".join(
                [
                    "source = 'local_budget'",
                    "source = 'stimulating_grant'",
                    "source = 'republican'",
                    "source = 'donor'",
                    "source = 'own_contribution'",
                    "source = 'other'",
                ]
            ),
            name=op.f("ck_work_funding_source"),
        ),
        sa.ForeignKeyConstraint(["report_id"], ["work_report.id"], name=op.f("fk_work_funding_report_id")),
        sa.PrimaryKeyConstraint("report_id", "position", name=op.f("pk_work_funding")),
    )
    op.create_table(
        "work_link",
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("title", sa.Text(), server_default="", nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["report_id"], ["work_report.id"], name=op.f("fk_work_link_report_id")),
        sa.PrimaryKeyConstraint("report_id", "position", name=op.f("pk_work_link")),
    )


def downgrade() -> None:
    op.drop_table("work_link")
    op.drop_table("work_funding")
    with op.batch_alter_table("work_report", schema=None) as batch_op:
        batch_op.drop_index("ix_work_report_release")
        batch_op.drop_index("ix_work_report_place")

    op.drop_table("work_report")
    op.drop_table("photo")
    op.drop_table("work")
    op.drop_table("boundary")
