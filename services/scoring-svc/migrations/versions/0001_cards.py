"""Cards, the contribution log, scoring's copy of the roster, attributions, and the chassis' own tables."""

from alembic import op
from chassis.platform_tables import PLATFORM_V1

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

TABLES = (
    # `state` is what the projector needs to go on, `body` what a reader gets; both as they were written.
    """
    CREATE TABLE card (
        civil_servant_id uuid NOT NULL,
        period_id uuid NOT NULL,
        id uuid NOT NULL UNIQUE,
        sequence integer NOT NULL CHECK (sequence >= 1),
        state bytea NOT NULL,
        body bytea NOT NULL,
        updated_at timestamptz NOT NULL,
        PRIMARY KEY (civil_servant_id, period_id)
    ) WITH (fillfactor = 70)
    """,
    # Append-only: what was accepted, in the order it came. Courses and «as of» are folds over it.
    """
    CREATE TABLE contribution (
        civil_servant_id uuid NOT NULL,
        period_id uuid NOT NULL,
        source_id uuid NOT NULL,
        sequence integer NOT NULL,
        event_id uuid NOT NULL,
        effective_on date NOT NULL,
        kind text NOT NULL,
        said bytea NOT NULL,
        recorded_at timestamptz NOT NULL
    )
    """,
    "CREATE INDEX contribution_of_card ON contribution (civil_servant_id, period_id)",
    """
    CREATE TABLE roster_entry (
        id uuid PRIMARY KEY,
        kind text NOT NULL,
        sequence integer NOT NULL CHECK (sequence >= 1),
        agency_id uuid,
        content bytea NOT NULL
    )
    """,
    "CREATE INDEX roster_entry_kind ON roster_entry (kind, agency_id)",
    """
    CREATE TABLE place (
        civil_servant_id uuid NOT NULL,
        unit_id uuid NOT NULL,
        position text NOT NULL,
        serves_public boolean NOT NULL,
        since date NOT NULL,
        until date,
        PRIMARY KEY (civil_servant_id, since)
    )
    """,
    "CREATE INDEX place_of_unit ON place (unit_id, civil_servant_id)",
    """
    CREATE TABLE reporting_line (
        civil_servant_id uuid NOT NULL,
        superior_id uuid NOT NULL,
        since date NOT NULL,
        until date,
        PRIMARY KEY (civil_servant_id, since)
    )
    """,
    "CREATE INDEX reporting_line_of_superior ON reporting_line (superior_id, civil_servant_id)",
    """
    CREATE TABLE survey (
        id uuid PRIMARY KEY,
        unit_id uuid NOT NULL,
        sequence integer NOT NULL,
        content bytea NOT NULL
    )
    """,
    "CREATE INDEX survey_of_unit ON survey (unit_id)",
    """
    CREATE TABLE attribution (
        civil_servant_id uuid NOT NULL,
        survey_id uuid NOT NULL,
        sequence integer NOT NULL,
        content bytea NOT NULL,
        PRIMARY KEY (civil_servant_id, survey_id)
    )
    """,
)


def upgrade() -> None:
    for statement in (*PLATFORM_V1, *TABLES):
        op.execute(statement)


def downgrade() -> None:
    raise RuntimeError("the first version has nothing before it; restore a backup instead")
