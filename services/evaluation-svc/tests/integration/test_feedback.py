"""Feedback and opinions over HTTP, on a real PostgreSQL."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import httpx2
import pytest
from capaian_local.testing.callers import Callers

from .. import situations as that
from .conftest import PostgresWorld, interface
from .speaking import Speaker, problem

pytestmark = pytest.mark.servers

FEEDBACK = "/v1/feedback"
OPINIONS = f"/v1/opinions/{that.SITI}/{that.QUARTER}"
OTHER = that.REGION.parent / "jawa-tengah"
WORDS: dict[str, Any] = {
    "id": str(that.THIRD), "civil_servant_id": str(that.SITI), "text": "Kunjungan rumah baik.", "about": "adaptive",
}  # fmt: skip
OPINION: dict[str, Any] = {"behaviors": {each.value.value: "meets" for each in that.SEVEN}, "text": "Ramah."}


async def test_feedback_and_its_answers(speak: Any):
    dewi, siti, budi = speak(that.DEWI), speak(that.SITI), speak(that.BUDI)
    made = await dewi("POST", FEEDBACK, WORDS)
    assert (made.status_code, made.headers["location"]) == (201, f"{FEEDBACK}/{that.THIRD}")
    assert (await dewi("POST", FEEDBACK, WORDS)).status_code == 200
    assert problem(await dewi("POST", FEEDBACK, WORDS | {"about": str(that.ANOTHER)})) == (
        409, "already_exists", ["#/id"],
    )  # fmt: skip
    assert problem(await budi("POST", FEEDBACK, WORDS))[:2] == (403, "not_a_superior")
    assert problem(await dewi("POST", FEEDBACK, WORDS | {"about": "brave"}))[0] == 422
    answered = await siti("POST", f"{FEEDBACK}/{that.THIRD}/answers", {"text": "Terima kasih."})
    assert (answered.status_code, answered.json()["answers"][0]["text"]) == (200, "Terima kasih.")
    assert problem(await dewi("POST", f"{FEEDBACK}/{that.THIRD}/answers", {"text": "Ya."}))[:2] == (
        403, "not_the_rated_person",
    )  # fmt: skip
    place = f"{FEEDBACK}?civil_servant_id={that.SITI}"
    for reader in (siti, dewi, speak(None, "inspector")):
        assert (await reader("GET", place)).json() == {"items": [answered.json()], "next": None}
    assert (await budi("GET", place)).json()["items"] == []
    assert problem(await speak(None)("GET", place))[:2] == (403, "forbidden")
    assert problem(await siti("GET", place.replace(str(that.SITI), str(that.YEAR))))[1] == "unknown_civil_servant"


async def test_where_the_region_asks_for_no_opinions(speak: Any):
    assert problem(await speak(that.ANOTHER)("PUT", OPINIONS, OPINION))[:2] == (409, "opinions_not_asked")


async def test_opinions_are_shown_without_names_once_nobody_can_add_to_them(
    client: httpx2.AsyncClient, real: PostgresWorld, database_url: str, callers: Callers
):
    people = [UUID(int=number + 1) for number in range(4)]
    await real.put([that.colleague(each) for each in people])

    def speaker(client: httpx2.AsyncClient, person: UUID | None, *roles: str) -> Speaker:
        named, days = list(roles) or ["civil_servant"], timedelta(days=3)
        return Speaker(client, callers.token(str(person), named, person=person, expires_in=days))

    async with interface(database_url, callers, OTHER) as during:
        for person in people[:3]:
            assert (await speaker(during, person)("PUT", OPINIONS, OPINION)).status_code == 201
        first = speaker(during, people[0])
        missing = await first("PUT", OPINIONS, OPINION | {"text": None})
        assert (*problem(missing)[:2], missing.headers["etag"]) == (428, "version_required", '"1"')
        assert (await first("PUT", OPINIONS, OPINION | {"text": None}, If_Match='"1"')).headers["etag"] == '"2"'
        assert problem(await speaker(during, that.BUDI)("PUT", OPINIONS, OPINION))[:2] == (403, "not_a_colleague")
        assert problem(await first("PUT", OPINIONS, {"behaviors": {"loyal": "meets"}})) == (
            422, "behaviors_incomplete", ["#/behaviors"],
        )  # fmt: skip
        siti = speaker(during, that.SITI)
        assert problem(await siti("GET", OPINIONS))[:2] == (409, "opinions_open")
        async with interface(database_url, callers, OTHER, datetime(2026, 7, 11, 5, tzinfo=UTC)) as after:
            late = speaker(after, that.SITI)
            assert problem(await late("GET", OPINIONS))[:2] == (409, "too_few_opinions")
            assert problem(await speaker(after, people[3])("PUT", OPINIONS, OPINION))[:2] == (409, "opinions_closed")
            assert (await speaker(during, people[3])("PUT", OPINIONS, OPINION)).status_code == 201
            shown = (await speaker(after, that.DEWI)("GET", OPINIONS)).json()
            assert (await late("GET", OPINIONS)).json() == shown
            assert [(each["group"], each["people"]) for each in shown["groups"]] == [("together", 4)]
            assert shown["groups"][0]["behaviors"]["loyal"] == {"above": 0, "meets": 4, "below": 0}
            assert (shown["texts"], shown["minimum"]) == (["Ramah."] * 3, 4)
            assert not any(str(person) in str(shown) for person in people)
            for other in (speaker(after, people[0]), speaker(after, None, "inspector"), speaker(after, that.BUDI)):
                assert problem(await other("GET", OPINIONS))[:2] == (403, "forbidden")
