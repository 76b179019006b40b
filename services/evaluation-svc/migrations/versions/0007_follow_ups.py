"""Something follows from a year's result."""

from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

FOLLOW_UP = """
CREATE TABLE follow_up (
    follow_up_id uuid PRIMARY KEY,
    civil_servant_id uuid NOT NULL,
    period_id uuid NOT NULL,
    agency_id uuid NOT NULL,
    status text NOT NULL CHECK (status IN ('proposed', 'confirmed', 'declined')),
    sequence integer NOT NULL CHECK (sequence >= 1),
    content jsonb NOT NULL
)
"""
OF_A_PERSON = "CREATE INDEX follow_up_of_person ON follow_up (civil_servant_id, follow_up_id)"
OF_AN_AGENCY = "CREATE INDEX follow_up_of_agency ON follow_up (agency_id, status, follow_up_id)"


def upgrade() -> None:
    for statement in (FOLLOW_UP, OF_A_PERSON, OF_AN_AGENCY):
        op.execute(statement)


def downgrade() -> None:
    raise RuntimeError("what was confirmed would be lost; restore a backup instead")
