"""Where residents may write to a body"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("municipality", sa.Column("email", sa.String(length=254), server_default="", nullable=False))
    op.add_column("municipality", sa.Column("whatsapp", sa.String(length=15), server_default="", nullable=False))


def downgrade() -> None:
    op.drop_column("municipality", "whatsapp")
    op.drop_column("municipality", "email")
