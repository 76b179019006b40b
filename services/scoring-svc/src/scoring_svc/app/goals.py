"""From a goal of the region down to the people who carry it, and from a person up to what their work contributes.

Whoever is signed in may ask. Names and single results are shown of those whose cards the asking person may see; of the
others there are counts, and means where they are enough to hide each other. A goal's results are no other goal's. What
serves a single result is a part of what serves its goal: of that there are means only for who sees everybody there.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Final
from uuid import UUID

from scoring_svc.app.ports import CardKey, Plans, Reads
from scoring_svc.app.queries import Asked, Subject, year_of
from scoring_svc.domain.access import sees_card
from scoring_svc.domain.carried import Served, by_result, joined
from scoring_svc.domain.disclosure import WHOLE, LeftOut, of_levels
from scoring_svc.domain.explained_lines import explained
from scoring_svc.domain.formula import score
from scoring_svc.domain.lines import IndicatorLine
from scoring_svc.domain.policy import Packs, Policy
from scoring_svc.domain.refusals import Code, Refusal
from scoring_svc.domain.roster import Person, Year

MOST: Final = 1_000
"""Results that one answer speaks of; of a goal with more, the nearest ones, and `left_off` says so."""
HIGHEST: Final = 20
"""Steps of a walk up."""


@dataclass(frozen=True, slots=True)
class _Known:
    """What is known of those who carry the goal. seen: those whose cards the asking person may see; left_out: of which
    levels no mean is told, and why."""

    year: Year
    policy: Policy
    seen: Mapping[UUID, Person]
    lines: Mapping[UUID, list[IndicatorLine]]
    left_out: Mapping[int, LeftOut]


async def achievement(goal_id: UUID, asked: Asked, reads: Reads, plans: Plans, packs: Packs) -> dict[str, Any]:
    """The goal's people and results, level by level.

    Raises:
        Refusal: `unknown_period`, `unknown_goal`.
    """
    year = await year_of(asked, reads)
    found = await plans.down(goal_id, year.id, MOST + 1)
    if not found:
        sentence = "No approved plan of this year has a work result that serves a goal with this id."
        raise Refusal(Code.UNKNOWN_GOAL, sentence)
    served = found[:MOST]
    known = await _known(goal_id, served, asked, year, plans, packs)
    levels: dict[int, list[Served]] = defaultdict(list)
    for each in served:
        levels[each.level].append(each)
    return {
        "goal_id": goal_id,
        "title": await plans.goal_title(goal_id, year.id),
        "period": {"id": year.id, "name": year.name},
        **_joined(WHOLE, served, known),
        "levels": [
            {
                "level": level,
                **_joined(level, here, known),
                "items": [_item(each, known) for each in here if _seen(each, known)],
            }
            for level, here in sorted(levels.items())
        ],
        "left_off": len(found) > MOST,
    }


async def contribution(of: Subject, plans: Plans, packs: Packs) -> list[dict[str, Any]]:
    """What a person's results serve, step by step up to the goal, and what they achieve."""
    outlines = (await plans.outlines([of.key])).get(of.key, ())
    kept = (await plans.cards([of.key])).get(of.key)
    policy = packs.of_year(of.year.starts_on)
    lines = {} if kept is None else by_result(score(kept, policy), outlines)
    results = [each for outline in outlines for each in outline.results]
    ways = await plans.up([each.id for each in results], HIGHEST)
    return [
        {
            "work_result": {"id": each.id, "title": each.title},
            "achievement": asdict(joined(lines.get(each.id, []), policy)),
            "serves": [above._asdict() for above in ways.get(each.id, ())],
        }
        for each in results
    ]


async def _known(
    goal_id: UUID, served: Sequence[Served], asked: Asked, year: Year, plans: Plans, packs: Packs
) -> _Known:
    policy, ids = packs.of_year(year.starts_on), {each.civil_servant_id for each in served}
    keys: list[CardKey] = [(person, year.id) for person in sorted(ids)]
    people, cards, outlines = await plans.people(ids), await plans.cards(keys), await plans.outlines(keys)
    lines: dict[UUID, list[IndicatorLine]] = {}
    for key, card in cards.items():
        lines.update(by_result(score(card, policy), outlines.get(key, ())))
    seen = {id_: person for id_, person in people.items() if sees_card(asked.actor, person, year)}
    hidden = {(each.level, each.civil_servant_id) for each in served if each.civil_servant_id not in seen}
    if hidden and await plans.is_result(goal_id):
        withheld = dict.fromkeys((WHOLE, *(level for level, _ in hidden)), LeftOut.PROTECTS_ANOTHER_GROUP)
    else:
        withheld = of_levels(hidden, int(policy.minimum_group.value))
    return _Known(year, policy, seen, lines, withheld)


def _seen(served: Served, known: _Known) -> bool:
    return served.civil_servant_id in known.seen


def _joined(level: int, served: Sequence[Served], known: _Known) -> dict[str, Any]:
    """Counts, and the mean unless it would point at people who are not to be seen."""
    why = known.left_out.get(level)
    lines = [line for each in served for line in known.lines.get(each.id, ())]
    return {
        "people": len({each.civil_servant_id for each in served}),
        "results": len(served),
        "achievement": asdict(joined(lines, known.policy)) if why is None else None,
        "left_out": why,
    }


def _item(served: Served, known: _Known) -> dict[str, Any]:
    person, lines = known.seen[served.civil_servant_id], known.lines.get(served.id, [])
    return {
        "work_result": {"id": served.id, "title": served.title},
        "parent_id": served.parent_id,
        "civil_servant": {"id": person.id, "name": person.name},
        "achievement": asdict(joined(lines, known.policy)),
        "indicators": [explained(line, known.policy) for line in lines],
    }
