"""The generations of what is made of the topics: which one serves, which are kept, and every turn with who and why."""

from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

TABLES = (
    # revision: of the tables when they were set aside; a generation is taken back only under the same one.
    # report: JSON of what the comparison before the switch found.
    """
    CREATE TABLE generation (
        number integer PRIMARY KEY,
        status text NOT NULL CHECK (status IN ('building', 'serving', 'kept', 'refused', 'abandoned', 'dropped')),
        began_at timestamptz NOT NULL,
        revision text,
        report bytea
    )
    """,
    "CREATE UNIQUE INDEX generation_serving ON generation (status) WHERE status = 'serving'",
    """
    CREATE TABLE generation_turn (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        number integer NOT NULL REFERENCES generation,
        status text NOT NULL,
        turned_at timestamptz NOT NULL,
        turned_by text NOT NULL,
        reason text
    )
    """,
    "INSERT INTO generation (number, status, began_at) VALUES (1, 'serving', now())",
)


def upgrade() -> None:
    for statement in TABLES:
        op.execute(statement)


def downgrade() -> None:
    raise RuntimeError("which generations served is never forgotten; restore a backup instead")
