"""What is read of units, agencies and the region, and by whom."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from scoring_svc.app.disclosing import REGION, Family, family, left_out
from scoring_svc.app.ports import Group, Reads, Summaries
from scoring_svc.app.queries import Asked, year_of
from scoring_svc.domain.access import sees_region, sees_unit
from scoring_svc.domain.disclosure import LeftOut
from scoring_svc.domain.policy import Packs, Policy
from scoring_svc.domain.refusals import Code, Refusal
from scoring_svc.domain.roster import Agency, Unit
from scoring_svc.domain.summary import NOBODY, PublishedIndex, Tally, course, figures, survey
from scoring_svc.domain.tree import below, tops

MOST_SURVEYS: Final = 50


@dataclass(frozen=True, slots=True)
class Part:
    """What is summed up: its id and name, and the units in it."""

    id: UUID
    name: str
    units: frozenset[UUID]


@dataclass(frozen=True, slots=True)
class _Ground:
    """What an answer stands on. everybody: all units, in the year and on the day that are asked for; family: all that
    the asking person may ask for."""

    units: Sequence[Unit]
    agencies: Sequence[Agency]
    everybody: Group
    family: Family


async def of_unit(unit_id: UUID, asked: Asked, reads: Reads, summaries: Summaries, packs: Packs) -> dict[str, Any]:
    """A unit with its sub-units.

    Raises:
        Refusal: `unknown_unit`, `unknown_period`, `forbidden`.
    """
    unit = await reads.unit(unit_id)
    if unit is None:
        sentence = "The roster has no unit with this id. A new entry takes a moment to arrive here."
        raise Refusal(Code.UNKNOWN_UNIT, sentence)
    ground = await _ground(asked, reads, summaries)
    if not (sees_unit(asked.actor, unit) or unit_id in ground.family.led):
        sentence = "A unit's figures are seen by its agency's officers, inspectors, and who leads people there."
        raise Refusal(Code.FORBIDDEN, sentence)
    parts = [_part(each, ground) for each in ground.units if each.parent_unit_id == unit_id]
    found = await _summary(asked, ground, _part(unit, ground), parts, summaries, packs)
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
    ground = await _ground(asked, reads, summaries)
    parts = [_part(each, ground) for each in tops(agency_id, ground.units)]
    found = await _summary(asked, ground, _whole(agency, ground), parts, summaries, packs)
    return {"agency": {"id": agency.id, "name": agency.name}, **found}


async def of_region(asked: Asked, reads: Reads, summaries: Summaries, packs: Packs) -> dict[str, Any]:
    """The region, its parts the agencies.

    Raises:
        Refusal: `unknown_period`, `forbidden`.
    """
    if not sees_region(asked.actor):
        sentence = "The region's figures are seen by personnel officers, inspectors and the region's administration."
        raise Refusal(Code.FORBIDDEN, sentence)
    ground = await _ground(asked, reads, summaries)
    parts = [_whole(agency, ground) for agency in ground.agencies]
    everywhere = Part(REGION, "", frozenset(ground.everybody.units))
    found = await _summary(asked, ground, everywhere, parts, summaries, packs)
    return {"region": {"name": packs.of_year(asked.today).region}, **found}


async def _ground(asked: Asked, reads: Reads, summaries: Summaries) -> _Ground:
    year, units, agencies = await year_of(asked, reads), await reads.units(), await reads.agencies()
    day = min(max(asked.today, year.starts_on), year.ends_on)
    everybody = Group([unit.id for unit in units], year, day)
    return _Ground(units, agencies, everybody, await family(asked.actor, everybody, units, agencies, summaries))


async def _summary(
    asked: Asked, ground: _Ground, whole: Part, parts: Sequence[Part], summaries: Summaries, packs: Packs
) -> dict[str, Any]:
    year, day = ground.everybody.year, ground.everybody.day
    policy, names = packs.of_year(year.starts_on), {unit.id: unit.name for unit in ground.units}
    groups = {each.id: Group(each.units, year, day) for each in (whole, *parts)}
    tallies = await summaries.tallies(groups)
    withheld = await _withheld(asked, ground, [whole, *parts], summaries, policy)
    months = [] if whole.id in withheld else await summaries.months(groups[whole.id])
    surveys = list(await summaries.published(groups[whole.id]))
    return {
        "period": {"id": year.id, "name": year.name},
        "on": day,
        "minimum_group": {"value": policy.minimum_group.value, "source": policy.minimum_group.source},
        **_shown(whole, tallies.get(whole.id, NOBODY), withheld, policy),
        "trend": course(list(months), year.starts_on, policy),
        "survey": survey(surveys),
        "surveys": [_survey(each, names) for each in surveys[:MOST_SURVEYS]],
        "parts": [
            {"id": each.id, "name": each.name, **_shown(each, tallies.get(each.id, NOBODY), withheld, policy)}
            for each in parts
        ],
    }


async def _withheld(
    asked: Asked, ground: _Ground, wanted: Sequence[Part], summaries: Summaries, policy: Policy
) -> Mapping[UUID, LeftOut]:
    """Nothing of what one may read as a whole, which is not asked about."""
    if ground.family.groups.keys().isdisjoint(each.id for each in wanted):
        return {}
    return await left_out(asked.actor, ground.family, ground.everybody, ground.units, summaries, policy)


def _part(unit: Unit, ground: _Ground) -> Part:
    return Part(unit.id, unit.name, below(unit.id, ground.units))


def _whole(agency: Agency, ground: _Ground) -> Part:
    return Part(agency.id, agency.name, frozenset(unit.id for unit in ground.units if unit.agency_id == agency.id))


def _shown(part: Part, tally: Tally, withheld: Mapping[UUID, LeftOut], policy: Policy) -> dict[str, Any]:
    why = withheld.get(part.id)
    return {"people": tally.people, "figures": figures(tally, policy) if why is None else None, "left_out": why}


def _survey(found: PublishedIndex, names: Mapping[UUID, str]) -> dict[str, Any]:
    return {
        "unit": {"id": found.unit_id, "name": names.get(found.unit_id, "")},
        "survey_id": found.survey_id,
        "service": found.service,
        "index": found.index,
        "respondents": found.respondents,
        "as_of": found.as_of,
    }
