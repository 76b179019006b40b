"""Kinds of assignments and lines, the periods' history, and realizations that are verified or rejected."""

from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

ROSTER = (
    """
    ALTER TABLE assignment ADD COLUMN kind text NOT NULL DEFAULT 'definitive'
        CHECK (kind IN ('definitive', 'acting', 'secondment'))
    """,
    "ALTER TABLE assignment DROP CONSTRAINT assignment_pkey, ADD PRIMARY KEY (civil_servant_id, kind, since)",
    """
    ALTER TABLE reporting_line ADD COLUMN kind text NOT NULL DEFAULT 'direct'
        CHECK (kind IN ('direct', 'acting', 'delegated'))
    """,
    "ALTER TABLE reporting_line DROP CONSTRAINT reporting_line_pkey, ADD PRIMARY KEY (civil_servant_id, kind, since)",
)

PERIODS = (
    """
    CREATE TABLE period_turn (
        period_id uuid NOT NULL REFERENCES roster_entry,
        sequence integer NOT NULL CHECK (sequence >= 1),
        former text,
        status text NOT NULL,
        reason text,
        changed_by text NOT NULL,
        changed_at timestamptz NOT NULL,
        PRIMARY KEY (period_id, sequence)
    )
    """,
    "CREATE INDEX period_of_year ON roster_entry ((content->>'annual_period_id')) WHERE kind = 'period'",
)

REALIZATIONS = (
    """
    ALTER TABLE realization
        ADD COLUMN status text NOT NULL DEFAULT 'recorded' CHECK (status IN ('recorded', 'verified', 'rejected')),
        ADD COLUMN reason text,
        ADD COLUMN checked_by uuid,
        ADD COLUMN checked_at timestamptz
    """,
)


def upgrade() -> None:
    for statement in (*ROSTER, *PERIODS, *REALIZATIONS):
        op.execute(statement)


def downgrade() -> None:
    raise RuntimeError("what people said since would be lost; restore a backup instead")
