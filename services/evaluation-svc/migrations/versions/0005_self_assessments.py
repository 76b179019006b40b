"""People assess themselves."""

from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

ASSESSMENT = """
CREATE TABLE self_assessment (
    civil_servant_id uuid NOT NULL,
    evaluated_period_id uuid NOT NULL,
    sequence integer NOT NULL CHECK (sequence >= 1),
    content jsonb NOT NULL,
    PRIMARY KEY (civil_servant_id, evaluated_period_id)
)
"""


def upgrade() -> None:
    op.execute(ASSESSMENT)


def downgrade() -> None:
    raise RuntimeError("what people said of themselves would be lost; restore a backup instead")
