"""Self-assessments over HTTP, on a real PostgreSQL."""

from typing import Any

import pytest

from .. import situations as that
from .speaking import problem
from .test_http import BODY

pytestmark = pytest.mark.servers

PLACE = f"/v1/self-assessments/{that.SITI}/{that.QUARTER}"
WORDS: dict[str, Any] = {"work_results": "above", "work_behavior": "meets", "reflection": "Target tercapai."}


async def test_the_person_makes_and_changes_it_until_the_ratings_are_submitted(speak: Any):
    siti, dewi = speak(that.SITI), speak(that.DEWI)
    assert problem(await dewi("GET", PLACE))[:2] == (404, "unknown_self_assessment")
    made = await siti("PUT", PLACE, WORDS)
    assert (made.status_code, made.headers["etag"], made.headers["location"]) == (201, '"1"', PLACE)
    missing = await siti("PUT", PLACE, WORDS | {"work_results": "meets"})
    assert (*problem(missing)[:2], missing.headers["etag"]) == (428, "version_required", '"1"')
    changed = await siti("PUT", PLACE, WORDS | {"work_results": "meets"}, If_Match='"1"')
    assert (changed.status_code, changed.headers["etag"]) == (200, '"2"')
    read = await dewi("GET", PLACE)
    assert (read.json(), read.headers["etag"]) == (changed.json(), '"2"')
    await dewi("POST", "/v1/evaluations", BODY)
    assert problem(await siti("PUT", PLACE, WORDS, If_Match='"2"'))[:2] == (409, "self_assessment_closed")


async def test_who_may_not(speak: Any):
    siti = speak(that.SITI)
    assert problem(await speak(that.DEWI)("PUT", PLACE, WORDS))[:2] == (403, "not_the_rated_person")
    assert problem(await siti("PUT", PLACE, WORDS | {"reflection": " "})) == (422, "text_empty", ["#/reflection"])
    assert problem(await siti("PUT", PLACE.replace(str(that.QUARTER), str(that.YEAR)), WORDS))[:2] == (
        404, "unknown_period",
    )  # fmt: skip
    await siti("PUT", PLACE, WORDS)
    assert problem(await speak(that.BUDI)("GET", PLACE))[:2] == (403, "forbidden")
    assert (await speak(None, "personnel_officer", agency=that.AGENCY)("GET", PLACE)).status_code == 200
