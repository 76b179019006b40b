"""Surveys with their running counts, the answers, the copy of the roster, and the chassis' own tables."""

from alembic import op
from chassis.platform_tables import PLATFORM_V1

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

SURVEY = """
CREATE TABLE survey (
    survey_id uuid PRIMARY KEY,
    sequence integer NOT NULL CHECK (sequence >= 1),
    unit_id uuid NOT NULL,
    agency_id uuid NOT NULL,
    period_id uuid NOT NULL,
    year_id uuid NOT NULL,
    service text NOT NULL,
    elements text[] NOT NULL CHECK (cardinality(elements) BETWEEN 1 AND 9),
    opens_on date NOT NULL,
    closes_on date NOT NULL CHECK (closes_on >= opens_on),
    rounding text NOT NULL CHECK (rounding IN ('exact', 'rounded_0_111', 'rounded_0_11')),
    closed boolean NOT NULL,
    respondents bigint NOT NULL CHECK (respondents >= 0),
    sums bigint[] NOT NULL,
    latest date,
    CHECK (cardinality(sums) = cardinality(elements)),
    CHECK ((respondents = 0) = (latest IS NULL))
)
"""
SURVEYS_OF_A_UNIT = "CREATE INDEX survey_of_unit ON survey (unit_id, survey_id)"

# No address, no device, no name: nothing here leads to a respondent.
ANSWER = """
CREATE TABLE answer (
    answer_id uuid PRIMARY KEY,
    survey_id uuid NOT NULL REFERENCES survey,
    answered_on date NOT NULL,
    scores smallint[] NOT NULL CHECK (1 <= ALL (scores) AND 4 >= ALL (scores)),
    suggestion text CHECK (length(suggestion) <= 1000),
    received_at timestamptz NOT NULL
)
"""
ANSWERS_OF_A_SURVEY = "CREATE INDEX answer_of_survey ON answer (survey_id)"

# The sums of a survey can be recounted from its answers only as long as nobody touches these.
APPEND_ONLY = (
    """
    CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        RAISE EXCEPTION 'answers are only ever added';
    END
    $$
    """,
    """
    CREATE TRIGGER answer_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON answer
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
    """,
)

ROSTER = """
CREATE TABLE roster_entry (
    aggregate_id uuid PRIMARY KEY,
    kind text NOT NULL CHECK (kind IN ('agency', 'unit', 'period')),
    sequence integer NOT NULL CHECK (sequence >= 1),
    content jsonb NOT NULL
)
"""


def upgrade() -> None:
    for statement in (
        *PLATFORM_V1,
        SURVEY,
        SURVEYS_OF_A_UNIT,
        ANSWER,
        ANSWERS_OF_A_SURVEY,
        *APPEND_ONLY,
        ROSTER,
    ):
        op.execute(statement)


def downgrade() -> None:
    raise RuntimeError("the first version has nothing before it; restore a backup instead")
