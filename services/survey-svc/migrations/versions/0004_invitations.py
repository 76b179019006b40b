"""Invitations, how the public comes to a survey, and its answers by who served."""

from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

SURVEY = """
ALTER TABLE survey
    ADD COLUMN entrance text NOT NULL DEFAULT 'open_link' CHECK (entrance IN ('open_link', 'invitation', 'both')),
    ADD COLUMN served_from integer NOT NULL DEFAULT 5 CHECK (served_from >= 1),
    ADD COLUMN served_ids uuid[] NOT NULL DEFAULT '{}',
    ADD COLUMN served_counts bigint[] NOT NULL DEFAULT '{}',
    ADD COLUMN served_totals bigint[] NOT NULL DEFAULT '{}',
    ADD CHECK (cardinality(served_ids) = cardinality(served_counts)
               AND cardinality(served_ids) = cardinality(served_totals))
"""
# An answer names no invitation, and an invitation no answer and no time.
ANSWER = (
    """
    ALTER TABLE answer
        ADD COLUMN invited boolean NOT NULL DEFAULT false,
        ADD COLUMN served_by uuid,
        ADD CHECK (invited OR served_by IS NULL)
    """,
    "DROP INDEX answer_lately",
    "CREATE INDEX answer_lately ON answer (survey_id, received_at) WHERE by_link OR invited",
)
INVITATION = """
CREATE TABLE invitation (
    digest bytea PRIMARY KEY CHECK (length(digest) = 32),
    survey_id uuid NOT NULL REFERENCES survey,
    served_by uuid,
    valid_until date NOT NULL,
    used boolean NOT NULL DEFAULT false
)
"""
USED_ONCE = (
    """
    CREATE FUNCTION refuse_second_use() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF OLD.used OR (OLD.digest, OLD.survey_id, OLD.valid_until) <> (NEW.digest, NEW.survey_id, NEW.valid_until)
           OR OLD.served_by IS DISTINCT FROM NEW.served_by THEN
            RAISE EXCEPTION 'an invitation is used once and else stays as it is';
        END IF;
        RETURN NEW;
    END
    $$
    """,
    """
    CREATE TRIGGER invitation_used_once BEFORE UPDATE ON invitation
    FOR EACH ROW EXECUTE FUNCTION refuse_second_use()
    """,
)
# The roster's copy knows people from here on: its topic is read again from the beginning, which changes nothing else.
ROSTER = (
    "ALTER TABLE roster_entry DROP CONSTRAINT roster_entry_kind_check",
    "ALTER TABLE roster_entry ADD CHECK (kind IN ('agency', 'unit', 'period', 'person'))",
    "DELETE FROM consumer_cursor WHERE group_name = 'survey-svc.roster'",
)


def upgrade() -> None:
    for statement in (SURVEY, *ANSWER, INVITATION, *USED_ONCE, *ROSTER):
        op.execute(statement)


def downgrade() -> None:
    raise RuntimeError("invitations that were handed out cannot be taken back; restore a backup instead")
