"""Plans hold work results; their versions are kept; results are found by what they serve; the region's goals."""

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

TABLES = (
    # The approved results of each plan, one row each, for walks up and down the cascade.
    """
    CREATE TABLE work_result (
        id uuid PRIMARY KEY,
        plan_id uuid NOT NULL REFERENCES plan,
        civil_servant_id uuid NOT NULL,
        period_id uuid NOT NULL,
        parent_id uuid,
        active boolean NOT NULL,
        content jsonb NOT NULL
    )
    """,
    "CREATE INDEX work_result_of_person ON work_result (civil_servant_id, period_id)",
    "CREATE INDEX work_result_of_plan ON work_result (plan_id)",
    "CREATE INDEX work_result_under ON work_result (parent_id) WHERE active",
    """
    CREATE TABLE plan_step (
        plan_id uuid NOT NULL REFERENCES plan,
        sequence integer NOT NULL CHECK (sequence >= 1),
        plan_version integer NOT NULL CHECK (plan_version >= 1),
        step text NOT NULL CHECK (step IN ('draft', 'submission', 'approval', 'return', 'closing')),
        taken_by text NOT NULL,
        decided_by uuid,
        taken_at timestamptz NOT NULL,
        note text,
        content jsonb CHECK ((content IS NOT NULL) = (step = 'draft')),
        PRIMARY KEY (plan_id, sequence)
    )
    """,
    """
    CREATE TABLE goal (
        id uuid PRIMARY KEY,
        sequence integer NOT NULL CHECK (sequence >= 1),
        period_id uuid NOT NULL,
        agency_id uuid,
        content jsonb NOT NULL
    )
    """,
    "CREATE INDEX goal_of_period ON goal (period_id)",
    "CREATE INDEX reporting_line_under ON reporting_line (superior_id)",
)
# A plan of before becomes one main work result over its indicators; a range's better side was the upper one.
CONVERSION = (
    """
    CREATE FUNCTION pg_temp.indicators(former jsonb) RETURNS jsonb LANGUAGE sql AS $$
        SELECT coalesce(jsonb_agg(
            each || '{"perspective": null, "expected": []}'::jsonb
            || jsonb_build_object('better', CASE WHEN each->>'direction' = 'range' THEN 'higher' END)
            ORDER BY place), '[]'::jsonb)
        FROM jsonb_array_elements(former) WITH ORDINALITY AS given (each, place)
    $$
    """,
    """
    CREATE FUNCTION pg_temp.results(former jsonb, id uuid) RETURNS jsonb LANGUAGE sql AS $$
        SELECT CASE WHEN former = '[]'::jsonb THEN former ELSE jsonb_build_array(jsonb_build_object(
            'id', id, 'title', 'Hasil kerja utama, dialihkan dari susunan lama', 'kind', 'main',
            'parent_work_result_id', null, 'indicators', pg_temp.indicators(former))) END
    $$
    """,
    """
    UPDATE plan SET content = content - 'indicators' || jsonb_build_object(
        'plan_version', 1, 'closed_on', null,
        'status', CASE content->>'status' WHEN 'proposed' THEN 'submitted' ELSE content->>'status' END,
        'work_results', pg_temp.results(content->'indicators', made.id),
        'approved', pg_temp.results(content->'approved', made.id))
    FROM (SELECT plan.id AS plan_id, gen_random_uuid() AS id FROM plan) AS made WHERE made.plan_id = plan.id
    """,
    "UPDATE indicator SET content = pg_temp.indicators(jsonb_build_array(content))->0",
    """
    INSERT INTO work_result (id, plan_id, civil_servant_id, period_id, parent_id, active, content)
    SELECT (result->>'id')::uuid, plan.id, civil_servant_id, period_id, null, true, result
    FROM plan, jsonb_array_elements(content->'approved') AS result
    """,
)


def upgrade() -> None:
    for statement in (*TABLES, *CONVERSION):
        op.execute(statement)


def downgrade() -> None:
    raise RuntimeError("what people wrote since would be lost; restore a backup instead")
