"""Scores by month for trends, and the indexes of surveys as they were published."""

from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

TABLES = (
    # months: the score at the end of each month from the year's first one on, null while there was none; the last one
    # is of `as_of`. card_sequence: the card's version that it was made of.
    """
    CREATE TABLE card_course (
        civil_servant_id uuid NOT NULL,
        period_id uuid NOT NULL,
        card_sequence integer NOT NULL,
        as_of date NOT NULL,
        months numeric[] NOT NULL,
        PRIMARY KEY (civil_servant_id, period_id)
    )
    """,
    """
    CREATE TABLE published_survey (
        survey_id uuid PRIMARY KEY,
        unit_id uuid NOT NULL,
        service text NOT NULL,
        index numeric,
        respondents integer NOT NULL,
        as_of date NOT NULL,
        sequence integer NOT NULL
    )
    """,
    "CREATE INDEX published_survey_of_unit ON published_survey (unit_id, as_of)",
)


def upgrade() -> None:
    for statement in TABLES:
        op.execute(statement)


def downgrade() -> None:
    raise RuntimeError("the tables are filled from events; restore a backup instead")
