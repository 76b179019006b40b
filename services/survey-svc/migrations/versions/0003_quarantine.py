"""Answers that are set aside with the reason, and their reviews; nothing is ever deleted."""

from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

SURVEY = """
ALTER TABLE survey
    ADD COLUMN quarantined bigint NOT NULL DEFAULT 0 CHECK (quarantined >= 0),
    ADD COLUMN quarantined_sums bigint[] NOT NULL DEFAULT '{}',
    ADD COLUMN rejected bigint NOT NULL DEFAULT 0 CHECK (rejected >= 0)
"""
ANSWER = """
ALTER TABLE answer
    ADD COLUMN reason text CHECK (reason IN ('flood', 'duplicate')),
    ADD COLUMN by_link boolean NOT NULL DEFAULT false
"""
LATELY = "CREATE INDEX answer_lately ON answer (survey_id, received_at) WHERE by_link"
ASIDE = "CREATE INDEX answer_aside ON answer (survey_id, answer_id) WHERE reason IS NOT NULL"
REVIEW = """
CREATE TABLE review (
    answer_id uuid PRIMARY KEY REFERENCES answer,
    decision text NOT NULL CHECK (decision IN ('accepted', 'rejected')),
    reason text NOT NULL CHECK (length(reason) BETWEEN 1 AND 1000),
    reviewed_by text NOT NULL,
    reviewed_at timestamptz NOT NULL
)
"""
APPEND_ONLY = """
CREATE TRIGGER review_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON review
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
"""


def upgrade() -> None:
    for statement in (SURVEY, ANSWER, LATELY, ASIDE, REVIEW, APPEND_ONLY):
        op.execute(statement)


def downgrade() -> None:
    raise RuntimeError("what was reviewed cannot be taken back; restore a backup instead")
