"""Units' predicates and distributions over HTTP, on a real PostgreSQL."""

from typing import Any
from uuid import UUID

import pytest
from chassis import ids

from .. import situations as that
from ..store_suite import entry
from .conftest import PostgresWorld
from .speaking import problem
from .test_http import BODY

pytestmark = pytest.mark.servers

PLACE = f"/v1/organization-evaluations/{that.CLINIC}/{that.QUARTER}"
DISTRIBUTION = f"/v1/units/{that.CLINIC}/distribution?period_id={that.QUARTER}"
RATING: dict[str, Any] = {"predicate": "good", "achievement": "98.50", "note": "Sesuai perjanjian kinerja."}


@pytest.fixture
async def placed(real: PostgresWorld, client: Any) -> PostgresWorld:
    await real.put([*that.units(), entry(that.SITI, that.serving(that.siti(), that.POST), 2)])
    return real


async def test_the_level_above_sets_changes_and_reads_it(speak: Any, placed: PostgresWorld):
    budi, dewi = speak(that.BUDI), speak(that.DEWI)
    assert problem(await budi("GET", PLACE))[:2] == (404, "unknown_organization_evaluation")
    made = await budi("PUT", PLACE, RATING)
    assert (made.status_code, made.headers["etag"], made.headers["location"]) == (201, '"1"', PLACE)
    assert (made.json()["achievement"], made.json()["head_work_results"]) == ("98.50", "meets")
    assert made.json()["head_work_results_source"] == "own"
    again = await budi("PUT", PLACE, RATING)
    assert (again.status_code, again.json()) == (200, made.json())
    worse = RATING | {"predicate": "poor"}
    missing = await budi("PUT", PLACE, worse)
    assert (*problem(missing)[:2], missing.headers["etag"]) == (428, "version_required", '"1"')
    stale = await budi("PUT", PLACE, worse, If_Match='"2"')
    assert (*problem(stale), stale.headers["etag"]) == (412, "stale_version", ["header:If-Match"], '"1"')
    assert problem(await dewi("PUT", PLACE, worse, If_Match='"1"'))[:2] == (403, "not_the_level_above")
    changed = await budi("PUT", PLACE, worse, If_Match='"1"')
    assert (changed.status_code, changed.headers["etag"], changed.json()["head_work_results"]) == (200, '"2"', "below")
    read = await dewi("GET", PLACE)
    assert (read.json(), read.headers["etag"]) == (changed.json(), '"2"')
    assert [sequence for _, sequence, _ in await placed.said()] == [1, 2]


@pytest.mark.parametrize(
    ("place", "change", "expected"),
    [
        (PLACE, {"achievement": "-1"}, (422, "achievement_out_of_range", ["#/achievement"])),
        (PLACE, {"achievement": "NaN"}, (422, "not_a_number", ["#/achievement"])),
        (PLACE, {"predicate": "very_good"}, (422, "not_allowed", ["#/predicate"])),
        (PLACE.replace(str(that.CLINIC), str(that.SITI)), {}, (404, "unknown_unit", [])),
        (PLACE.replace(str(that.QUARTER), str(that.YEAR)), {}, (404, "unknown_period", [])),
    ],
)
async def test_a_bad_predicate(
    speak: Any, placed: PostgresWorld, place: str, change: dict[str, Any], expected: tuple[int, str, list[str]]
):
    assert problem(await speak(that.BUDI)("PUT", place, RATING | change)) == expected
    assert await placed.said() == []


async def test_a_distribution_says_what_is_known_and_why_nothing_more(speak: Any, placed: PostgresWorld):
    budi, dewi = speak(that.BUDI), speak(that.DEWI)
    await dewi("POST", "/v1/evaluations", BODY)
    before = (await dewi("GET", DISTRIBUTION)).json()
    assert (before["organization"], before["findings"], before["on"]) == (None, [], "2026-06-30")
    assert before["below_minimum_group"].startswith("1 rated people are too few")
    assert (before["minimum_group"], before["minimum_group_source"]) == (10, "own")
    await budi("PUT", PLACE, RATING)
    after = (await dewi("GET", DISTRIBUTION)).json()
    assert (after["people"], after["rated"], after["predicates"]["good"]) == (1, 1, 1)
    assert after["organization"]["predicate"] == "good"
    assert after["below_minimum_group"] == before["below_minimum_group"]


async def test_findings_of_a_large_unit_are_sentences_with_source_and_rounding(speak: Any, placed: PostgresWorld):
    people = [ids.derived(that.AGENCY, str(number)) for number in range(10)]
    await placed.put(
        [entry(each, that.serving(that.colleague(each).entry, that.POST)) for each in people]  # pyright: ignore[reportArgumentType]
    )
    for place, person in enumerate(people):
        rating = BODY | {"id": str(ids.new_id()), "civil_servant_id": str(person), "work_behavior": "meets"}
        answer = await speak(that.DEWI)("POST", "/v1/evaluations", rating | ({"note": None} if place else {}))
        assert answer.status_code == 201
    await speak(that.BUDI)("PUT", PLACE, RATING)
    found = (await speak(None, "inspector")("GET", DISTRIBUTION)).json()
    assert (found["people"], found["rated"], found["below_minimum_group"]) == (11, 10, None)
    assert [each["code"] for each in found["findings"]] == ["too_many_in_majority", "none_where_some_belong"]
    assert found["findings"][0]["bound"] == 7
    assert "at most 70 percent" in found["findings"][0]["sentence"]
    assert (found["findings"][0]["source"], "not above" in found["findings"][0]["rounding"]) == (
        "SE MenPANRB 3/2023", True,
    )  # fmt: skip


async def test_a_head_who_is_rated_otherwise_than_the_unit_is_pointed_out(speak: Any, placed: PostgresWorld):
    budi, inspector = speak(that.BUDI), speak(None, "inspector")
    await placed.put([entry(that.DEWI, that.serving(that.dewi(), that.CLINIC), 2)])
    rating = BODY | {"id": str(ids.new_id()), "civil_servant_id": str(that.DEWI), "work_results": "meets"}
    assert (await budi("POST", "/v1/evaluations", rating)).status_code == 201
    assert (await inspector("GET", DISTRIBUTION)).json()["head"] is None, "no predicate yet"
    await budi("PUT", PLACE, RATING)
    agrees = {"civil_servant_id": str(that.DEWI), "evaluation_id": rating["id"], "work_results": "meets"}
    assert (await inspector("GET", DISTRIBUTION)).json()["head"] == agrees | {"sentence": None}
    await budi("PUT", PLACE, RATING | {"predicate": "poor"}, If_Match='"1"')
    departs = (await inspector("GET", DISTRIBUTION)).json()["head"]
    assert departs["sentence"].startswith(
        "The head's work results are rated meets, and the unit's predicate gives below"
    )


@pytest.mark.parametrize(
    ("person", "roles", "agency", "status"),
    [
        (that.DEWI, (), None, 200),
        (that.BUDI, (), None, 200),
        (that.SITI, (), None, 403),
        (None, ("inspector",), None, 200),
        (None, ("region_admin",), None, 200),
        (None, ("personnel_officer",), that.AGENCY, 200),
        (None, ("personnel_officer",), that.YEAR, 403),
    ],
)
async def test_who_looks_at_a_unit(
    speak: Any,
    placed: PostgresWorld,
    person: UUID | None,
    roles: tuple[str, ...],
    agency: UUID | None,
    status: int,
):
    await speak(that.BUDI)("PUT", PLACE, RATING)
    reader = speak(person, *roles, agency=agency)
    assert (await reader("GET", DISTRIBUTION)).status_code == status
    assert (await reader("GET", PLACE)).status_code == status


async def test_what_is_not_there_has_no_distribution(speak: Any, placed: PostgresWorld):
    inspector = speak(None, "inspector")
    assert problem(await inspector("GET", DISTRIBUTION.replace(str(that.CLINIC), str(that.SITI))))[1] == "unknown_unit"
    assert problem(await inspector("GET", DISTRIBUTION.replace(str(that.QUARTER), str(that.YEAR))))[:2] == (
        404, "unknown_period",
    )  # fmt: skip
