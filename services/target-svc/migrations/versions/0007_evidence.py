"""Evidence as files, which realizations name."""

from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

TABLES = (
    """
    CREATE TABLE evidence (
        id uuid PRIMARY KEY,
        civil_servant_id uuid NOT NULL REFERENCES roster_entry,
        content_type text NOT NULL CHECK (content_type IN ('application/pdf', 'image/jpeg', 'image/png')),
        size integer NOT NULL CHECK (size >= 1 AND size = octet_length(content)),
        sha256 text NOT NULL CHECK (sha256 ~ '^[0-9a-f]{64}$'),
        uploaded_by text NOT NULL,
        uploaded_at timestamptz NOT NULL,
        named boolean NOT NULL DEFAULT false,
        content bytea NOT NULL
    )
    """,
    # Such files are compressed already; to try again costs time and gains nothing.
    "ALTER TABLE evidence ALTER COLUMN content SET STORAGE EXTERNAL",
    "CREATE INDEX evidence_unnamed ON evidence (uploaded_at) WHERE NOT named",
    "CREATE INDEX evidence_unnamed_of ON evidence (civil_servant_id) WHERE NOT named",
    "ALTER TABLE realization ADD COLUMN evidence_id uuid REFERENCES evidence",
    "CREATE INDEX realization_evidence ON realization (evidence_id) WHERE evidence_id IS NOT NULL",
)


def upgrade() -> None:
    for statement in TABLES:
        op.execute(statement)


def downgrade() -> None:
    raise RuntimeError("what people said since would be lost; restore a backup instead")
