"""Places and reporting lines of two kinds may begin on one day: somebody acts, or is seconded, beside their post."""

from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

TABLES = ("place", "reporting_line")


def upgrade() -> None:
    for table in TABLES:
        op.execute(f"ALTER TABLE {table} DROP CONSTRAINT {table}_pkey")
        op.execute(f"CREATE INDEX {table}_of_person ON {table} (civil_servant_id, since)")


def downgrade() -> None:
    raise RuntimeError("rows that begin on one day have no common key; restore a backup instead")
