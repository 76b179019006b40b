"""The latest value of each person's targets, and with an evaluation what was proposed when it was submitted."""

from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

VALUES = """
CREATE TABLE target_value (
    civil_servant_id uuid NOT NULL,
    period_id uuid NOT NULL,
    sequence integer NOT NULL CHECK (sequence >= 1),
    content jsonb NOT NULL,
    PRIMARY KEY (civil_servant_id, period_id)
)
"""
PROPOSAL = "ALTER TABLE evaluation ADD COLUMN proposal jsonb"


def upgrade() -> None:
    for statement in (VALUES, PROPOSAL):
        op.execute(statement)


def downgrade() -> None:
    raise RuntimeError("what was proposed would be lost; restore a backup instead")
