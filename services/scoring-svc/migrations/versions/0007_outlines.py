"""What approved plans say beside their arithmetic: results with what they serve, and expected courses."""

from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

TABLES = (
    """
    CREATE TABLE plan_outline (
        plan_id uuid PRIMARY KEY,
        civil_servant_id uuid NOT NULL,
        period_id uuid NOT NULL,
        sequence integer NOT NULL,
        content bytea NOT NULL
    )
    """,
    "CREATE INDEX plan_outline_of_card ON plan_outline (civil_servant_id, period_id)",
    # The results of the outlines, for walks along what they serve. parent_id: another result, or a regional goal.
    """
    CREATE TABLE planned_result (
        id uuid PRIMARY KEY,
        plan_id uuid NOT NULL,
        civil_servant_id uuid NOT NULL,
        period_id uuid NOT NULL,
        parent_id uuid,
        title text NOT NULL
    )
    """,
    "CREATE INDEX planned_result_of_plan ON planned_result (plan_id)",
    "CREATE INDEX planned_result_of_parent ON planned_result (parent_id, period_id)",
)


def upgrade() -> None:
    for statement in TABLES:
        op.execute(statement)


def downgrade() -> None:
    raise RuntimeError("the tables are filled from events; restore a backup instead")
