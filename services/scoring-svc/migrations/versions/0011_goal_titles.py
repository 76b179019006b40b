"""What a regional goal is called, as the plans that serve it say."""

from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("ALTER TABLE planned_result ADD COLUMN goal_title text")


def downgrade() -> None:
    op.execute("ALTER TABLE planned_result DROP COLUMN goal_title")
