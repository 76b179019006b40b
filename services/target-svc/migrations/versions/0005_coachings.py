"""Coaching plans."""

from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

TABLES = (
    """
    CREATE TABLE coaching (
        id uuid PRIMARY KEY,
        sequence integer NOT NULL CHECK (sequence >= 1),
        civil_servant_id uuid NOT NULL REFERENCES roster_entry,
        period_id uuid NOT NULL REFERENCES roster_entry,
        trigger text NOT NULL CHECK (trigger IN ('forecast', 'rating', 'request')),
        status text NOT NULL CHECK (status IN ('open', 'completed', 'cancelled')),
        content jsonb NOT NULL
    )
    """,
    "CREATE INDEX coaching_of_person ON coaching (civil_servant_id, id)",
    # What the rules say is held by the database too: one open plan a person, year and trigger.
    "CREATE UNIQUE INDEX coaching_open ON coaching (civil_servant_id, period_id, trigger) WHERE status = 'open'",
)


def upgrade() -> None:
    for statement in TABLES:
        op.execute(statement)


def downgrade() -> None:
    raise RuntimeError("what people said since would be lost; restore a backup instead")
