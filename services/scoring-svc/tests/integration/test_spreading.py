"""A survey counts by the policy of its year, in whatever order survey, people, year and policy come to be known."""

import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from uuid import UUID

import msgspec
import pytest
from contracts.score.v1 import OrganizationAttributed, SurveyAttributed
from scoring_svc.adapters.spreading import Respreading
from scoring_svc.app import translate
from scoring_svc.app.project import Cards
from scoring_svc.app.translate_roster import RosterChange
from scoring_svc.domain.attribution import Attribution, distribute, of_survey
from scoring_svc.domain.card import Card, fold
from scoring_svc.domain.contribution import OrganizationCounts, StaffMean, SurveyCounts
from scoring_svc.domain.formula import score
from scoring_svc.domain.policy import Choice, Packs, Policy
from scoring_svc.domain.roster import Person, Served, SurveyIndex, Year
from sqlalchemy import text

from .. import situations as that
from .conftest import PostgresWorld, gathered

pytestmark = pytest.mark.servers
STAFF = (StaffMean("staff_competence", Decimal("3.2")), StaffMean("staff_behavior", Decimal("3.6")))
SERVED = (Served(that.SITI, 40, Decimal("91.5")),)
INDEX = that.index("87.5", 60, required_sample=44, staff=STAFF, served=SERVED)
OF_STAFF = Decimal("85.00")
QUARTER = UUID(int=0xD9)


def version(number: int, starts: date, basis: str) -> Policy:
    survey = replace(that.LAMPUNG.survey, attribution=Choice(basis, "own"))
    return replace(that.LAMPUNG, version=number, effective_from=starts, survey=survey)


FIRST = version(1, date(2026, 1, 1), "unit_index")
LATER = version(2, date(2026, 7, 1), "staff_elements")
TWO = Packs((FIRST, LATER))
"""The year 2026 is under the first; a year that nobody knows, under the newest."""


async def said(world: PostgresWorld) -> list[SurveyAttributed]:
    return [data for _, data in await world.said() if isinstance(data, SurveyAttributed)]


@pytest.mark.parametrize(
    ("basis", "index", "respondents", "staff"),
    [("unit_index", "87.5", 60, 0), ("staff_elements", "85.00", 60, 2), ("transaction", "91.5", 40, 0)],
)
async def test_what_counts_of_a_survey_is_the_policys_choice(
    world: PostgresWorld, basis: str, index: str, respondents: int, staff: int
):
    world.packs = Packs((version(1, date(2026, 1, 1), basis),))
    await world.keep([that.year(), that.siti(), INDEX])
    (event,) = await said(world)
    assert (event.basis, event.index, event.respondents, event.required_sample, len(event.staff)) == (
        basis, Decimal(index), respondents, 44, staff,
    )  # fmt: skip


async def test_who_served_nobody_who_answered_has_no_index(world: PostgresWorld):
    world.packs = Packs((version(1, date(2026, 1, 1), "transaction"),))
    await world.keep([that.year(), that.siti(id=that.BUDI), INDEX])
    (event,) = await said(world)
    assert (event.index, event.respondents, event.counts) == (None, 0, True)


async def test_a_year_that_is_told_later_spreads_its_surveys_anew(world: PostgresWorld):
    world.packs = TWO
    await world.keep([that.siti(), INDEX])
    await world.keep([that.year()])
    await world.keep([that.year(name="Tahun dua ribu dua puluh enam")], sequence=2)
    assert [(each.basis, each.index) for each in await said(world)] == [
        ("staff_elements", OF_STAFF), ("unit_index", INDEX.index),
    ]  # fmt: skip
    assert [envelope.sequence for envelope, data in await world.said() if isinstance(data, SurveyAttributed)] == [1, 2]


async def test_a_year_under_the_policy_that_was_supposed_says_nothing_new(world: PostgresWorld):
    world.packs = TWO
    await world.keep([that.siti(), INDEX])
    await world.keep([that.year(starts_on=date(2026, 7, 1))])
    assert [each.basis for each in await said(world)] == ["staff_elements"]


async def test_an_older_word_of_a_year_changes_nothing(world: PostgresWorld):
    world.packs = TWO
    await world.keep([that.siti(), INDEX, that.year()], sequence=2)
    await world.keep([that.year(starts_on=date(2026, 7, 1))], sequence=1)
    assert [each.basis for each in await said(world)] == ["unit_index"]


async def step_to_the_end(world: PostgresWorld) -> int:
    again = Respreading(world.engine, world.feed().spreadings)
    steps = 0
    while await again.step():
        steps += 1
    assert not await again.step()
    return steps


async def test_a_policy_that_is_put_in_force_later_spreads_anew_once(world: PostgresWorld):
    world.packs = Packs((FIRST,))
    people = [that.siti(), that.siti(id=that.BUDI, places=(that.place(that.OTHER_UNIT),))]
    other = replace(INDEX, survey_id=that.UNKNOWN, unit_id=that.OTHER_UNIT)
    await world.keep([that.year(starts_on=date(2026, 7, 1)), *people, INDEX, other])
    assert await step_to_the_end(world) == 0
    world.packs = TWO
    assert await step_to_the_end(world) == 3, "one look and two units"
    assert await step_to_the_end(world) == 0
    assert sorted((each.civil_servant_id, each.basis) for each in await said(world)) == [
        (that.SITI, "staff_elements"), (that.SITI, "unit_index"),
        (that.BUDI, "staff_elements"), (that.BUDI, "unit_index"),
    ]  # fmt: skip


def events() -> list[tuple[RosterChange, int]]:
    """Everything that is ever said, each aggregate in several words."""
    second = replace(INDEX, survey_id=that.UNKNOWN, unit_id=that.OTHER_UNIT, period_id=that.QUARTER, service="Gizi")
    moved = that.siti(places=(that.place(until=date(2026, 5, 31)), that.place(that.OTHER_UNIT, since=date(2026, 6, 1))))
    next_year = that.year(id=that.QUARTER, starts_on=date(2027, 1, 1), ends_on=date(2027, 12, 31))
    return [
        (that.unit(), 1), (that.year(starts_on=date(2026, 8, 1)), 1), (that.year(), 2), (next_year, 1),
        (that.siti(), 1), (moved, 2), (that.dewi(), 1), (that.siti(id=that.BUDI), 1),
        (replace(INDEX, index=Decimal("70"), as_of=date(2026, 3, 1), event_id=UUID(int=0x91)), 1), (INDEX, 2),
        (replace(second, as_of=date(2026, 5, 1)), 1), (second, 2),
        (that.unit_rating("poor", rated_on=date(2026, 6, 20)), 1), (that.unit_rating(evaluated_period_id=QUARTER), 2),
        (that.year(id=QUARTER, kind="quarterly", starts_on=date(2026, 4, 1), ends_on=date(2026, 5, 31)), 1),
    ]  # fmt: skip


def expected(told: Sequence[tuple[RosterChange, int]]) -> dict[tuple[UUID, UUID], SurveyCounts]:
    """From the newest words alone."""
    newest = [change for change, _, _ in gathered([each for each, _ in told]).values()]
    years = {each.id: each for each in newest if isinstance(each, Year)}
    people = [each for each in newest if isinstance(each, Person)]
    sources = [
        of_survey(each, TWO.of_year(years[each.period_id].starts_on).survey.attribution.value)
        for each in newest
        if isinstance(each, SurveyIndex)
    ]
    return {(each.civil_servant_id, each.source_id): each.said for each in distribute(people, sources, {})}


@pytest.mark.parametrize("seed", range(16))
async def test_any_order_and_any_batches_come_to_the_same_cards(world: PostgresWorld, seed: int):
    world.packs, luck = TWO, random.Random(seed)
    told = events()
    wanted = expected(told)
    luck.shuffle(told)
    while told:
        batch = {}
        for change, sequence in told[: luck.randint(1, 4)]:
            ((id_, entry),) = gathered([change], sequence).items()
            if id_ not in batch or batch[id_][1] < sequence:
                batch[id_] = entry
            told.remove((change, sequence))
        async with world.engine.begin() as connection:
            await world.feed().save(connection, batch)
    contributions = [translate.contribution(envelope, data) for envelope, data in await world.said()]
    cards: dict[tuple[UUID, UUID], Card] = {}
    for each in contributions:
        assert each is not None
        key = each.civil_servant_id, each.period_id
        cards[key] = fold(cards.get(key, Card(*key)), [each])
    found = {
        (card.civil_servant_id, slot.said.survey_id): slot.said
        for card in cards.values()
        for slot in card.slots.values()
        if isinstance(slot.said, SurveyCounts)
    }
    achieved = {
        key: (slot.effective_on, slot.said.predicate)
        for key, card in cards.items()
        for slot in card.slots.values()
        if isinstance(slot.said, OrganizationCounts)
    }
    assert achieved == {
        (person, that.YEAR): (date(2026, 5, 31), "good") for person in (that.SITI, that.DEWI, that.BUDI)
    }
    assert found == wanted and len(wanted) == 2
    policies = Cards(TWO, 10, {that.YEAR: date(2026, 1, 1), that.QUARTER: date(2027, 1, 1)})
    values = {key: score(card, policies.policy_of(key[1])).value for key, card in cards.items()}
    assert {key: value for key, value in values.items() if value is not None} == {
        (that.SITI, that.QUARTER): OF_STAFF, (that.BUDI, that.YEAR): INDEX.index,
    }  # fmt: skip


async def of_units(world: PostgresWorld) -> list[tuple[UUID, date, bool]]:
    found = [data for _, data in await world.said() if isinstance(data, OrganizationAttributed)]
    return [(data.civil_servant_id, data.as_of, data.counts) for data in found]


async def test_a_units_achievement_reaches_all_who_serve_there(world: PostgresWorld):
    await world.keep([that.siti(), that.dewi()])
    await world.keep([that.unit_rating()])
    assert await of_units(world) == [(that.SITI, date(2026, 7, 5), True), (that.DEWI, date(2026, 7, 5), True)]
    envelope, data = next(each for each in await world.said() if isinstance(each[1], OrganizationAttributed))
    assert isinstance(data, OrganizationAttributed) and envelope.key == str(that.SITI)
    assert (data.predicate, data.achievement, data.period_id, data.unit_id, data.organization_evaluation_id) == (
        "good", Decimal("98.6"), that.YEAR, that.UNIT, that.UNIT_RATING,
    )  # fmt: skip


async def test_the_evaluated_periods_last_day_is_told_later(world: PostgresWorld):
    left = that.siti(places=(that.place(until=date(2026, 6, 30)),))
    stays = that.dewi(places=(that.place(serves_public=False, since=date(2026, 7, 1)),))
    await world.keep([left, stays, that.unit_rating()])
    assert await of_units(world) == [(that.DEWI, date(2026, 7, 5), True)]
    await world.keep([that.year(id=that.QUARTER, kind="quarterly", ends_on=date(2026, 6, 30))])
    assert (await of_units(world))[1:] == [
        (that.SITI, date(2026, 6, 30), True), (that.DEWI, date(2026, 6, 30), False),
    ]  # fmt: skip


async def test_attributions_are_kept_as_they_are_read(world: PostgresWorld):
    await world.keep([that.siti(), INDEX])
    async with world.engine.connect() as connection:
        (content,) = (await connection.execute(text("SELECT content FROM attribution"))).scalars()
    found = msgspec.json.decode(content, type=Attribution[SurveyCounts])
    assert (found.civil_servant_id, found.source_id, found.said.index) == (that.SITI, that.SURVEY, INDEX.index)
