"""What each survey was spread by, so that another policy, or a period that is told later, spreads it anew."""

from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

# `spread_by` is null for what was spread before: it is spread once more, and says so to whom that is something new.
STATEMENTS = (
    "ALTER TABLE survey ADD COLUMN period_id uuid, ADD COLUMN spread_by text",
    "UPDATE survey SET period_id = (convert_from(content, 'UTF8')::jsonb ->> 'period_id')::uuid",
    "ALTER TABLE survey ALTER COLUMN period_id SET NOT NULL",
    "CREATE INDEX survey_of_period ON survey (period_id)",
    # An attribution was kept as the survey with a person; now as what counts for that person.
    """
    UPDATE attribution SET content = convert_to(jsonb_build_object(
        'civil_servant_id', told ->> 'civil_servant_id', 'source_id', told #>> '{survey,survey_id}',
        'unit_id', told #>> '{survey,unit_id}', 'period_id', told #>> '{survey,period_id}',
        'as_of', told #>> '{survey,as_of}', 'event_id', told #>> '{survey,event_id}', 'counts', told -> 'counts',
        'said', jsonb_build_object(
            'survey_id', told #>> '{survey,survey_id}', 'service', told #>> '{survey,service}',
            'index', told #> '{survey,index}', 'respondents', told #> '{survey,respondents}'),
        'sequence', told -> 'sequence')::text, 'UTF8')
    FROM (SELECT civil_servant_id AS person, survey_id AS about, convert_from(content, 'UTF8')::jsonb AS told
        FROM attribution) AS former
    WHERE civil_servant_id = person AND survey_id = about
    """,
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)


def downgrade() -> None:
    raise RuntimeError("what surveys were spread by is needed from here on; restore a backup instead")
