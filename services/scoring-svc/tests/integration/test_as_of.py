"""A card and its explanation as of a moment, over the contribution log in PostgreSQL."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from .. import situations as that
from .conftest import PostgresWorld, Visitor

pytestmark = pytest.mark.servers
CARD = f"/v1/cards/{that.SITI}"
MARCH, JUNE = date(2026, 3, 1), date(2026, 6, 1)


@pytest.fixture(autouse=True)
async def situation(world: PostgresWorld) -> None:
    """A plan and 50 in March, 60 in June; in July it turns out that it had been 40 in March already."""
    await world.keep([that.agency(), that.unit(), that.siti(), that.year()])
    plan = that.plan(that.indicator(target="100"), day=MARCH)
    await world.say([plan, that.realized("50", day=MARCH)], datetime(2026, 3, 2, tzinfo=UTC))
    await world.say([that.realized("60", sequence=2, day=JUNE)], datetime(2026, 6, 2, tzinfo=UTC))
    await world.say([that.realized("40", sequence=3, day=MARCH)], datetime(2026, 7, 2, tzinfo=UTC))


@pytest.fixture
def officer(visitor: Visitor) -> str:
    return visitor.token("personnel_officer", that.AGENCY)


@pytest.mark.parametrize(
    ("query", "score"),
    [
        ("effective_on=2026-02-28", None),
        ("effective_on=2026-03-01", "40.0000"),
        ("known_at=2026-03-01T23:59:59Z", None),
        ("known_at=2026-03-02T00:00:00Z", "50.0000"),
        ("known_at=2026-06-02T07:00:00%2B07:00", "60.0000"),
        ("effective_on=2026-05-31&known_at=2026-07-01T00:00:00Z", "50.0000"),
        ("effective_on=2026-07-09&known_at=2026-07-09T03:00:00Z", "40.0000"),
    ],
)
async def test_the_card_and_its_explanation_of_a_moment(visitor: Visitor, officer: str, query: str, score: str | None):
    card = await visitor.get(officer, f"{CARD}?{query}")
    why = (await visitor.get(officer, f"{CARD}/explanation?{query}")).json()
    assert card.status_code == 200, card.text
    found: dict[str, Any] = card.json()
    assert (found["score"], why["score"]) == (score, score)
    assert (found["kind"], found["sequence"], why["sequence"]) == ("as_of", None, None)
    assert found["as_of"] == why["as_of"] and set(found["as_of"]) == {"effective_on", "known_at"}
    assert "ETag" not in card.headers


async def test_the_live_card_stays_what_it_is(visitor: Visitor, officer: str):
    card = await visitor.get(officer, CARD)
    assert (card.json()["kind"], card.json()["score"]) == ("live", "40.0000") and "as_of" not in card.json()


@pytest.mark.parametrize("path", [CARD, f"{CARD}/explanation"])
@pytest.mark.parametrize(
    ("query", "code", "pointer"),
    [
        ("effective_on=yesterday", "not_a_date", "query:effective_on"),
        ("effective_on=1783555200", "not_a_date", "query:effective_on"),
        ("known_at=2026-07-09", "not_a_moment", "query:known_at"),
        ("known_at=2026-07-09T03:00:00", "not_a_moment", "query:known_at"),
        ("effective_on=2026-07-10", "future_moment", "query:effective_on"),
        ("known_at=2026-07-09T03:00:01Z", "future_moment", "query:known_at"),
    ],
)
async def test_what_is_no_moment_or_is_to_come_is_refused(
    visitor: Visitor, officer: str, path: str, query: str, code: str, pointer: str
):
    answer = await visitor.get(officer, f"{path}?{query}")
    assert answer.status_code == 422
    (fault,) = answer.json()["errors"]
    assert (fault["code"], fault["pointer"]) == (code, pointer)


async def test_a_stranger_gets_no_moment_either(visitor: Visitor):
    stranger = visitor.token("civil_servant", person=that.BUDI)
    assert (await visitor.get(stranger, f"{CARD}?effective_on=2026-03-01")).status_code == 403
