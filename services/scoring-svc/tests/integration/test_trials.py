"""A draft policy over the cards of a real database: for whom, told of all or one by one, and what it refuses."""

import asyncio
import multiprocessing
import os
import select
import sys
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import httpx2
import msgspec
import pytest
from scoring_svc.adapters.population import PostgresPopulation
from scoring_svc.adapters.trying import OwnProcess
from scoring_svc.app.trials import LONGEST, Pack, Scope, Trials, Wanted
from scoring_svc.domain.access import Actor
from scoring_svc.domain.contribution import StaffMean
from scoring_svc.domain.refusals import Code, Refusal

from .. import situations as that
from .conftest import PostgresWorld, Visitor
from .test_sealing import of_dewi

pytestmark = pytest.mark.servers
TOML = (that.REGION / "policies" / "1.toml").read_text()
DRAFT = TOML.replace("targets = { value = 60", "targets = { value = 20").replace(
    "evaluation = { value = 25", "evaluation = { value = 65"
)


def content() -> dict[str, Any]:
    return msgspec.json.decode(that.LAMPUNG_PACK[0].content)


@pytest.fixture(autouse=True)
async def situation(world: PostgresWorld) -> None:
    """Siti: 80 of the targets, 100 of the evaluation. Dewi, elsewhere: 100 of the evaluation alone."""
    elsewhere = that.dewi(agency_id=that.OTHER_AGENCY, places=(that.place(that.OTHER_UNIT, serves_public=False),))
    other = replace(that.unit(), id=that.OTHER_UNIT, agency_id=that.OTHER_AGENCY)
    agency = replace(that.agency(), id=that.OTHER_AGENCY)
    await world.keep([that.agency(), agency, that.unit(), other, that.siti(), elsewhere, that.year()])
    await world.say([that.plan(that.indicator(target="100")), that.realized("80"), that.rated(), of_dewi(that.rated())])


async def ask(
    visitor: Visitor, role: str = "inspector", query: str = "", **body: Any
) -> httpx2.Response:  # fmt: skip
    headers = {"Authorization": f"Bearer {visitor.token(role, that.AGENCY, that.SITI)}"}
    whole = {"period_id": str(that.YEAR), "policy": DRAFT, **body}
    return await visitor.client.post(f"/v1/policy-trials{query}", json=whole, headers=headers)


@pytest.mark.parametrize("role", ["inspector", "region_admin"])
async def test_all_people_in_one_summary(visitor: Visitor, role: str):
    answer = await ask(visitor, role)
    assert answer.status_code == 200, answer.text
    told = answer.json()
    assert (told["kind"], told["people"], told["compared"], told["moved"]) == ("policy_trial", 2, 2, 1)
    assert (told["policy"], told["instead_of"]) == (told["instead_of"], told["policy"]), "they differ in numbers alone"
    # Siti: (60 · 80 + 25 · 100) / 85, (20 · 80 + 65 · 100) / 85; Dewi stays at 100.
    (up,) = told["up"]["items"]
    assert up["civil_servant_id"] == str(that.SITI)
    assert (up["before"]["score"], up["after"]["score"], up["change"]) == ("85.8824", "95.2941", "9.4117")
    assert (told["mean_change"], told["median_change"], told["largest_change"]) == ("4.7059", "4.7059", "9.4117")
    assert {"before": "needs_improvement", "after": "good", "people": 1} in told["categories"]
    assert {"from": "5", "to": "10", "people": 1} in told["histogram"]


async def test_person_by_person_in_pages(visitor: Visitor):
    first = (await ask(visitor, query="?persons=true&limit=1")).json()
    assert [each["civil_servant_id"] for each in first["items"]] == [str(that.SITI)] and "people" not in first
    assert first["items"][0]["before"] == {
        "score": "85.8824", "completeness": "85.00", "category": "needs_improvement",
    }  # fmt: skip
    second = (await ask(visitor, query=f"?persons=true&limit=1&cursor={first['next']}")).json()
    assert [each["civil_servant_id"] for each in second["items"]] == [str(that.DEWI)] and second["next"] is None
    assert second["items"][0]["change"] == "0.0000"


@pytest.mark.parametrize(
    ("scope", "people"),
    [
        ({"agency_id": str(that.AGENCY)}, [that.SITI]),
        ({"agency_id": str(that.OTHER_AGENCY)}, [that.DEWI]),
        ({"unit_id": str(that.UNIT)}, [that.SITI]),
        ({"unit_id": str(that.OTHER_UNIT)}, [that.DEWI]),
        ({"agency_id": str(that.AGENCY), "unit_id": str(that.OTHER_UNIT)}, []),
    ],
)
async def test_of_an_agency_or_a_unit(visitor: Visitor, scope: dict[str, str], people: list[UUID]):
    found = (await ask(visitor, query="?persons=true", **scope)).json()
    assert [each["civil_servant_id"] for each in found["items"]] == [str(each) for each in people]
    assert (await ask(visitor, **scope)).json()["people"] == len(people)


async def test_who_served_in_the_unit_is_who_serves_there_today(visitor: Visitor, world: PostgresWorld):
    await world.keep([that.siti(places=(that.place(until=date(2026, 7, 8)),))], sequence=2)
    assert (await ask(visitor, unit_id=str(that.UNIT))).json()["people"] == 0


async def test_a_pack_as_json_is_the_same(visitor: Visitor):
    told = (await ask(visitor, policy=content())).json()
    assert (told["people"], told["moved"]) == (2, 0)


async def test_a_survey_counts_by_the_drafts_choice(visitor: Visitor, world: PostgresWorld):
    staff = (StaffMean("staff_competence", Decimal(4)), StaffMean("staff_behavior", Decimal(2)))
    index = that.index("87.5", 40, staff=staff)
    await world.keep([index])
    await world.say([that.surveyed("87.5", 40)])
    draft = TOML.replace('attribution = { value = "unit_index"', 'attribution = { value = "staff_elements"')
    found = (await ask(visitor, query="?persons=true&limit=1", policy=draft)).json()["items"][0]
    # (60 · 80 + 25 · 100 + 15 · 87.5) / 100, and with 75 instead.
    assert (found["before"]["score"], found["after"]["score"]) == ("86.1250", "84.2500")


@pytest.mark.parametrize(
    ("body", "status", "code", "pointer"),
    [
        ({"period_id": str(that.UNKNOWN)}, 404, "unknown_period", "#/period_id"),
        ({"agency_id": str(that.UNKNOWN)}, 404, "unknown_agency", "#/agency_id"),
        ({"unit_id": str(that.UNKNOWN)}, 404, "unknown_unit", "#/unit_id"),
        ({"policy": "id = "}, 422, "invalid_policy", "#/policy"),
        ({"policy": ""}, 422, "invalid_policy", "#/policy"),
        ({"policy": {}}, 422, "invalid_policy", "#/policy"),
    ],
)
async def test_what_it_refuses(visitor: Visitor, body: dict[str, Any], status: int, code: str, pointer: str):
    for query in ("", "?persons=true"):
        answer = await ask(visitor, query=query, **body)
        fault = answer.json()["errors"][0]
        assert (answer.status_code, answer.json()["code"], fault["pointer"]) == (status, code, pointer), answer.text


@pytest.mark.parametrize(
    "query", ["?persons=true&cursor=WzFd", "?persons=true&cursor=WyJ4Il0=", "?persons=true&limit=201"]
)
async def test_a_page_that_is_none(visitor: Visitor, query: str):
    assert (await ask(visitor, query=query)).json()["code"] in {"invalid_cursor", "invalid_limit"}


async def test_all_faults_of_a_draft_are_named_as_on_loading(visitor: Visitor):
    text = TOML.replace("targets = { value = 60", "targets = { value = 59.99").replace(
        "minimum_answers = { value = 30", "minimum_answers = { value = 0"
    )
    detail = (await ask(visitor, policy=text)).json()["detail"]
    assert "weights make 99.99, not 100" in detail and "survey.minimum_answers must be at least 1" in detail


@pytest.mark.parametrize("role", ["personnel_officer", "agency_system", "civil_servant"])
async def test_others_may_not(visitor: Visitor, role: str):
    answer = await ask(visitor, role)
    assert (answer.status_code, answer.json()["code"]) == (403, "forbidden")


async def test_nothing_of_it_is_kept(visitor: Visitor, world: PostgresWorld):
    before = [await world.reads.card((that.SITI, that.YEAR)), await world.said()]
    await ask(visitor)
    assert [await world.reads.card((that.SITI, that.YEAR)), await world.said()] == before


def wanted() -> Wanted:
    return Wanted(that.JATENG, that.YEAR, None, None, Actor({"inspector"}, None, None), that.TODAY)


def trials(world: PostgresWorld, trying: OwnProcess, *moments: datetime) -> Trials:
    passing = iter(moments)
    now = (lambda: next(passing)) if moments else (lambda: that.NOW)
    return Trials(PostgresPopulation(world.engine), trying, world.reads, that.PACKS, now)


async def test_what_takes_too_long_is_refused_with_what_to_do(world: PostgresWorld, trying: OwnProcess):
    with pytest.raises(Refusal, match="After 120 seconds 2 people were compared") as refused:
        await trials(world, trying, that.NOW, that.NOW + LONGEST + timedelta(microseconds=1)).summary(wanted())
    assert refused.value.code is Code.TRIAL_TOO_LONG
    assert (await trials(world, trying, that.NOW, that.NOW + LONGEST).summary(wanted()))["people"] == 2


class Gate(PostgresPopulation):
    """A population whose cards come when they may."""

    def __init__(self, world: PostgresWorld) -> None:
        super().__init__(world.engine)
        self.asked, self.may = asyncio.Event(), asyncio.Event()

    async def pack(self, scope: Scope, after: UUID, limit: int) -> Pack:
        self.asked.set()
        await self.may.wait()
        return await super().pack(scope, after, limit)


async def test_one_trial_at_a_time(world: PostgresWorld, trying: OwnProcess):
    gate = Gate(world)
    one = Trials(gate, trying, world.reads, that.PACKS, lambda: that.NOW)
    first = asyncio.create_task(one.summary(wanted()))
    await gate.asked.wait()
    with pytest.raises(Refusal) as refused:
        await one.summary(wanted())
    assert refused.value.code is Code.TRIAL_RUNNING
    gate.may.set()
    assert (await first)["people"] == 2
    assert (await one.summary(wanted()))["people"] == 2, "and the next one runs"


async def test_a_service_that_is_stopped_does_not_wait_for_a_trial(world: PostgresWorld, trying: OwnProcess):
    gate, stop = Gate(world), asyncio.Event()
    one = Trials(gate, trying, world.reads, that.PACKS, lambda: that.NOW)
    serving, running = asyncio.create_task(one.serve(stop)), asyncio.create_task(one.summary(wanted()))
    await gate.asked.wait()
    stop.set()
    await serving
    gate.may.set()
    for asked in (running, one.summary(wanted()), one.people(wanted(), None, 10)):
        with pytest.raises(Refusal, match="The service is being stopped") as refused:
            await asked
        assert refused.value.code is Code.TRIAL_INTERRUPTED


async def test_cards_are_compared_in_a_process_that_begins_with_the_first_trial_and_ends_with_the_service(
    world: PostgresWorld,
):
    others, own = set(multiprocessing.active_children()), OwnProcess()
    assert (await trials(world, own).summary(wanted()))["people"] == 2
    (child,) = set(multiprocessing.active_children()) - others
    _, people = await trials(world, own).people(wanted(), None, 10)
    assert len(people) == 2 and set(multiprocessing.active_children()) - others == {child}, "it is the same one"
    await own.close()
    assert not child.is_alive()
    await own.close()


async def test_where_that_process_is_killed_the_trial_is_refused_and_the_next_one_has_another(world: PostgresWorld):
    others, own = set(multiprocessing.active_children()), OwnProcess()
    assert (await trials(world, own).summary(wanted()))["people"] == 2
    (child,) = set(multiprocessing.active_children()) - others
    child.kill()
    child.join()
    with pytest.raises(Refusal, match="Ask again") as refused:
        await trials(world, own).summary(wanted())
    assert refused.value.code is Code.TRIAL_INTERRUPTED
    assert (await trials(world, own).summary(wanted()))["people"] == 2
    await own.close()


async def test_cards_of_another_trial_are_not_compared(world: PostgresWorld):
    """A process that took the place of a killed one knows nothing of the trial that was begun there."""
    own = OwnProcess()
    with pytest.raises(Refusal) as refused:
        await own.tally(list)
    assert refused.value.code is Code.TRIAL_INTERRUPTED
    await own.close()


SERVICE = """
import asyncio, multiprocessing
from scoring_svc.adapters.trying import OwnProcess
from scoring_svc.domain.refusals import Refusal

async def main():
    try:
        await OwnProcess().tally(list)
    except Refusal:
        print(multiprocessing.active_children()[0].pid, flush=True)
    await asyncio.sleep(600)

asyncio.run(main())
"""


async def test_where_the_service_is_killed_that_process_ends_by_itself():
    service = await asyncio.create_subprocess_exec(sys.executable, "-c", SERVICE, stdout=asyncio.subprocess.PIPE)
    assert service.stdout is not None
    async with asyncio.timeout(60):
        child = os.pidfd_open(int(await service.stdout.readline()))
    service.kill()
    await service.wait()
    ended, _, _ = await asyncio.to_thread(select.select, [child], [], [], 60)
    os.close(child)
    assert ended
