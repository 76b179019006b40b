"""Innovation records."""

from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

TABLES = (
    """
    CREATE TABLE innovation (
        id uuid PRIMARY KEY,
        sequence integer NOT NULL CHECK (sequence >= 1),
        civil_servant_id uuid NOT NULL REFERENCES roster_entry,
        period_id uuid NOT NULL REFERENCES roster_entry,
        content jsonb NOT NULL
    )
    """,
    "CREATE INDEX innovation_of_person ON innovation (civil_servant_id, id)",
)


def upgrade() -> None:
    for statement in TABLES:
        op.execute(statement)


def downgrade() -> None:
    raise RuntimeError("what people said since would be lost; restore a backup instead")
