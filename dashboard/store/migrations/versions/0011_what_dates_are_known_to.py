"""How narrowly the dates of works are known, the register a report says its work is missing from, standings anew"""

import sqlalchemy as sa
from alembic import op

from dashboard.store.publishing.standings import renew_standings

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

_REPORT = tuple(
    f"{name}_precision" for name in ("planned_start", "planned_end", "actual_start", "actual_end", "new_end")
)
_STANDING = ("first_end_precision", "last_end_precision")


def upgrade() -> None:
    op.add_column("work_report", sa.Column("missing_from", sa.Date(), nullable=True))
    # Nobody kept what the cells of reports before were like: their dates stay days.
    for table, names in (("work_report", _REPORT), ("work_standing", _STANDING)):
        for name in names:
            op.add_column(table, sa.Column(name, sa.String(length=7), server_default="", nullable=False))
    connection = op.get_bind()
    for place in connection.execute(sa.text("SELECT DISTINCT municipality_id FROM work_report")).scalars().all():
        renew_standings(connection, place)


def downgrade() -> None:
    for table, names in (("work_report", (*_REPORT, "missing_from")), ("work_standing", _STANDING)):
        for name in names:
            op.drop_column(table, name)
