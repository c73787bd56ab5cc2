"""Requests of residents keep what every import said of them, so that an import can be taken back"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("action") as table:
        # What is there is the latest of each request.
        table.add_column(sa.Column("is_current", sa.Boolean(), server_default=sa.true(), nullable=False))
        table.drop_constraint(op.f("uq_action_municipality_id_key"), type_="unique")
        table.create_unique_constraint(
            op.f("uq_action_municipality_id_key_release_id"), ["municipality_id", "key", "release_id"]
        )


def downgrade() -> None:
    # Only what counts fits where every request has one row.
    op.execute("DELETE FROM action WHERE NOT is_current")
    with op.batch_alter_table("action") as table:
        table.drop_constraint(op.f("uq_action_municipality_id_key_release_id"), type_="unique")
        table.create_unique_constraint(op.f("uq_action_municipality_id_key"), ["municipality_id", "key"])
        table.drop_column("is_current")
