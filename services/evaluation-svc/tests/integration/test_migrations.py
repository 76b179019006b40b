"""What stood before a migration stands after it, and nobody loses a right by it."""

import asyncio
import shutil
from pathlib import Path

import pytest
from capaian_local.testing.databases import Databases
from chassis import migrations, postgres
from evaluation_svc.adapters.reads import PostgresReads
from evaluation_svc.domain.evaluation import Status
from evaluation_svc.wiring import MIGRATIONS
from sqlalchemy import text

from .. import situations as that

pytestmark = pytest.mark.servers

ROWS = text("""
    INSERT INTO evaluation VALUES
    (:one, 3, :siti, :year, :quarter, '2026-06-30', :dewi, 'meets', 'above', '2026-07-06', NULL, NULL, NULL),
    (:two, 2, :siti, :year, :year, '2026-12-31', :dewi, 'meets', 'above', '2026-07-06', 'ya', '2026-07-07', 'salah')
""")


async def test_what_was_rated_before_is_received_on_the_day_of_the_migration(
    postgres_server: Databases, tmp_path: Path
):
    url = await postgres_server.new("evaluation")
    first = tmp_path / "migrations"
    (first / "versions").mkdir(parents=True)
    for name in ("env.py", "versions/0001_evaluations.py"):
        shutil.copy(MIGRATIONS / name, first / name)
    await asyncio.to_thread(migrations.upgrade, url, first)
    engine = postgres.engine(url)
    ids = {"one": that.EVALUATION, "two": that.ANOTHER, "siti": that.SITI, "dewi": that.DEWI}
    async with engine.begin() as connection:
        await connection.execute(ROWS, ids | {"year": that.YEAR, "quarter": that.QUARTER})
    await asyncio.to_thread(migrations.upgrade, url, MIGRATIONS)
    reads = PostgresReads(engine)
    one, two = await reads.evaluation(that.EVALUATION), await reads.evaluation(that.ANOTHER)
    async with engine.connect() as connection:
        today = (await connection.execute(text("SELECT current_date"))).scalar_one()
    await engine.dispose()
    assert one is not None
    assert two is not None
    assert (one.status, one.received_on, one.sequence, one.judgement.behaviors) == (Status.SUBMITTED, today, 3, ())
    assert (two.status, two.received_on, two.judgement.note) == (Status.WITHDRAWN, today, "ya")
    assert two.withdrawn is not None
    assert two.withdrawn.reason == "salah"
