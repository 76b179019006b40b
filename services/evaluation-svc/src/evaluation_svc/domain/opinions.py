"""What colleagues and direct subordinates think of a person's behaviour, shown without names (PP 30/2019 Ps 41).

Invariant: nobody learns who thought what. So an aggregate is shown only of the region's minimum count on, only when
nobody can give or change an opinion any more (two aggregates of different days would tell one opinion by their
difference), and groups are shown apart only where each has the minimum. Texts are shown without group, in the order of
their words. It informs the superior, who rates; it is no rating.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from uuid import UUID

from evaluation_svc.domain.behavior import ORDER, BehaviorRating, BehaviorValue, check_whole
from evaluation_svc.domain.checks import Circumstances, check_begun, check_open
from evaluation_svc.domain.ratings import Rating
from evaluation_svc.domain.refusals import Code, Refusal
from evaluation_svc.domain.roster import CivilServant, Period
from evaluation_svc.domain.rules import OpinionRules
from evaluation_svc.domain.versions import check_seen


class Group(StrEnum):
    """Who thinks: somebody beside the person or under them, by the roster of the day; or both together."""

    PEERS = "peers"
    SUBORDINATES = "subordinates"
    TOGETHER = "together"


@dataclass(frozen=True, slots=True)
class Opinion:
    """The state, one a person, evaluated period and author. behaviors: all seven values, in their own order."""

    civil_servant_id: UUID
    evaluated_period_id: UUID
    author_id: UUID
    sequence: int
    group: Group
    behaviors: tuple[BehaviorRating, ...]
    text: str | None
    given_on: date


@dataclass(frozen=True, slots=True)
class Think:
    """Gives an opinion. expected_sequence: the version that the author saw; None where there was none."""

    civil_servant_id: UUID
    evaluated_period_id: UUID
    author_id: UUID | None
    expected_sequence: int | None
    behaviors: tuple[BehaviorRating, ...]
    text: str | None


@dataclass(frozen=True, slots=True)
class Thoughts:
    """What one group thinks. people: how many; counts: value → rating → people."""

    group: Group
    people: int
    counts: Mapping[BehaviorValue, Mapping[Rating, int]]


@dataclass(frozen=True, slots=True)
class Aggregate:
    """All that anybody is shown."""

    groups: tuple[Thoughts, ...]
    texts: tuple[str, ...]


def last_day(period: Period, rules: OpinionRules) -> date:
    """The last day on which opinions are given; day 1 follows the period's end."""
    return period.ends_on + timedelta(days=rules.days.value)


def think(
    command: Think, state: Opinion | None, author: CivilServant | None, given: Circumstances, rules: OpinionRules
) -> Opinion:
    """The state after it; `state` itself where it says just this already. author: None where the roster has no such."""
    if not rules.asked:
        sentence = f"This region does not ask for opinions of peers and subordinates ({rules.source})."
        raise Refusal(Code.OPINIONS_NOT_ASKED, sentence)
    colleague, group = _relation(command.author_id, author, given.person, given.today)
    if not command.behaviors:
        raise Refusal(Code.BEHAVIORS_INCOMPLETE, "An opinion rates all seven values.", "#/behaviors")
    check_whole(command.behaviors)
    if state is not None and (state.behaviors, state.text) == (command.behaviors, command.text):
        return state
    check_open(given.period)
    check_begun(given)
    last = last_day(given.period, rules)
    if given.today > last:
        sentence = f"The last day for opinions was {last.isoformat()} ({rules.days.source})."
        raise Refusal(Code.OPINIONS_CLOSED, sentence)
    check_seen(command.expected_sequence, None if state is None else state.sequence, "Your opinion")
    return Opinion(
        civil_servant_id=command.civil_servant_id,
        evaluated_period_id=command.evaluated_period_id,
        author_id=colleague,
        sequence=1 if state is None else state.sequence + 1,
        group=group,
        behaviors=command.behaviors,
        text=command.text,
        given_on=given.today,
    )


def aggregate(opinions: Sequence[Opinion], period: Period, today: date, rules: OpinionRules) -> Aggregate:
    """What may be shown of the opinions on one person and period."""
    last = last_day(period, rules)
    if today <= last:
        sentence = f"Opinions can be given until {last.isoformat()} ({rules.days.source}); they are shown after it."
        raise Refusal(Code.OPINIONS_OPEN, sentence)
    least = rules.smallest
    if len(opinions) < least.value:
        sentence = (
            f"Fewer than {least.value} opinions are shown to nobody: who gave them could be told ({least.source})."
        )
        raise Refusal(Code.TOO_FEW_OPINIONS, sentence)
    apart = [(group, [each for each in opinions if each.group is group]) for group in (Group.PEERS, Group.SUBORDINATES)]
    if any(len(found) < least.value for _, found in apart):
        apart = [(Group.TOGETHER, list(opinions))]
    texts = sorted(each.text for each in opinions if each.text is not None)
    return Aggregate(tuple(_thoughts(group, found) for group, found in apart), tuple(texts))


def _thoughts(group: Group, opinions: Sequence[Opinion]) -> Thoughts:
    found = Counter((each.value, each.rating) for opinion in opinions for each in opinion.behaviors)
    counts = {value: {rating: found[value, rating] for rating in Rating} for value in ORDER}
    return Thoughts(group, len(opinions), counts)


def _relation(
    asking: UUID | None, author: CivilServant | None, person: CivilServant, today: date
) -> tuple[UUID, Group]:
    if asking is not None and asking == person.civil_servant_id:
        raise Refusal(Code.OWN_EVALUATION, "Nobody gives an opinion on themself: there is the self-assessment.")
    superior = person.rater(today)
    if author is not None and author.civil_servant_id != superior:
        if author.rater(today) == person.civil_servant_id:
            return author.civil_servant_id, Group.SUBORDINATES
        same_superior = superior is not None and author.rater(today) == superior
        if same_superior or not author.units(today).isdisjoint(person.units(today)):
            return author.civil_servant_id, Group.PEERS
    sentence = (
        "Opinions are given by who serves today in the person's unit, under the same superior, or under the person."
    )
    raise Refusal(Code.NOT_A_COLLEAGUE, sentence)
