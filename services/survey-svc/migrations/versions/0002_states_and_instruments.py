"""Surveys from draft to published, the instrument and population that they name, what respondents say of themselves."""

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

INSTRUMENT = """
CREATE TABLE instrument (
    key text NOT NULL,
    version integer NOT NULL CHECK (version >= 1),
    content jsonb NOT NULL,
    PRIMARY KEY (key, version)
)
"""
SURVEY = (
    """
    ALTER TABLE survey
        ADD COLUMN status text NOT NULL DEFAULT 'open' CHECK (status IN ('draft', 'open', 'closed', 'published')),
        ADD COLUMN instrument text NOT NULL DEFAULT 'skm',
        ADD COLUMN instrument_version integer NOT NULL DEFAULT 1 CHECK (instrument_version >= 1),
        ADD COLUMN population bigint CHECK (population >= 0)
    """,
    "UPDATE survey SET status = 'closed' WHERE closed",
    "ALTER TABLE survey DROP COLUMN closed, ALTER COLUMN status DROP DEFAULT",
    "CREATE INDEX survey_of_instrument ON survey (instrument, instrument_version)",
    "CREATE INDEX survey_published ON survey (survey_id) WHERE status = 'published'",
)
RESPONDENT = """
ALTER TABLE answer
    ADD COLUMN sex text CHECK (sex IN ('female', 'male')),
    ADD COLUMN education text CHECK (education IN ('none', 'primary', 'junior_secondary', 'senior_secondary', 'diploma',
                                                   'bachelor', 'master', 'doctor')),
    ADD COLUMN occupation text CHECK (occupation IN ('civil_servant', 'military', 'police', 'employee', 'entrepreneur',
                                                     'other')),
    ADD COLUMN time_slot text CHECK (time_slot IN ('morning', 'afternoon'))
"""


def upgrade() -> None:
    for statement in (INSTRUMENT, *SURVEY, RESPONDENT):
        op.execute(statement)


def downgrade() -> None:
    raise RuntimeError("published results cannot be unpublished; restore a backup instead")
