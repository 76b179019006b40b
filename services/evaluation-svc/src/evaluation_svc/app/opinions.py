"""Opinions of peers and subordinates: given by each, shown together and without names."""

from datetime import date
from uuid import UUID

from evaluation_svc.app.lookup import circumstances
from evaluation_svc.app.ports import Attempt, Occasion, Outcome, Store
from evaluation_svc.app.reads import Reads
from evaluation_svc.domain import opinions
from evaluation_svc.domain.access import Actor
from evaluation_svc.domain.opinions import Opinion, Think
from evaluation_svc.domain.refusals import Code, Refusal
from evaluation_svc.domain.rules import OpinionRules

MOST = 10_000


async def think(command: Think, attempt: Attempt, occasion: Occasion, store: Store) -> Outcome:
    """Gives an opinion, or another one in its place.

    Raises:
        Refusal: as `domain.opinions.think`, and for a person or period that the roster does not have.
    """
    person, period, author = command.civil_servant_id, command.evaluated_period_id, command.author_id
    async with store.begin() as work:
        if (earlier := await work.replay(attempt)) is not None:
            return earlier
        before = None if author is None else await work.opinions.take(person, period, author)
        known = await work.roster([person] if author is None else [person, author], [period])
        given = circumstances(known, person, period, occasion)
        colleague = None if author is None else known.people.get(author)
        after = opinions.think(command, before, colleague, given, occasion.rules.opinions)
        if after != before:
            await work.opinions.put([after])
        outcome = Outcome(before is None, resource(after), person, after.sequence)
        await work.remember(attempt, outcome, occasion.now)
        return outcome


async def look(
    civil_servant_id: UUID, period_id: UUID, actor: Actor, today: date, rules: OpinionRules, reads: Reads
) -> dict[str, object]:
    """What may be shown, to the person and today's rater alone.

    Raises:
        Refusal: `unknown_civil_servant`, `unknown_period`, `forbidden`, and as `domain.opinions.aggregate`.
    """
    person, period = await reads.person(civil_servant_id), await reads.period(period_id)
    if person is None:
        raise Refusal(Code.UNKNOWN_CIVIL_SERVANT, "The roster has no civil servant with this id.")
    if actor.civil_servant_id is None or actor.civil_servant_id not in (civil_servant_id, person.rater(today)):
        raise Refusal(Code.FORBIDDEN, "Opinions are shown to the person and their rater alone.")
    if period is None:
        raise Refusal(Code.UNKNOWN_PERIOD, "The roster has no period with this id.")
    given = await reads.opinions.under(None, MOST, civil_servant_id=civil_servant_id, evaluated_period_id=period_id)
    found = opinions.aggregate(given, period, today, rules)
    return {
        "civil_servant_id": str(civil_servant_id),
        "evaluated_period_id": str(period_id),
        "groups": [
            {
                "group": each.group.value,
                "people": each.people,
                "behaviors": {
                    value.value: {rating.value: people for rating, people in counts.items()}
                    for value, counts in each.counts.items()
                },
            }
            for each in found.groups
        ],
        "texts": list(found.texts),
        "minimum": rules.smallest.value,
        "minimum_source": rules.smallest.source,
    }


def resource(state: Opinion) -> dict[str, object]:
    """As it is answered to its author."""
    return {
        "civil_servant_id": str(state.civil_servant_id),
        "evaluated_period_id": str(state.evaluated_period_id),
        "sequence": state.sequence,
        "behaviors": {each.value.value: each.rating.value for each in state.behaviors},
        "text": state.text,
        "given_on": state.given_on.isoformat(),
    }
