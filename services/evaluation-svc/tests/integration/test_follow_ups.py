"""Follow-ups over HTTP, on a real PostgreSQL."""

from dataclasses import replace
from typing import Any

import pytest

from .. import situations as that
from ..store_suite import entry
from .conftest import PostgresWorld
from .speaking import problem
from .test_http import BODY

pytestmark = pytest.mark.servers

LIST = f"/v1/follow-ups?civil_servant_id={that.SITI}&period_id={that.YEAR}"
OF_AGENCY = f"/v1/agencies/{that.AGENCY}/follow-ups"


@pytest.fixture
async def proposed(speak: Any, client: Any, real: PostgresWorld) -> dict[str, Any]:
    year = replace(that.quarter(), period_id=that.YEAR, annual_period_id=None)
    await real.put([entry(that.YEAR, year)])
    below = {"work_results": "below", "work_behavior": "meets", "evaluated_period_id": str(that.YEAR)}
    await speak(that.DEWI)("POST", "/v1/evaluations", BODY | below)
    await speak(that.SITI)("POST", f"/v1/evaluations/{that.EVALUATION}/acknowledgement", If_Match='"1"')
    (found,) = (await speak(that.SITI)("GET", LIST)).json()["items"]
    return found


async def test_an_officer_confirms_what_follows(speak: Any, proposed: dict[str, Any], real: PostgresWorld):
    officer = speak(that.ANOTHER, "personnel_officer", agency=that.AGENCY)
    place = f"/v1/follow-ups/{proposed['id']}/confirmation"
    assert (proposed["measure"], proposed["status"], proposed["source"]) == ("coaching_plan", "proposed", "own")
    assert problem(await officer("POST", place))[:2] == (428, "version_required")
    stale = await officer("POST", place, If_Match='"2"')
    assert (*problem(stale)[:2], stale.headers["etag"]) == (412, "stale_version", '"1"')
    for other in (speak(that.SITI), speak(that.DEWI), speak(None, "inspector")):
        assert problem(await other("POST", place, If_Match='"1"'))[:2] == (403, "not_the_follow_ups_officer")
    done = await officer("POST", place, If_Match='"1"')
    assert (done.status_code, done.headers["etag"], done.json()["settled_by"]) == (200, '"2"', str(that.ANOTHER))
    reason = {"reason": "Sakit panjang."}
    declined = await officer("POST", place.replace("confirmation", "declination"), reason, If_Match='"2"')
    assert problem(declined)[:2] == (409, "already_settled")
    assert type((await real.said())[-1][2]).__name__ == "FollowUpConfirmed"
    unknown = place.replace(proposed["id"], str(that.ANOTHER))
    assert problem(await officer("POST", unknown, If_Match='"1"'))[:2] == (404, "unknown_follow_up")


async def test_or_declines_it(speak: Any, proposed: dict[str, Any]):
    region = speak(None, "region_admin")
    place = f"/v1/follow-ups/{proposed['id']}/declination"
    assert problem(await region("POST", place, {"reason": " "}, If_Match='"1"')) == (422, "text_empty", ["#/reason"])
    done = await region("POST", place, {"reason": "Sakit panjang."}, If_Match='"1"')
    assert (done.json()["status"], done.json()["reason"]) == ("declined", "Sakit panjang.")
    assert (await region("GET", OF_AGENCY + "?status=declined")).json()["items"] == [done.json()]
    assert (await region("GET", OF_AGENCY + "?status=proposed")).json() == {"items": [], "next": None}


async def test_who_reads_them(speak: Any, proposed: dict[str, Any]):
    officer, inspector = speak(None, "personnel_officer", agency=that.AGENCY), speak(None, "inspector")
    for reader in (speak(that.SITI), speak(that.DEWI), officer, inspector):
        assert (await reader("GET", LIST)).json()["items"] == [proposed]
    for reader in (officer, inspector):
        assert (await reader("GET", OF_AGENCY)).json()["items"] == [proposed]
    for stranger in (speak(that.BUDI), speak(None, "personnel_officer", agency=that.YEAR)):
        assert problem(await stranger("GET", LIST))[:2] == (403, "forbidden")
        assert problem(await stranger("GET", OF_AGENCY))[:2] == (403, "forbidden")
