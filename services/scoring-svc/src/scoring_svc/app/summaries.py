"""What is read of units, agencies and the region, and by whom."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from scoring_svc.app.ports import Group, Reads, Summaries
from scoring_svc.app.queries import Asked, year_of
from scoring_svc.domain.access import Actor, sees_region, sees_unit
from scoring_svc.domain.policy import Packs, Policy
from scoring_svc.domain.refusals import Code, Refusal
from scoring_svc.domain.roster import Unit
from scoring_svc.domain.summary import NOBODY, PublishedIndex, Tally, course, figures, may_be_shown, survey
from scoring_svc.domain.tree import below, tops

REGION: Final = UUID(int=0)
"""Stands for the region among ids of parts."""
MOST_SURVEYS: Final = 50


@dataclass(frozen=True, slots=True)
class Part:
    """What is summed up: its id and name, the units in it, and whether who asks may read everybody there."""

    id: UUID
    name: str
    units: frozenset[UUID]
    whole: bool


@dataclass(frozen=True, slots=True)
class _Wanted:
    """open: also for who leads nobody there."""

    whole: Part
    parts: list[Part]
    units: Mapping[UUID, str]
    open: bool = False


async def of_unit(unit_id: UUID, asked: Asked, reads: Reads, summaries: Summaries, packs: Packs) -> dict[str, Any]:
    """A unit with its sub-units.

    Raises:
        Refusal: `unknown_unit`, `unknown_period`, `forbidden`.
    """
    units = await reads.units()
    unit = next((each for each in units if each.id == unit_id), None)
    if unit is None:
        sentence = "The roster has no unit with this id. A new entry takes a moment to arrive here."
        raise Refusal(Code.UNKNOWN_UNIT, sentence)
    under = [each for each in units if each.parent_unit_id == unit_id]
    parts = [_part(each, units, asked.actor) for each in under]
    found = await _summary(
        asked, _Wanted(_part(unit, units, asked.actor), parts, _names(units)), reads, summaries, packs
    )
    return {"unit": {"id": unit.id, "name": unit.name, "agency_id": unit.agency_id}, **found}


async def of_agency(agency_id: UUID, asked: Asked, reads: Reads, summaries: Summaries, packs: Packs) -> dict[str, Any]:
    """An agency, its parts the units at its top.

    Raises:
        Refusal: `unknown_agency`, `unknown_period`, `forbidden`.
    """
    agency = next((each for each in await reads.agencies() if each.id == agency_id), None)
    if agency is None:
        sentence = "The roster has no agency with this id. A new entry takes a moment to arrive here."
        raise Refusal(Code.UNKNOWN_AGENCY, sentence)
    if not (asked.actor.reads_all or asked.actor.acts_for(agency_id)):
        sentence = "An agency's figures are seen by its own personnel officers, inspectors and the region."
        raise Refusal(Code.FORBIDDEN, sentence)
    units = await reads.units()
    own = frozenset(unit.id for unit in units if unit.agency_id == agency_id)
    parts = [_part(each, units, asked.actor) for each in tops(agency_id, units)]
    wanted = _Wanted(Part(agency.id, agency.name, own, True), parts, _names(units))
    return {"agency": {"id": agency.id, "name": agency.name}, **await _summary(asked, wanted, reads, summaries, packs)}


async def of_region(asked: Asked, reads: Reads, summaries: Summaries, packs: Packs) -> dict[str, Any]:
    """The region, its parts the agencies.

    Raises:
        Refusal: `unknown_period`, `forbidden`.
    """
    if not sees_region(asked.actor):
        sentence = "The region's figures are seen by personnel officers, inspectors and the region's administration."
        raise Refusal(Code.FORBIDDEN, sentence)
    units, actor = await reads.units(), asked.actor
    parts = [
        Part(
            agency.id,
            agency.name,
            frozenset(unit.id for unit in units if unit.agency_id == agency.id),
            actor.reads_all or actor.acts_for(agency.id),
        )
        for agency in await reads.agencies()
    ]
    everywhere = Part(REGION, "", frozenset(unit.id for unit in units), actor.reads_all)
    found = await _summary(asked, _Wanted(everywhere, parts, _names(units), open=True), reads, summaries, packs)
    return {"region": {"name": packs.of_year(asked.today).region}, **found}


async def _summary(asked: Asked, wanted: _Wanted, reads: Reads, summaries: Summaries, packs: Packs) -> dict[str, Any]:
    year = await year_of(asked, reads)
    policy, day = packs.of_year(year.starts_on), min(max(asked.today, year.starts_on), year.ends_on)
    whole = wanted.whole
    groups = {each.id: Group(each.units, year, day) for each in (whole, *wanted.parts)}
    tallies = await summaries.tallies(groups, asked.actor)
    tally = tallies.get(whole.id, NOBODY)
    if not (whole.whole or wanted.open or tally.led):
        sentence = "A unit's figures are seen by its agency's officers, inspectors, and who leads people there."
        raise Refusal(Code.FORBIDDEN, sentence)
    shown = may_be_shown(tally, whole.whole, policy)
    months = await summaries.months(groups[whole.id]) if shown else []
    surveys = list(await summaries.published(groups[whole.id]))
    return {
        "period": {"id": year.id, "name": year.name},
        "on": day,
        "minimum_group": {"value": policy.minimum_group.value, "source": policy.minimum_group.source},
        "people": tally.people,
        "figures": figures(tally, policy) if shown else None,
        "trend": course(list(months), year.starts_on, policy),
        "survey": survey(surveys),
        "surveys": [_survey(each, wanted.units) for each in surveys[:MOST_SURVEYS]],
        "parts": [_shown(each, tallies.get(each.id, NOBODY), policy) for each in wanted.parts],
    }


def _part(unit: Unit, units: Iterable[Unit], actor: Actor) -> Part:
    return Part(unit.id, unit.name, below(unit.id, units), sees_unit(actor, unit))


def _names(units: Iterable[Unit]) -> dict[UUID, str]:
    return {unit.id: unit.name for unit in units}


def _shown(part: Part, tally: Tally, policy: Policy) -> dict[str, Any]:
    shown = may_be_shown(tally, part.whole, policy)
    counts = {"id": part.id, "name": part.name, "people": tally.people}
    return {**counts, "figures": figures(tally, policy) if shown else None}


def _survey(found: PublishedIndex, names: Mapping[UUID, str]) -> dict[str, Any]:
    return {
        "unit": {"id": found.unit_id, "name": names.get(found.unit_id, "")},
        "survey_id": found.survey_id,
        "service": found.service,
        "index": found.index,
        "respondents": found.respondents,
        "as_of": found.as_of,
    }
