"""Phases of units, and trainings."""

from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

TABLES = (
    # A unit's phase is its newest step; what was stays.
    """
    CREATE TABLE rollout_step (
        unit_id uuid NOT NULL REFERENCES roster_entry,
        period_id uuid NOT NULL REFERENCES roster_entry,
        sequence integer NOT NULL CHECK (sequence >= 1),
        phase text NOT NULL CHECK (phase IN ('preparation', 'socialization', 'trial', 'live')),
        since date NOT NULL,
        reason text,
        moved_by text NOT NULL,
        moved_at timestamptz NOT NULL,
        PRIMARY KEY (unit_id, period_id, sequence)
    )
    """,
    """
    CREATE TABLE training (
        id uuid PRIMARY KEY,
        topic text NOT NULL,
        trained_on date NOT NULL,
        recorded_by text NOT NULL,
        recorded_at timestamptz NOT NULL
    )
    """,
    """
    CREATE TABLE trained (
        training_id uuid NOT NULL REFERENCES training,
        civil_servant_id uuid NOT NULL REFERENCES roster_entry,
        place integer NOT NULL,
        PRIMARY KEY (training_id, civil_servant_id)
    )
    """,
    "CREATE INDEX trained_person ON trained (civil_servant_id, training_id)",
)


def upgrade() -> None:
    for statement in TABLES:
        op.execute(statement)


def downgrade() -> None:
    raise RuntimeError("what people said since would be lost; restore a backup instead")
