"""The ratings of units, and what they are for each person who serves there: spread as surveys are."""

from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

# `period_id`: the evaluated period, whose last day a rating is spread by.
TABLES = (
    """
    CREATE TABLE unit_rating (
        id uuid PRIMARY KEY,
        unit_id uuid NOT NULL,
        period_id uuid NOT NULL,
        sequence integer NOT NULL,
        content bytea NOT NULL,
        spread_by text
    )
    """,
    "CREATE INDEX unit_rating_of_unit ON unit_rating (unit_id)",
    "CREATE INDEX unit_rating_of_period ON unit_rating (period_id)",
    """
    CREATE TABLE unit_attribution (
        civil_servant_id uuid NOT NULL,
        rating_id uuid NOT NULL,
        sequence integer NOT NULL,
        content bytea NOT NULL,
        PRIMARY KEY (civil_servant_id, rating_id)
    )
    """,
)


def upgrade() -> None:
    for statement in TABLES:
        op.execute(statement)


def downgrade() -> None:
    raise RuntimeError("ratings of units that were heard are not forgotten; restore a backup instead")
