"""Superiors say things, peers and subordinates have opinions, and evaluations know whether these were asked for."""

from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

FEEDBACK = """
CREATE TABLE feedback (
    feedback_id uuid PRIMARY KEY,
    civil_servant_id uuid NOT NULL,
    author_id uuid NOT NULL CHECK (author_id <> civil_servant_id),
    sequence integer NOT NULL CHECK (sequence >= 1),
    content jsonb NOT NULL
)
"""
FEEDBACK_OF_A_PERSON = "CREATE INDEX feedback_of_person ON feedback (civil_servant_id, feedback_id)"
OPINION = """
CREATE TABLE opinion (
    civil_servant_id uuid NOT NULL,
    evaluated_period_id uuid NOT NULL,
    author_id uuid NOT NULL CHECK (author_id <> civil_servant_id),
    sequence integer NOT NULL CHECK (sequence >= 1),
    content jsonb NOT NULL,
    PRIMARY KEY (civil_servant_id, evaluated_period_id, author_id)
)
"""
PEERS = "ALTER TABLE evaluation ADD COLUMN peers boolean NOT NULL DEFAULT false"


def upgrade() -> None:
    for statement in (FEEDBACK, FEEDBACK_OF_A_PERSON, OPINION, PEERS):
        op.execute(statement)


def downgrade() -> None:
    raise RuntimeError("what was said would be lost; restore a backup instead")
