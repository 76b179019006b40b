"""Drafts, acknowledgements and appeals over HTTP, on a real PostgreSQL."""

import asyncio
from dataclasses import replace
from datetime import date, timedelta
from itertools import count
from typing import Any

import pytest
from evaluation_svc.app import execute
from evaluation_svc.app.deadlines import acknowledge_overdue
from evaluation_svc.domain.roster import PeriodStatus

from .. import situations as that
from ..store_suite import OCCASION, attempt, entry
from .conftest import PostgresWorld
from .speaking import problem
from .test_http import BODY

pytestmark = pytest.mark.servers

PLACE = f"/v1/evaluations/{that.EVALUATION}"
REASON = {"reason": "Cuti melahirkan tidak diperhitungkan."}


async def test_a_draft_is_its_raters_until_it_is_submitted(speak: Any, real: PostgresWorld):
    dewi, siti, officer = speak(that.DEWI), speak(that.SITI), speak(None, "personnel_officer", agency=that.AGENCY)
    made = await dewi("POST", "/v1/evaluations", BODY | {"draft": True})
    assert (made.status_code, made.json()["status"], made.json()["appeal"]) == (201, "draft", None)
    for other in (siti, officer):
        assert problem(await other("GET", PLACE))[:2] == (404, "unknown_evaluation")
        assert (await other("GET", f"/v1/evaluations?civil_servant_id={that.SITI}")).json()["items"] == []
    assert problem(await siti("POST", PLACE + "/acknowledgement", If_Match='"1"'))[:2] == (404, "unknown_evaluation")
    assert await real.said() == []
    assert problem(await dewi("POST", PLACE + "/submission"))[:2] == (428, "version_required")
    sent = await dewi("POST", PLACE + "/submission", If_Match='"1"')
    assert (sent.status_code, sent.headers["etag"], sent.json()["status"]) == (200, '"2"', "submitted")
    assert (await siti("GET", PLACE)).json()["appeal"]["last_day"] == "2026-07-23"
    assert problem(await dewi("POST", PLACE + "/submission", If_Match='"2"'))[:2] == (409, "not_a_draft")
    assert len(await real.said()) == 1


async def test_the_person_takes_note(speak: Any):
    dewi, siti = speak(that.DEWI), speak(that.SITI)
    await dewi("POST", "/v1/evaluations", BODY)
    assert problem(await dewi("POST", PLACE + "/acknowledgement", If_Match='"1"'))[:2] == (403, "not_the_rated_person")
    done = await siti("POST", PLACE + "/acknowledgement", If_Match='"1"')
    assert (done.status_code, done.json()["status"], done.json()["acknowledged_on"]) == (
        200, "acknowledged", "2026-07-09",
    )  # fmt: skip
    assert done.json()["appeal"]["status"] == "given_up"
    ratings = {key: BODY[key] for key in ("work_behavior", "evaluated_on")} | {"work_results": "below"}
    assert problem(await dewi("PUT", PLACE, ratings, If_Match='"2"'))[:2] == (409, "already_acknowledged")
    assert problem(await siti("POST", PLACE + "/appeal", REASON, If_Match='"2"'))[:2] == (409, "already_acknowledged")


async def test_an_appeal_from_its_filing_to_its_decision_after_the_results_are_out(speak: Any, real: PostgresWorld):
    dewi, siti, budi = speak(that.DEWI), speak(that.SITI), speak(that.BUDI)
    await dewi("POST", "/v1/evaluations", BODY)
    await real.put([entry(that.QUARTER, that.quarter(PeriodStatus.CLOSED), 2)])
    assert problem(await dewi("POST", PLACE + "/appeal", REASON, If_Match='"1"'))[:2] == (403, "not_the_rated_person")
    filed = await siti("POST", PLACE + "/appeal", REASON, If_Match='"1"', Idempotency_Key="once")
    assert (filed.status_code, filed.headers["etag"], filed.json()["heard_by"]) == (201, '"2"', str(that.BUDI))
    again = await siti("POST", PLACE + "/appeal", REASON, If_Match='"1"', Idempotency_Key="once")
    assert (again.status_code, again.json(), again.headers["idempotent-replay"]) == (201, filed.json(), "true")
    place = filed.headers["location"]
    upheld = {"outcome": "upheld", "reason": "Bukti diperiksa."}
    assert problem(await budi("POST", place + "/decision", upheld, If_Match='"2"'))[:2] == (409, "both_are_heard_first")
    assert problem(await budi("POST", place + "/statements", {"text": "Ya."}))[:2] == (403, "not_a_party")
    for side in (siti, dewi):
        assert (await side("POST", place + "/statements", {"text": "Begini."})).status_code == 200
    assert problem(await siti("POST", place + "/statements", {"text": "Lagi."}))[:2] == (409, "already_heard")
    assert problem(await dewi("POST", place + "/decision", upheld, If_Match='"4"'))[:2] == (
        403, "rater_decides_no_appeal",
    )  # fmt: skip
    assert problem(await budi("POST", place + "/decision", upheld | {"outcome": "revised"}, If_Match='"4"')) == (
        422, "ratings_missing", ["#/outcome"],
    )  # fmt: skip
    revised = upheld | {"outcome": "revised", "work_results": "above"}
    done = await budi("POST", place + "/decision", revised, If_Match='"4"')
    assert (done.status_code, done.headers["etag"], done.json()["status"]) == (200, '"5"', "decided")
    assert (await budi("GET", place)).json() == done.json()
    shown = (await siti("GET", PLACE)).json()
    assert (shown["status"], shown["predicate"], shown["appeal"]["status"]) == ("decided", "very_good", "decided")
    assert [type(data).__name__ for _, _, data in await real.said()] == [
        "EvaluationSubmitted", "EvaluationObjected", "EvaluationDecided",
    ]  # fmt: skip


@pytest.mark.parametrize("after_filing", [True, False])
async def test_an_official_who_leaves_leaves_no_appeal_behind(speak: Any, real: PostgresWorld, after_filing: bool):
    versions = count(2)

    async def last_day_of_budi(day: date) -> None:
        budi = replace(that.dewi(), civil_servant_id=that.BUDI, reporting_lines=(), left_on=day)
        await real.put([entry(that.BUDI, budi, next(versions))])

    siti, region = speak(that.SITI), speak(None, "region_admin")
    await speak(that.DEWI)("POST", "/v1/evaluations", BODY)
    await last_day_of_budi(that.TODAY if after_filing else that.TODAY - timedelta(days=1))
    filed = await siti("POST", PLACE + "/appeal", REASON, If_Match='"1"')
    assert filed.json()["heard_by"] == (str(that.BUDI) if after_filing else None)
    place = filed.headers["location"]
    for side in (siti, speak(that.DEWI)):
        await side("POST", place + "/statements", {"text": "Begini."})
    decision = place + "/decision", {"outcome": "upheld", "reason": "Bukti diperiksa."}
    if after_filing:
        assert problem(await region("POST", *decision, If_Match='"4"'))[:2] == (403, "not_the_appeals_official")
        await last_day_of_budi(that.TODAY - timedelta(days=1))
    refused = problem(await speak(that.BUDI)("POST", *decision, If_Match='"4"'))
    assert refused[:2] == (403, "not_the_appeals_official")
    assert (await region("POST", *decision, If_Match='"4"')).json()["status"] == "decided"


async def test_appeals_are_read_by_those_whom_they_concern(speak: Any):
    await speak(that.DEWI)("POST", "/v1/evaluations", BODY)
    filed = await speak(that.SITI)("POST", PLACE + "/appeal", REASON, If_Match='"1"')
    place = filed.headers["location"]
    officer, inspector = speak(None, "personnel_officer", agency=that.AGENCY), speak(None, "inspector")
    for reader in (speak(that.SITI), speak(that.DEWI), speak(that.BUDI), officer, inspector):
        assert (await reader("GET", place)).status_code == 200
        assert len((await reader("GET", "/v1/appeals?status=hearing")).json()["items"]) == 1
        assert (await reader("GET", "/v1/appeals?status=decided")).json()["items"] == []
    for stranger in (speak(that.ANOTHER), speak(None, "personnel_officer", agency=that.YEAR)):
        assert problem(await stranger("GET", place))[:2] == (403, "forbidden")
        assert (await stranger("GET", "/v1/appeals")).json() == {"items": [], "next": None}
    assert problem(await inspector("GET", f"/v1/appeals/{that.ANOTHER}"))[:2] == (404, "unknown_appeal")
    assert (await inspector("GET", "/v1/appeals?status=lost")).status_code == 422


async def test_some_of_the_seven_values_are_refused(speak: Any, real: PostgresWorld):
    answer = await speak(that.DEWI)("POST", "/v1/evaluations", BODY | {"behaviors": {"loyal": "meets"}})
    assert problem(answer) == (422, "behaviors_incomplete", ["#/behaviors"])
    whole = {each.value.value: "meets" for each in that.SEVEN}
    made = await speak(that.DEWI)("POST", "/v1/evaluations", BODY | {"behaviors": whole})
    assert (made.status_code, made.json()["behaviors"]) == (201, whole)


async def test_whom_somebody_is_changing_is_passed_by_and_not_waited_for(real: PostgresWorld, client: Any):
    await execute.submit(that.submission(), attempt(), OCCASION, real.store)
    late = replace(OCCASION, today=date(2026, 8, 1))
    async with real.store.begin() as work:
        await work.load(that.EVALUATION)
        async with asyncio.timeout(5):
            assert await acknowledge_overdue(late, real.store, 10) == 0
    assert await acknowledge_overdue(late, real.store, 10) == 1
