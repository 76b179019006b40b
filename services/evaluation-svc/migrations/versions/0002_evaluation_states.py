"""Evaluations are drafted, received, acknowledged, objected to and decided."""

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

COLUMNS = """
ALTER TABLE evaluation
    ADD COLUMN status text NOT NULL DEFAULT 'submitted'
        CHECK (status IN ('draft', 'submitted', 'acknowledged', 'objected', 'decided', 'withdrawn')),
    ADD COLUMN received_on date,
    ADD COLUMN behaviors jsonb NOT NULL DEFAULT '[]',
    ADD COLUMN acknowledged_on date,
    ADD COLUMN by_deadline boolean,
    ADD COLUMN appeal_id uuid UNIQUE,
    ADD COLUMN heard_by uuid CHECK (heard_by <> rater_id),
    ADD COLUMN appeal jsonb
"""
# The legal days of what was rated before begin on the day on which the rule comes into force here, so that nobody loses
# a right unseen.
RECEIVED = """
UPDATE evaluation
SET received_on = current_date, status = CASE WHEN withdrawn_on IS NULL THEN 'submitted' ELSE 'withdrawn' END
"""
CONSISTENT = """
ALTER TABLE evaluation
    ALTER COLUMN status DROP DEFAULT,
    ALTER COLUMN behaviors DROP DEFAULT,
    ADD CHECK ((status = 'withdrawn') = (withdrawn_on IS NOT NULL)),
    ADD CHECK ((status = 'acknowledged') = (acknowledged_on IS NOT NULL)),
    ADD CHECK ((acknowledged_on IS NULL) = (by_deadline IS NULL)),
    ADD CHECK ((status IN ('objected', 'decided')) = (appeal_id IS NOT NULL)),
    ADD CHECK ((appeal_id IS NULL) = (appeal IS NULL)),
    ADD CHECK (received_on IS NOT NULL OR status IN ('draft', 'withdrawn'))
"""
# The search for what nobody answered in time runs often and finds little.
WAITING = "CREATE INDEX evaluation_waiting ON evaluation (received_on, evaluation_id) WHERE status = 'submitted'"


def upgrade() -> None:
    for statement in (COLUMNS, RECEIVED, CONSISTENT, WAITING):
        op.execute(statement)


def downgrade() -> None:
    raise RuntimeError("what was acknowledged and decided would be lost; restore a backup instead")
