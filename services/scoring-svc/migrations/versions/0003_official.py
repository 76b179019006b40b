"""Official results, which no statement can change, and the work that leads to them."""

from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

TABLES = (
    # `facts` is the card as it was sealed, `canonical` the bytes under the seal.
    """
    CREATE TABLE official_result (
        civil_servant_id uuid NOT NULL,
        period_id uuid NOT NULL,
        version integer NOT NULL CHECK (version >= 1),
        facts bytea NOT NULL,
        canonical bytea NOT NULL,
        hash text NOT NULL CHECK (hash = encode(sha256(canonical), 'hex')),
        score numeric,
        completeness numeric NOT NULL,
        category text,
        predicate text,
        policy text NOT NULL,
        policy_version integer NOT NULL,
        reason text NOT NULL CHECK (reason IN ('period_closed', 'reopening', 'appeal')),
        replaces text CHECK ((replaces IS NULL) = (version = 1)),
        sealed_on date NOT NULL,
        sealed_at timestamptz NOT NULL,
        PRIMARY KEY (civil_servant_id, period_id, version)
    )
    """,
    """
    CREATE FUNCTION sealed_results_never_change() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION 'an official result never changes; a reopening or an appeal makes a new version'; END $$
    """,
    """
    CREATE TRIGGER never_changes BEFORE UPDATE OR DELETE ON official_result
    FOR EACH ROW EXECUTE FUNCTION sealed_results_never_change()
    """,
    # closing: the sequence of the period's event. ends: [topic, partition, offset] to be consumed before going on.
    # fence: the event log's last row to be published before going on. after: the person whose card was sealed last.
    """
    CREATE TABLE sealing (
        period_id uuid NOT NULL,
        closing integer NOT NULL,
        reason text NOT NULL,
        cause uuid NOT NULL,
        correlation_id text NOT NULL,
        closed_at timestamptz NOT NULL,
        status text NOT NULL CHECK (status IN
            ('noticed', 'catching_up', 'spreading', 'folding', 'sealing', 'done', 'cancelled')),
        ends text,
        fence bigint,
        after uuid NOT NULL DEFAULT '00000000-0000-0000-0000-000000000000',
        cards integer NOT NULL DEFAULT 0,
        results integer NOT NULL DEFAULT 0,
        PRIMARY KEY (period_id, closing)
    )
    """,
    # Decisions of appeals as they were taken in; outcome null until it is clear whether a result changes.
    """
    CREATE TABLE decision (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        event_id uuid NOT NULL UNIQUE,
        civil_servant_id uuid NOT NULL,
        period_id uuid NOT NULL,
        decided_on date NOT NULL,
        correlation_id text NOT NULL,
        outcome text
    )
    """,
    "CREATE INDEX decision_pending ON decision (id) WHERE outcome IS NULL",
)


def upgrade() -> None:
    for statement in TABLES:
        op.execute(statement)


def downgrade() -> None:
    raise RuntimeError("official results are never dropped; restore a backup instead")
