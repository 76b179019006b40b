"""The roster, plans, realizations, and the chassis' own tables."""

from alembic import op
from chassis.platform_tables import PLATFORM_V1

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

TABLES = (
    """
    CREATE TABLE roster_entry (
        id uuid PRIMARY KEY,
        kind text NOT NULL CHECK (kind IN ('agency', 'unit', 'civil_servant', 'period')),
        sequence integer NOT NULL CHECK (sequence >= 1),
        agency_id uuid,
        content jsonb NOT NULL
    )
    """,
    "CREATE INDEX roster_entry_list ON roster_entry (kind, agency_id, id)",
    # Who serves where and under whom, one row an interval, for lists of a unit and for walks up the lines.
    """
    CREATE TABLE assignment (
        civil_servant_id uuid NOT NULL REFERENCES roster_entry,
        unit_id uuid NOT NULL,
        since date NOT NULL,
        until date,
        PRIMARY KEY (civil_servant_id, since)
    )
    """,
    "CREATE INDEX assignment_of_unit ON assignment (unit_id, civil_servant_id)",
    """
    CREATE TABLE reporting_line (
        civil_servant_id uuid NOT NULL REFERENCES roster_entry,
        superior_id uuid NOT NULL CHECK (superior_id <> civil_servant_id),
        since date NOT NULL,
        until date,
        PRIMARY KEY (civil_servant_id, since)
    )
    """,
    """
    CREATE TABLE employee_number (
        number text PRIMARY KEY CHECK (number ~ '^[0-9]{18}$'),
        civil_servant_id uuid NOT NULL REFERENCES roster_entry
    )
    """,
    "CREATE INDEX employee_number_of ON employee_number (civil_servant_id)",
    """
    CREATE TABLE plan (
        id uuid PRIMARY KEY,
        sequence integer NOT NULL CHECK (sequence >= 1),
        civil_servant_id uuid NOT NULL,
        period_id uuid NOT NULL,
        content jsonb NOT NULL,
        UNIQUE (civil_servant_id, period_id)
    )
    """,
    """
    CREATE TABLE indicator (
        id uuid PRIMARY KEY,
        plan_id uuid NOT NULL REFERENCES plan,
        civil_servant_id uuid NOT NULL,
        period_id uuid NOT NULL,
        active boolean NOT NULL,
        sequence integer NOT NULL CHECK (sequence >= 0),
        content jsonb NOT NULL
    )
    """,
    "CREATE INDEX indicator_of_plan ON indicator (plan_id)",
    """
    CREATE TABLE realization (
        id uuid PRIMARY KEY,
        indicator_id uuid NOT NULL REFERENCES indicator,
        number integer NOT NULL CHECK (number >= 1),
        value numeric,
        as_of date NOT NULL,
        evidence_url text,
        note text,
        corrects uuid,
        recorded_by text NOT NULL,
        recorded_at timestamptz NOT NULL,
        UNIQUE (indicator_id, number)
    )
    """,
)


def upgrade() -> None:
    for statement in (*PLATFORM_V1, *TABLES):
        op.execute(statement)


def downgrade() -> None:
    raise RuntimeError("the first version has nothing before it; restore a backup instead")
