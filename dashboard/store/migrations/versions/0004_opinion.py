"""Opinion"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "indicator",
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
        sa.CheckConstraint(
            "kind = 'binary' OR kind = 'scale' OR kind = 'choice' OR kind = 'multiple'", name=op.f("ck_indicator_kind")
        ),
        sa.CheckConstraint(
            "theme = 'awareness' OR theme = 'noticed' OR theme = 'satisfaction' OR theme = 'trust' OR "
            "theme = 'participation' OR theme = 'channels' OR theme = 'appeals' OR theme = 'recall'",
            name=op.f("ck_indicator_theme"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_indicator")),
        sa.UniqueConstraint("key", name=op.f("uq_indicator_key")),
    )
    op.create_table(
        "action",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("release_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=60), nullable=False),
        sa.Column("service", sa.String(length=40), server_default="", nullable=False),
        sa.Column("asked_ky", sa.Text(), nullable=False),
        sa.Column("asked_ru", sa.Text(), server_default="", nullable=False),
        sa.Column("asked_en", sa.Text(), server_default="", nullable=False),
        sa.Column("asked_on", sa.Date(), nullable=False),
        sa.Column("asked_at", sa.String(length=12), nullable=False),
        sa.Column("study", sa.String(length=60), server_default="", nullable=False),
        sa.Column("people", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("answer_ky", sa.Text(), server_default="", nullable=False),
        sa.Column("answer_ru", sa.Text(), server_default="", nullable=False),
        sa.Column("answer_en", sa.Text(), server_default="", nullable=False),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.Column("next_check", sa.Date(), nullable=True),
        sa.Column("work", sa.String(length=120), server_default="", nullable=False),
        sa.Column("url", sa.Text(), server_default="", nullable=False),
        sa.CheckConstraint(
            "asked_at = 'survey' OR asked_at = 'hearing' OR asked_at = 'meeting' OR asked_at = 'appeal' OR "
            "asked_at = 'message'",
            name=op.f("ck_action_asked_at"),
        ),
        sa.CheckConstraint(
            "state = 'asked' OR state = 'promised' OR state = 'doing' OR state = 'done' OR state = 'refused'",
            name=op.f("ck_action_state"),
        ),
        sa.ForeignKeyConstraint(["municipality_id"], ["municipality.id"], name=op.f("fk_action_municipality_id")),
        sa.ForeignKeyConstraint(["release_id"], ["release.id"], name=op.f("fk_action_release_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_action")),
        sa.UniqueConstraint("municipality_id", "key", name=op.f("uq_action_municipality_id_key")),
    )
    op.create_table(
        "study",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=60), nullable=False),
        sa.Column("series", sa.String(length=60), nullable=False),
        sa.Column("release_id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("is_current", sa.Boolean(create_constraint=True, name="is_current"), nullable=False),
        sa.Column("kind", sa.String(length=15), nullable=False),
        sa.Column("mode", sa.String(length=15), nullable=False),
        sa.Column("title_ky", sa.Text(), nullable=False),
        sa.Column("title_ru", sa.Text(), server_default="", nullable=False),
        sa.Column("title_en", sa.Text(), server_default="", nullable=False),
        sa.Column("asked_by_ky", sa.Text(), server_default="", nullable=False),
        sa.Column("asked_by_ru", sa.Text(), server_default="", nullable=False),
        sa.Column("asked_by_en", sa.Text(), server_default="", nullable=False),
        sa.Column("population_ky", sa.Text(), server_default="", nullable=False),
        sa.Column("population_ru", sa.Text(), server_default="", nullable=False),
        sa.Column("population_en", sa.Text(), server_default="", nullable=False),
        sa.Column("method_ky", sa.Text(), server_default="", nullable=False),
        sa.Column("method_ru", sa.Text(), server_default="", nullable=False),
        sa.Column("method_en", sa.Text(), server_default="", nullable=False),
        sa.Column("from_day", sa.Date(), nullable=True),
        sa.Column("to_day", sa.Date(), nullable=True),
        sa.Column("respondents", sa.Integer(), nullable=True),
        sa.Column("languages", sa.String(length=40), server_default="", nullable=False),
        sa.Column("weighted", sa.Boolean(create_constraint=True, name="weighted"), nullable=False),
        sa.Column("stratified", sa.Boolean(create_constraint=True, name="stratified"), nullable=False),
        sa.Column("clustered", sa.Boolean(create_constraint=True, name="clustered"), nullable=False),
        sa.Column("few", sa.Integer(), nullable=False),
        sa.Column("small", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "kind = 'probability' OR kind = 'self_selected' OR kind = 'published'", name=op.f("ck_study_kind")
        ),
        sa.CheckConstraint(
            "mode = 'face_to_face' OR mode = 'phone' OR mode = 'online' OR mode = 'paper' OR mode = 'mixed' OR "
            "mode = 'not_said'",
            name=op.f("ck_study_mode"),
        ),
        sa.CheckConstraint("respondents >= 0", name=op.f("ck_study_respondents")),
        sa.CheckConstraint("kind = 'published' OR to_day IS NOT NULL", name=op.f("ck_study_to_day")),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name=op.f("fk_study_document_id")),
        sa.ForeignKeyConstraint(["municipality_id"], ["municipality.id"], name=op.f("fk_study_municipality_id")),
        sa.ForeignKeyConstraint(["release_id"], ["release.id"], name=op.f("fk_study_release_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_study")),
        sa.UniqueConstraint("key", "release_id", name=op.f("uq_study_key_release_id")),
    )
    op.create_index("ix_study_place", "study", ["municipality_id", "is_current"], unique=False)
    op.create_table(
        "answer_share",
        sa.Column("study_id", sa.Integer(), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("indicator_id", sa.Integer(), nullable=False),
        sa.Column("dimension", sa.String(length=12), nullable=False),
        sa.Column("value", sa.String(length=60), nullable=False),
        sa.Column("code", sa.String(length=60), nullable=False),
        sa.Column("share", sa.Float(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["indicator_id"], ["indicator.id"], name=op.f("fk_answer_share_indicator_id")),
        sa.ForeignKeyConstraint(["municipality_id"], ["municipality.id"], name=op.f("fk_answer_share_municipality_id")),
        sa.ForeignKeyConstraint(["study_id"], ["study.id"], name=op.f("fk_answer_share_study_id")),
        sa.PrimaryKeyConstraint(
            "study_id", "municipality_id", "indicator_id", "dimension", "value", "code", name=op.f("pk_answer_share")
        ),
    )
    op.create_table(
        "study_answer",
        sa.Column("study_id", sa.Integer(), nullable=False),
        sa.Column("indicator_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=60), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(length=8), nullable=False),
        sa.Column("name_ky", sa.Text(), nullable=False),
        sa.Column("name_ru", sa.Text(), server_default="", nullable=False),
        sa.Column("name_en", sa.Text(), server_default="", nullable=False),
        sa.CheckConstraint(
            "role = 'top' OR role = 'other' OR role = 'unknown' OR role = 'refused'", name=op.f("ck_study_answer_role")
        ),
        sa.ForeignKeyConstraint(["indicator_id"], ["indicator.id"], name=op.f("fk_study_answer_indicator_id")),
        sa.ForeignKeyConstraint(["study_id"], ["study.id"], name=op.f("fk_study_answer_study_id")),
        sa.PrimaryKeyConstraint("study_id", "indicator_id", "code", name=op.f("pk_study_answer")),
    )
    op.create_table(
        "study_figure",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("study_id", sa.Integer(), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("question_ky", sa.Text(), nullable=False),
        sa.Column("question_ru", sa.Text(), server_default="", nullable=False),
        sa.Column("question_en", sa.Text(), server_default="", nullable=False),
        sa.Column("answer_ky", sa.Text(), nullable=False),
        sa.Column("answer_ru", sa.Text(), server_default="", nullable=False),
        sa.Column("answer_en", sa.Text(), server_default="", nullable=False),
        sa.Column("value", sa.Float(), nullable=False),
        sa.Column("unit", sa.String(length=12), nullable=False),
        sa.Column("note_ky", sa.Text(), server_default="", nullable=False),
        sa.Column("note_ru", sa.Text(), server_default="", nullable=False),
        sa.Column("note_en", sa.Text(), server_default="", nullable=False),
        sa.CheckConstraint(
            "unit = 'percent' OR unit = 'index_points' OR unit = 'persons' OR unit = 'respondents' OR unit = 'count'",
            name=op.f("ck_study_figure_unit"),
        ),
        sa.ForeignKeyConstraint(["municipality_id"], ["municipality.id"], name=op.f("fk_study_figure_municipality_id")),
        sa.ForeignKeyConstraint(["study_id"], ["study.id"], name=op.f("fk_study_figure_study_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_study_figure")),
    )
    op.create_index("ix_study_figure_study", "study_figure", ["study_id"], unique=False)
    op.create_table(
        "study_group",
        sa.Column("study_id", sa.Integer(), nullable=False),
        sa.Column("dimension", sa.String(length=12), nullable=False),
        sa.Column("value", sa.String(length=60), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name_ky", sa.Text(), nullable=False),
        sa.Column("name_ru", sa.Text(), server_default="", nullable=False),
        sa.Column("name_en", sa.Text(), server_default="", nullable=False),
        sa.CheckConstraint(
            "dimension = 'sex' OR dimension = 'age' OR dimension = 'settlement' OR dimension = 'village' OR "
            "dimension = 'language' OR dimension = 'education' OR dimension = 'employment'",
            name=op.f("ck_study_group_dimension"),
        ),
        sa.ForeignKeyConstraint(["study_id"], ["study.id"], name=op.f("fk_study_group_study_id")),
        sa.PrimaryKeyConstraint("study_id", "dimension", "value", name=op.f("pk_study_group")),
    )
    op.create_table(
        "study_question",
        sa.Column("study_id", sa.Integer(), nullable=False),
        sa.Column("indicator_id", sa.Integer(), nullable=False),
        sa.Column("text_ky", sa.Text(), server_default="", nullable=False),
        sa.Column("text_ru", sa.Text(), server_default="", nullable=False),
        sa.Column("text_en", sa.Text(), server_default="", nullable=False),
        sa.Column("wording", sa.String(length=64), nullable=False),
        sa.Column("unknown_in_base", sa.Boolean(create_constraint=True, name="unknown_in_base"), nullable=False),
        sa.Column("refused_in_base", sa.Boolean(create_constraint=True, name="refused_in_base"), nullable=False),
        sa.ForeignKeyConstraint(["indicator_id"], ["indicator.id"], name=op.f("fk_study_question_indicator_id")),
        sa.ForeignKeyConstraint(["study_id"], ["study.id"], name=op.f("fk_study_question_study_id")),
        sa.PrimaryKeyConstraint("study_id", "indicator_id", name=op.f("pk_study_question")),
    )
    op.create_table(
        "survey_cell",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("study_id", sa.Integer(), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("indicator_id", sa.Integer(), nullable=False),
        sa.Column("answer", sa.String(length=60), nullable=False),
        sa.Column("dimension1", sa.String(length=12), nullable=False),
        sa.Column("value1", sa.String(length=60), nullable=False),
        sa.Column("dimension2", sa.String(length=12), nullable=False),
        sa.Column("value2", sa.String(length=60), nullable=False),
        sa.Column("n", sa.Integer(), nullable=True),
        sa.Column("share", sa.Float(), nullable=True),
        sa.Column("n_eff", sa.Float(), nullable=True),
        sa.Column("low", sa.Float(), nullable=True),
        sa.Column("high", sa.Float(), nullable=True),
        sa.Column("is_small", sa.Boolean(create_constraint=True, name="is_small"), nullable=False),
        sa.Column("is_hidden", sa.Boolean(create_constraint=True, name="is_hidden"), nullable=False),
        sa.Column("reason", sa.String(length=10), nullable=False),
        sa.CheckConstraint("is_hidden = (reason <> '')", name=op.f("ck_survey_cell_reason")),
        sa.CheckConstraint(
            "reason = '' OR (n IS NULL AND share IS NULL AND n_eff IS NULL)", name=op.f("ck_survey_cell_hidden")
        ),
        sa.CheckConstraint("share BETWEEN 0 AND 1", name=op.f("ck_survey_cell_share")),
        sa.ForeignKeyConstraint(["indicator_id"], ["indicator.id"], name=op.f("fk_survey_cell_indicator_id")),
        sa.ForeignKeyConstraint(["municipality_id"], ["municipality.id"], name=op.f("fk_survey_cell_municipality_id")),
        sa.ForeignKeyConstraint(["study_id"], ["study.id"], name=op.f("fk_survey_cell_study_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_survey_cell")),
        sa.UniqueConstraint(
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
    )


def downgrade() -> None:
    op.drop_table("survey_cell")
    op.drop_table("study_question")
    op.drop_table("study_group")
    op.drop_index("ix_study_figure_study", table_name="study_figure")
    op.drop_table("study_figure")
    op.drop_table("study_answer")
    op.drop_table("answer_share")
    op.drop_index("ix_study_place", table_name="study")
    op.drop_table("study")
    op.drop_table("action")
    op.drop_table("indicator")
