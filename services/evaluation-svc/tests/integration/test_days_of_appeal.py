"""The days to object end with the day itself, in the region's time, and not when the deadline's worker looks: over
HTTP, on a real PostgreSQL, without that worker."""

from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx2
import pytest
from capaian_local.testing.callers import Callers
from evaluation_svc.app.deadlines import acknowledge_overdue

from .. import situations as that
from ..store_suite import OCCASION
from .conftest import PostgresWorld, interface
from .speaking import Speaker, problem
from .test_appeals import PLACE, REASON
from .test_http import BODY

pytestmark = pytest.mark.servers
LAST_MINUTE = datetime(2026, 7, 23, 16, 59, tzinfo=UTC)
"""Of the last day, in Lampung's time."""
MIDNIGHT = datetime(2026, 7, 23, 17, 0, tzinfo=UTC)
RATINGS = {key: BODY[key] for key in ("work_behavior", "evaluated_on")} | {"work_results": "below"}
TAKEN_BACK = {"reason": "Data triwulan belum lengkap."}
Speak = Callable[[UUID], Speaker]
Change = Callable[[Speak, int], Awaitable[httpx2.Response]]


def change(who: UUID, method: str, path: str, body: Any = None) -> Change:
    return lambda speak, version: speak(who)(method, PLACE + path, body, If_Match=f'"{version}"')


CHANGES: Mapping[str, tuple[Change, str]] = {
    "revised": (change(that.DEWI, "PUT", "", RATINGS), "submitted"),
    "withdrawn": (change(that.DEWI, "POST", "/withdrawal", TAKEN_BACK), "withdrawn"),
    "taken note of": (change(that.SITI, "POST", "/acknowledgement"), "acknowledged"),
    "objected to": (change(that.SITI, "POST", "/appeal", REASON), "hearing"),
}


@pytest.fixture
def at(database_url: str, tmp_path: Path) -> Callable[[datetime], Any]:
    """`async with at(moment) as speak`: the service as it is then."""

    @asynccontextmanager
    async def interface_at(now: datetime) -> AsyncGenerator[Callable[[Any], Speaker]]:
        callers = Callers(tmp_path, now)
        async with interface(database_url, callers, now=now) as client:
            yield lambda person: Speaker(client, callers.token(str(person), ["civil_servant"], person=person))

    return interface_at


@pytest.mark.parametrize("name", CHANGES)
async def test_in_the_last_minute_of_the_last_day_it_is_done(name: str, speak: Any, at: Any):
    await speak(that.DEWI)("POST", "/v1/evaluations", BODY)
    attempt, status = CHANGES[name]
    async with at(LAST_MINUTE) as then:
        done = await attempt(then, 1)
    assert (done.status_code in (200, 201), done.json()["status"]) == (True, status)


@pytest.mark.parametrize("worked", [False, True], ids=["before the worker", "after it"])
@pytest.mark.parametrize("name", CHANGES)
async def test_from_midnight_on_it_is_refused(name: str, worked: bool, speak: Any, real: PostgresWorld, at: Any):
    await speak(that.DEWI)("POST", "/v1/evaluations", BODY)
    if worked:
        assert await acknowledge_overdue(replace(OCCASION, today=date(2026, 7, 24)), real.store, 10) == 1
    said = await real.said()
    attempt, _ = CHANGES[name]
    async with at(MIDNIGHT) as then:
        answer = await attempt(then, 1 + worked)
        shown = (await then(that.SITI)("GET", PLACE)).json()
    code = "appeal_too_late" if name == "objected to" else "already_acknowledged"
    assert problem(answer)[:2] == (409, code)
    assert "The last day to object was 2026-07-23" in answer.json()["detail"]
    assert name == "objected to" or f"2026-07-24, and it can no longer be {name}" in answer.json()["detail"]
    assert (shown["sequence"], shown["appeal"]["status"]) == (1 + worked, "too_late")
    assert await real.said() == said, "nothing is stored in part"


async def test_a_statement_and_a_decision_have_no_last_day(speak: Any, at: Any):
    await speak(that.DEWI)("POST", "/v1/evaluations", BODY)
    place = (await speak(that.SITI)("POST", PLACE + "/appeal", REASON, If_Match='"1"')).headers["location"]
    upheld = {"outcome": "upheld", "reason": "Bukti diperiksa."}
    async with at(datetime(2026, 7, 16, 16, 59, tzinfo=UTC)) as then:
        early = await then(that.BUDI)("POST", place + "/decision", upheld, If_Match='"2"')
        assert problem(early)[:2] == (409, "both_are_heard_first")
        assert "2026-07-16" in early.json()["detail"]
    async with at(datetime(2026, 9, 1, tzinfo=UTC)) as then:
        assert (await then(that.SITI)("POST", place + "/statements", {"text": "Begini."})).status_code == 200
        done = await then(that.BUDI)("POST", place + "/decision", upheld, If_Match='"3"')
    assert (done.status_code, done.json()["status"]) == (200, "decided")
