"""How far a work is, in the words of the document, beside its notes"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Of reports from before, what was said of it stands in their notes.
    op.add_column("work_report", sa.Column("progress", sa.Text(), server_default="", nullable=False))


def downgrade() -> None:
    op.drop_column("work_report", "progress")
