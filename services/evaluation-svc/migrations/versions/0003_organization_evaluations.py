"""Units have predicates, and are searched by who leads them, by what is above them and by who serves there."""

from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

ORGANIZATION = """
CREATE TABLE organization_evaluation (
    unit_id uuid NOT NULL,
    evaluated_period_id uuid NOT NULL,
    agency_id uuid NOT NULL,
    sequence integer NOT NULL CHECK (sequence >= 1),
    content jsonb NOT NULL,
    PRIMARY KEY (unit_id, evaluated_period_id)
)
"""
UNITS_BY_HEAD = "CREATE INDEX roster_unit_head ON roster_entry ((content ->> 'head_id')) WHERE kind = 'unit'"
UNITS_BELOW = "CREATE INDEX roster_unit_parent ON roster_entry ((content ->> 'parent_unit_id')) WHERE kind = 'unit'"
PEOPLE_OF_A_UNIT = """
CREATE INDEX roster_person_unit ON roster_entry USING gin ((content -> 'assignments') jsonb_path_ops)
    WHERE kind = 'civil_servant'
"""


def upgrade() -> None:
    for statement in (ORGANIZATION, UNITS_BY_HEAD, UNITS_BELOW, PEOPLE_OF_A_UNIT):
        op.execute(statement)


def downgrade() -> None:
    raise RuntimeError("what was set of units would be lost; restore a backup instead")
