"""Evaluations, the copy of the roster, and the chassis' own tables."""

from alembic import op
from chassis.platform_tables import PLATFORM_V1

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

EVALUATION = """
CREATE TABLE evaluation (
    evaluation_id uuid PRIMARY KEY,
    sequence integer NOT NULL CHECK (sequence >= 1),
    civil_servant_id uuid NOT NULL,
    period_id uuid NOT NULL,
    evaluated_period_id uuid NOT NULL,
    evaluated_until date NOT NULL,
    rater_id uuid NOT NULL CHECK (rater_id <> civil_servant_id),
    work_results text NOT NULL CHECK (work_results IN ('above', 'meets', 'below')),
    work_behavior text NOT NULL CHECK (work_behavior IN ('above', 'meets', 'below')),
    evaluated_on date NOT NULL,
    note text,
    withdrawn_on date,
    reason text,
    CHECK ((withdrawn_on IS NULL) = (reason IS NULL)),
    UNIQUE (civil_servant_id, evaluated_period_id)
)
"""
# A person's list is read in order of ids; the unique pair above serves the search by person and period.
EVALUATIONS_OF_A_PERSON = "CREATE INDEX evaluation_of_person ON evaluation (civil_servant_id, evaluation_id)"

ROSTER = """
CREATE TABLE roster_entry (
    aggregate_id uuid PRIMARY KEY,
    kind text NOT NULL CHECK (kind IN ('agency', 'unit', 'civil_servant', 'period')),
    sequence integer NOT NULL CHECK (sequence >= 1),
    content jsonb NOT NULL
)
"""


def upgrade() -> None:
    for statement in (*PLATFORM_V1, EVALUATION, EVALUATIONS_OF_A_PERSON, ROSTER):
        op.execute(statement)


def downgrade() -> None:
    raise RuntimeError("the first version has nothing before it; restore a backup instead")
