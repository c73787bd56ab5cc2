"""The first schema"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "audit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.String(length=32), nullable=False),
        sa.Column("actor", sa.String(length=80), nullable=False),
        sa.Column("action", sa.String(length=40), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.Column("previous", sa.String(length=64), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit")),
    )
    op.create_table(
        "classification",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=60), nullable=False),
        sa.Column("parent_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("direction", sa.String(length=12), nullable=False),
        sa.Column("national_code", sa.String(length=20), nullable=True),
        sa.Column("gfsm", sa.String(length=10), nullable=True),
        sa.Column("cofog", sa.String(length=10), nullable=True),
        sa.Column("name_ky", sa.String(length=200), nullable=False),
        sa.Column("name_ru", sa.String(length=200), nullable=False),
        sa.Column("name_en", sa.String(length=200), nullable=False),
        sa.Column("review", sa.Boolean(create_constraint=True, name="review"), nullable=False),
        sa.Column("own", sa.Boolean(create_constraint=True, name="own"), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "direction = 'revenue' OR direction = 'expenditure' OR direction = 'balance'",
            name=op.f("ck_classification_direction"),
        ),
        sa.CheckConstraint(
            "kind = 'source' OR kind = 'function' OR kind = 'economic' OR kind = 'balance'",
            name=op.f("ck_classification_kind"),
        ),
        sa.ForeignKeyConstraint(["parent_id"], ["classification.id"], name=op.f("fk_classification_parent_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_classification")),
        sa.UniqueConstraint("key", name=op.f("uq_classification_key")),
    )
    op.create_table(
        "document",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=120), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("authority", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=60), server_default="", nullable=False),
        sa.Column("date", sa.Date(), nullable=True),
        sa.Column("date_printed", sa.String(length=60), server_default="", nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("language", sa.String(length=8), server_default="", nullable=False),
        sa.Column("publisher", sa.Text(), server_default="", nullable=False),
        sa.Column("url", sa.Text(), server_default="", nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document")),
        sa.UniqueConstraint("key", name=op.f("uq_document_key")),
    )
    op.create_table(
        "glossary",
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("term_ky", sa.Text(), nullable=False),
        sa.Column("term_ru", sa.Text(), nullable=False),
        sa.Column("term_en", sa.Text(), nullable=False),
        sa.Column("meaning_ky", sa.Text(), nullable=False),
        sa.Column("meaning_ru", sa.Text(), nullable=False),
        sa.Column("meaning_en", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("position", name=op.f("pk_glossary")),
    )
    op.create_table(
        "municipality",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=60), nullable=False),
        sa.Column("soate", sa.String(length=14), nullable=True),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("name_ky", sa.String(length=200), nullable=False),
        sa.Column("name_ru", sa.String(length=200), server_default="", nullable=False),
        sa.Column("name_en", sa.String(length=200), server_default="", nullable=False),
        sa.Column("search", sa.Text(), nullable=False),
        sa.Column("parent_id", sa.Integer(), nullable=True),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column(
            "is_fictional",
            sa.Boolean(create_constraint=True, name="is_fictional"),
            server_default=sa.false(),
            nullable=False,
        ),
        sa.Column("source_url", sa.Text(), server_default="", nullable=False),
        sa.CheckConstraint(
            "kind = 'republic' OR kind = 'oblast' OR kind = 'rayon' OR kind = 'city' OR kind = 'aiyl_aimak' "
            "OR kind = 'association'",
            name=op.f("ck_municipality_kind"),
        ),
        sa.CheckConstraint("length(code) <= 60", name=op.f("ck_municipality_code")),
        sa.ForeignKeyConstraint(["parent_id"], ["municipality.id"], name=op.f("fk_municipality_parent_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_municipality")),
        sa.UniqueConstraint("code", name=op.f("uq_municipality_code")),
    )
    op.create_table(
        "release",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("subject", sa.String(length=30), nullable=False),
        sa.Column("file_name", sa.String(length=255), nullable=False),
        sa.Column("file_sha256", sa.String(length=64), nullable=False),
        sa.Column("recipe_sha256", sa.String(length=64), nullable=False),
        sa.Column("mapping", sa.String(length=255), nullable=False),
        sa.Column("actor", sa.String(length=80), nullable=False),
        sa.Column("imported_at", sa.String(length=32), nullable=False),
        sa.Column("row_count", sa.Integer(), nullable=False),
        sa.Column("control_minor", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("reason", sa.Text(), server_default="", nullable=False),
        sa.CheckConstraint("state = 'published' OR state = 'retracted'", name=op.f("ck_release_state")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_release")),
    )
    with op.batch_alter_table("release", schema=None) as batch_op:
        batch_op.create_index("ix_release_file", ["file_sha256", "recipe_sha256"], unique=False)

    op.create_table(
        "state",
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("value", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_state")),
    )
    op.create_table(
        "budget_line",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("direction", sa.String(length=12), nullable=False),
        sa.Column("key", sa.String(length=300), nullable=False),
        sa.Column("code", sa.String(length=120), server_default="", nullable=False),
        sa.Column("label_ky", sa.Text(), server_default="", nullable=False),
        sa.Column("label_ru", sa.Text(), server_default="", nullable=False),
        sa.Column("label_en", sa.Text(), server_default="", nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("parent_id", sa.Integer(), nullable=True),
        sa.Column("source_id", sa.Integer(), nullable=True),
        sa.Column("function_id", sa.Integer(), nullable=True),
        sa.Column("economic_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            " OR ".join(["direction = 'revenue'", "direction = 'expenditure'", "direction = 'balance'"]),
            name=op.f("ck_budget_line_direction"),
        ),
        sa.ForeignKeyConstraint(["economic_id"], ["classification.id"], name=op.f("fk_budget_line_economic_id")),
        sa.ForeignKeyConstraint(["function_id"], ["classification.id"], name=op.f("fk_budget_line_function_id")),
        sa.ForeignKeyConstraint(["municipality_id"], ["municipality.id"], name=op.f("fk_budget_line_municipality_id")),
        sa.ForeignKeyConstraint(["parent_id"], ["budget_line.id"], name=op.f("fk_budget_line_parent_id")),
        sa.ForeignKeyConstraint(["source_id"], ["classification.id"], name=op.f("fk_budget_line_source_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_budget_line")),
        sa.UniqueConstraint(
            "municipality_id", "direction", "key", name=op.f("uq_budget_line_municipality_id_direction_key")
        ),
    )
    op.create_table(
        "classification_alias",
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("folded", sa.String(length=300), nullable=False),
        sa.Column("label", sa.String(length=300), nullable=False),
        sa.Column("classification_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["classification_id"], ["classification.id"], name=op.f("fk_classification_alias_classification_id")
        ),
        sa.PrimaryKeyConstraint("kind", "folded", name=op.f("pk_classification_alias")),
    )
    op.create_table(
        "population",
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("source_title", sa.Text(), server_default="", nullable=False),
        sa.Column("source_url", sa.Text(), server_default="", nullable=False),
        sa.CheckConstraint("people >= 0", name=op.f("ck_population_people")),
        sa.ForeignKeyConstraint(["municipality_id"], ["municipality.id"], name=op.f("fk_population_municipality_id")),
        sa.PrimaryKeyConstraint("municipality_id", "as_of", name=op.f("pk_population")),
    )
    op.create_table(
        "slice",
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
        sa.CheckConstraint("basis = 'stated' OR basis = 'lines' OR basis = 'none'", name=op.f("ck_slice_basis")),
        sa.CheckConstraint(
            " OR ".join(["direction = 'revenue'", "direction = 'expenditure'", "direction = 'balance'"]),
            name=op.f("ck_slice_direction"),
        ),
        sa.CheckConstraint(
            " OR ".join(["phase = 'forecast'", "phase = 'approved'", "phase = 'revised'", "phase = 'executed'"]),
            name=op.f("ck_slice_phase"),
        ),
        sa.CheckConstraint("scope = 'year' OR scope = 'period'", name=op.f("ck_slice_scope")),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name=op.f("fk_slice_document_id")),
        sa.ForeignKeyConstraint(["municipality_id"], ["municipality.id"], name=op.f("fk_slice_municipality_id")),
        sa.ForeignKeyConstraint(["previous_id"], ["slice.id"], name=op.f("fk_slice_previous_id")),
        sa.ForeignKeyConstraint(["release_id"], ["release.id"], name=op.f("fk_slice_release_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_slice")),
        sa.UniqueConstraint(
            "municipality_id",
            "fiscal_year",
            "direction",
            "phase",
            "scope",
            "period_end",
            "document_id",
            "release_id",
            name="uq_slice_statement",
        ),
    )
    with op.batch_alter_table("slice", schema=None) as batch_op:
        batch_op.create_index("ix_slice_place", ["municipality_id", "is_current", "fiscal_year"], unique=False)
        batch_op.create_index("ix_slice_release", ["release_id"], unique=False)

    op.create_table(
        "succession",
        sa.Column("predecessor_id", sa.Integer(), nullable=False),
        sa.Column("successor_id", sa.Integer(), nullable=False),
        sa.Column("effective_date", sa.Date(), nullable=False),
        sa.Column("population_share", sa.Float(), nullable=True),
        sa.Column("budget_share", sa.Float(), nullable=True),
        sa.Column("act", sa.Text(), server_default="", nullable=False),
        sa.Column("source_url", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(["predecessor_id"], ["municipality.id"], name=op.f("fk_succession_predecessor_id")),
        sa.ForeignKeyConstraint(["successor_id"], ["municipality.id"], name=op.f("fk_succession_successor_id")),
        sa.PrimaryKeyConstraint("predecessor_id", "successor_id", name=op.f("pk_succession")),
    )
    op.create_table(
        "check_result",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slice_id", sa.Integer(), nullable=False),
        sa.Column("line_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("stated_minor", sa.BigInteger(), nullable=False),
        sa.Column("computed_minor", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["line_id"], ["budget_line.id"], name=op.f("fk_check_result_line_id")),
        sa.ForeignKeyConstraint(["slice_id"], ["slice.id"], name=op.f("fk_check_result_slice_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_check_result")),
    )
    with op.batch_alter_table("check_result", schema=None) as batch_op:
        batch_op.create_index("ix_check_result_slice", ["slice_id"], unique=False)

    op.create_table(
        "fact",
        sa.Column("slice_id", sa.Integer(), nullable=False),
        sa.Column("line_id", sa.Integer(), nullable=False),
        sa.Column("fund", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("amount_minor", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("row_no", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            " OR ".join(["fund = 'budget'", "fund = 'special_means'", "fund = 'grant'", "fund = 'all'"]),
            name=op.f("ck_fact_fund"),
        ),
        sa.CheckConstraint(
            " OR ".join(["role = 'line'", "role = 'of_which'", "role = 'subtotal'", "role = 'total'", "role = 'memo'"]),
            name=op.f("ck_fact_role"),
        ),
        sa.ForeignKeyConstraint(["line_id"], ["budget_line.id"], name=op.f("fk_fact_line_id")),
        sa.ForeignKeyConstraint(["slice_id"], ["slice.id"], name=op.f("fk_fact_slice_id")),
        sa.PrimaryKeyConstraint("slice_id", "line_id", "fund", name=op.f("pk_fact")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_table(
        "fact_note",
        sa.Column("slice_id", sa.Integer(), nullable=False),
        sa.Column("line_id", sa.Integer(), nullable=False),
        sa.Column("fund", sa.String(length=13), nullable=False),
        sa.Column("text_ky", sa.Text(), nullable=False),
        sa.Column("text_ru", sa.Text(), nullable=False),
        sa.Column("text_en", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["line_id"], ["budget_line.id"], name=op.f("fk_fact_note_line_id")),
        sa.ForeignKeyConstraint(["slice_id"], ["slice.id"], name=op.f("fk_fact_note_slice_id")),
        sa.PrimaryKeyConstraint("slice_id", "line_id", "fund", name=op.f("pk_fact_note")),
    )
    op.create_table(
        "printed_label",
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("line_id", sa.Integer(), nullable=False),
        sa.Column("fiscal_year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("phase", sa.String(length=10), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name=op.f("fk_printed_label_document_id")),
        sa.ForeignKeyConstraint(["line_id"], ["budget_line.id"], name=op.f("fk_printed_label_line_id")),
        sa.PrimaryKeyConstraint("document_id", "line_id", "fiscal_year", "phase", name=op.f("pk_printed_label")),
    )
    op.create_table(
        "rollup",
        sa.Column("slice_id", sa.Integer(), nullable=False),
        sa.Column("dimension", sa.String(length=12), nullable=False),
        sa.Column("classification_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("fund", sa.String(length=13), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("line_count", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            " OR ".join(["dimension = 'source'", "dimension = 'function'", "dimension = 'economic'"]),
            name=op.f("ck_rollup_dimension"),
        ),
        sa.ForeignKeyConstraint(["slice_id"], ["slice.id"], name=op.f("fk_rollup_slice_id")),
        sa.PrimaryKeyConstraint("slice_id", "dimension", "classification_id", "fund", name=op.f("pk_rollup")),
        sqlite_with_rowid=False,
    )
    _make_audit_append_only()


def _make_audit_append_only() -> None:
    """Nobody changes or removes an audit entry, not even through SQL."""
    if op.get_bind().dialect.name == "sqlite":
        for verb in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER audit_no_{verb.lower()} BEFORE {verb} ON audit "
                "BEGIN SELECT RAISE(ABORT, 'audit is append-only'); END"
            )
        return
    op.execute(
        "CREATE FUNCTION audit_append_only() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'audit is append-only'; END $$"
    )
    op.execute(
        "CREATE TRIGGER audit_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit "
        "FOR EACH STATEMENT EXECUTE FUNCTION audit_append_only()"
    )


def downgrade() -> None:
    op.drop_table("rollup")
    op.drop_table("printed_label")
    op.drop_table("fact_note")
    op.drop_table("fact")
    with op.batch_alter_table("check_result", schema=None) as batch_op:
        batch_op.drop_index("ix_check_result_slice")

    op.drop_table("check_result")
    op.drop_table("succession")
    with op.batch_alter_table("slice", schema=None) as batch_op:
        batch_op.drop_index("ix_slice_release")
        batch_op.drop_index("ix_slice_place")

    op.drop_table("slice")
    op.drop_table("population")
    op.drop_table("classification_alias")
    op.drop_table("budget_line")
    op.drop_table("state")
    with op.batch_alter_table("release", schema=None) as batch_op:
        batch_op.drop_index("ix_release_file")

    op.drop_table("release")
    op.drop_table("municipality")
    op.drop_table("glossary")
    op.drop_table("document")
    op.drop_table("classification")
    op.drop_table("audit")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION audit_append_only")
