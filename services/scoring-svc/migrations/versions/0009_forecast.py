"""Forecasts of running years, so that a warning is said when it begins and when it ends."""

from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

# sequence: how many events were said of it; below: what the last one said, false before the first.
TABLE = """
    CREATE TABLE forecast (
        civil_servant_id uuid NOT NULL,
        period_id uuid NOT NULL,
        sequence integer NOT NULL,
        below boolean NOT NULL,
        value numeric NOT NULL,
        low numeric NOT NULL,
        high numeric NOT NULL,
        as_of date NOT NULL,
        PRIMARY KEY (civil_servant_id, period_id)
    )
"""


def upgrade() -> None:
    op.execute(TABLE)


def downgrade() -> None:
    raise RuntimeError("which warnings were said is not forgotten; restore a backup instead")
