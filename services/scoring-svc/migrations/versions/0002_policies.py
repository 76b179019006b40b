"""The versions of the policy that were ever in force, with their content: none of them may change any more."""

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

# `sha256` is over `content`, the pack's canonical writing.
TABLE = """
    CREATE TABLE policy_version (
        id text NOT NULL,
        version integer NOT NULL CHECK (version >= 1),
        sha256 text NOT NULL,
        content bytea NOT NULL,
        in_force_since timestamptz NOT NULL,
        PRIMARY KEY (id, version)
    )
"""


def upgrade() -> None:
    op.execute(TABLE)


def downgrade() -> None:
    raise RuntimeError("which policies were in force is never forgotten; restore a backup instead")
