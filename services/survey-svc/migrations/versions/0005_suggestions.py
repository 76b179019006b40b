"""What the agency decided of citizens' suggestions: verdict after verdict, the last one holds."""

from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

VERDICT = """
CREATE TABLE suggestion_verdict (
    answer_id uuid NOT NULL REFERENCES answer,
    number integer NOT NULL CHECK (number >= 1),
    choice text NOT NULL CHECK (choice IN ('shown', 'hidden')),
    reason text CHECK (length(reason) BETWEEN 1 AND 1000),
    shown_text text CHECK (length(shown_text) <= 1000),
    decided_by text NOT NULL,
    decided_at timestamptz NOT NULL,
    PRIMARY KEY (answer_id, number),
    CHECK ((choice = 'shown') = (shown_text IS NOT NULL))
)
"""
APPEND_ONLY = """
CREATE TRIGGER suggestion_verdict_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON suggestion_verdict
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
"""
SUGGESTED = "CREATE INDEX answer_suggested ON answer (survey_id, answer_id) WHERE suggestion IS NOT NULL"


def upgrade() -> None:
    for statement in (VERDICT, APPEND_ONLY, SUGGESTED):
        op.execute(statement)


def downgrade() -> None:
    raise RuntimeError("what was decided cannot be taken back; restore a backup instead")
