"""What is answered of an evaluation and its appeal, and the part that looks at deadlines."""

import asyncio
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from chassis import ids
from chassis.working import Worker
from evaluation_svc.app import execute
from evaluation_svc.app.resources import appeal_resource, resource
from evaluation_svc.domain.appeals import decide, expire
from evaluation_svc.domain.evaluation import Evaluation, Status, evolve
from evaluation_svc.domain.facts import Outcome
from evaluation_svc.domain.ratings import Rating
from evaluation_svc.entrypoints.deadlines import Deadlines

from .. import situations as that
from ..fakes import MemoryStore
from ..store_suite import OCCASION, attempt

LATE = datetime(2026, 8, 1, 3, tzinfo=UTC)


def silent() -> Evaluation:
    (fact,) = expire(that.submitted(), date(2026, 7, 24), that.RULES)
    return evolve(that.submitted(), fact)


@pytest.mark.parametrize(
    ("state", "today", "status", "days_left"),
    [
        (that.submitted(), that.TODAY, "possible", 14),
        (that.submitted(), that.LAST_DAY, "possible", 0),
        (that.submitted(), that.LAST_DAY + timedelta(days=1), "too_late", 0),
        (that.acknowledged(), that.TODAY, "given_up", 14),
        (silent(), date(2026, 7, 24), "too_late", 0),
        (that.objected(), date(2026, 8, 1), "hearing", 0),
        (that.decided(), that.TODAY, "decided", 14),
    ],
)
def test_the_way_to_an_appeal_has_its_last_day_and_its_source(
    state: Evaluation, today: date, status: str, days_left: int
):
    way = resource(state, today, that.RULES)["appeal"]
    assert way == {
        "status": status,
        "id": None if state.appeal is None else str(that.APPEAL),
        "last_day": "2026-07-23",
        "days_left": days_left,
        "days": 14,
        "source": "PP 30/2019 Ps 59",
        "counting_source": "verify: PP 30/2019 Ps 59",
    }


def test_what_nobody_received_has_no_way_to_an_appeal():
    shown = resource(that.drafted(), that.TODAY, that.RULES)
    assert (shown["status"], shown["appeal"], shown["received_on"]) == ("draft", None, None)
    gone = replace(that.submitted(), status=Status.WITHDRAWN)
    assert resource(gone, that.TODAY, that.RULES)["appeal"] is None


def test_behaviors_are_shown_by_value():
    state = replace(that.submitted(), judgement=that.judgement(behaviors=that.SEVEN))
    shown = resource(state, that.TODAY, that.RULES)["behaviors"]
    assert isinstance(shown, dict)
    assert (len(shown), shown["loyal"]) == (7, "meets")
    assert resource(that.submitted(), that.TODAY, that.RULES)["behaviors"] is None


def test_who_acknowledged_and_how():
    assert [resource(each, that.TODAY, that.RULES)["by_deadline"] for each in (that.acknowledged(), silent())] == [
        False,
        True,
    ]
    assert resource(silent(), that.TODAY, that.RULES)["acknowledged_on"] == "2026-07-24"


def test_an_appeal_shows_what_it_is_against_and_what_it_led_to():
    command = that.decision(outcome=Outcome.REVISED, results=Rating.ABOVE)
    (fact,) = decide(command, that.heard(), that.court())
    shown = appeal_resource(evolve(that.heard(), fact), that.TODAY, that.RULES)
    assert shown["against"] == {
        "work_results": "meets",
        "work_behavior": "above",
        "predicate": "good",
        "performance_quadrant": 2,
    }
    assert shown["decision"] == {
        "outcome": "revised", "work_results": "above", "work_behavior": "above", "predicate": "very_good",
        "performance_quadrant": 1,
        "reason": "Bukti diperiksa.", "decided_on": "2026-07-09", "decided_by": str(that.BUDI),
    }  # fmt: skip
    assert (shown["status"], shown["heard_until"], shown["hearing_days"], shown["source"]) == (
        "decided", "2026-07-16", 7, "own",
    )  # fmt: skip
    with pytest.raises(ValueError, match="no appeal"):
        appeal_resource(that.submitted(), that.TODAY, that.RULES)


class Flaky(MemoryStore):
    """A store whose database is away for the first time, or says something that no waiting mends."""

    def __init__(self, error: Exception) -> None:
        super().__init__()
        self.error: Exception | None = error

    def begin(self):
        if self.error is not None:
            error, self.error = self.error, None
            raise error
        return super().begin()


async def waiting_for_an_answer(store: MemoryStore) -> None:
    store.people = {that.SITI: that.siti(), that.DEWI: that.dewi()}
    store.periods = {that.QUARTER: that.quarter()}
    await execute.submit(that.submission(), attempt(), OCCASION, store)


class TestDeadlines:
    """The part goes on until it is told to stop."""

    async def run(self, store: MemoryStore) -> None:
        """Until a look comes after the one that did something."""
        stop = asyncio.Event()

        def late() -> datetime:
            if len(store.said) == 2:
                stop.set()
            return LATE

        deadlines = Deadlines(store, late, "Asia/Jakarta", ids.new_id, that.REGIONAL)
        async with asyncio.timeout(5):
            await Worker("deadlines", deadlines.step, lambda: None, rest=0.001).serve(stop)

    async def test_it_acknowledges_what_is_overdue(self):
        store = MemoryStore()
        await waiting_for_an_answer(store)
        await self.run(store)
        assert store.evaluations[that.EVALUATION].status is Status.ACKNOWLEDGED

    async def test_a_database_that_is_away_for_a_while_is_waited_for(self):
        ready = MemoryStore()
        await waiting_for_an_answer(ready)
        store = Flaky(ConnectionRefusedError("away"))
        store.evaluations, store.said, store.people = ready.evaluations, ready.said, ready.people
        await self.run(store)
        assert store.evaluations[that.EVALUATION].status is Status.ACKNOWLEDGED

    async def test_what_no_waiting_mends_ends_the_part(self):
        with pytest.raises(ValueError, match="broken"):
            await self.run(Flaky(ValueError("broken")))
