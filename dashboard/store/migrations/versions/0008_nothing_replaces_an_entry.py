"""No entry of the audit trail can be put in the place of another, and every entry counts as a change of the data"""

from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # REPLACE deletes the row in its way without asking the trigger that forbids deleting. On PostgreSQL
    # ON CONFLICT DO UPDATE is an update, which is forbidden already.
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            "CREATE TRIGGER audit_no_replace BEFORE INSERT ON audit "
            "WHEN NEW.id <= (SELECT max(id) FROM audit) AND NEW.id > 0 "
            "BEGIN SELECT RAISE(ABORT, 'audit is append-only'); END"
        )
    op.execute(
        "UPDATE state SET value = (SELECT count(*) FROM audit) "
        "WHERE key = 'data_version' AND value < (SELECT count(*) FROM audit)"
    )


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TRIGGER audit_no_replace")
