"""How what is said of a unit comes to count for the people who serve there.

A survey counts for those who serve the public in the surveyed unit on the day of its last answer [own]. SKM measures a
unit, not a person; so what of a survey counts is the policy's choice, and the explanation says which it is:

- `unit_index`: the whole unit's index.
- `staff_elements`: of the nine elements (PermenPANRB 14/2017) the two about staff, competence and behaviour, by equal
  parts, on the index's own scale: their mean times 25, half-up to two decimals [own]; one of them alone, where the
  other was not asked, and nothing where neither was.
- `transaction`: the answers about what the person served; whoever served none of those who answered has no index.

A unit's achievement is there for all who serve in it, the public or not, on the last day of the evaluated period; on
the day of the judgement where that came before it, or while the period is not known yet [own].
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Final, Generic, NamedTuple, TypeVar
from uuid import UUID

from scoring_svc.domain.achievement import EXACT, rounded
from scoring_svc.domain.contribution import OrganizationCounts, StaffMean, SurveyCounts
from scoring_svc.domain.roster import Person, Served, SurveyIndex, UnitRating

Counts = TypeVar("Counts", SurveyCounts, OrganizationCounts)
Share = Callable[[UUID], SurveyCounts]
"""Person → the survey as it counts for them, if they serve there."""

STAFF: Final = ("staff_competence", "staff_behavior")
TO_INDEX: Final = Decimal(25)
"""From an element's mean, 1 to 4, to the index's scale, 25 to 100 (PermenPANRB 14/2017)."""
INDEX_DECIMALS: Final = 2


class Source(NamedTuple, Generic[Counts]):
    """Something said of a unit. period_id: the annual period whose cards it is for. day: who serves there then, has it.
    public_only: whether it is for those alone who serve the public. share: person → as what it counts for them."""

    id: UUID
    unit_id: UUID
    period_id: UUID
    day: date
    event_id: UUID
    public_only: bool
    share: Callable[[UUID], Counts]


@dataclass(frozen=True, slots=True)
class Attribution(Generic[Counts]):
    """A source as it counts, or no longer counts, for one person. sequence: of this pair. event_id: the event that said
    it of the unit."""

    civil_servant_id: UUID
    source_id: UUID
    unit_id: UUID
    period_id: UUID
    as_of: date
    event_id: UUID
    counts: bool
    said: Counts
    sequence: int


def of_survey(index: SurveyIndex, basis: str) -> Source[SurveyCounts]:
    """A survey as the policy's choice of `survey.attribution` has it."""
    share = shares(index, basis)
    return Source(index.survey_id, index.unit_id, index.period_id, index.as_of, index.event_id, True, share)


def of_rating(rating: UnitRating, until: date | None) -> Source[OrganizationCounts]:
    """A unit's achievement. until: the last day of the evaluated period, where it is known."""
    day = rating.rated_on if until is None else min(rating.rated_on, until)
    said = OrganizationCounts(rating.unit_id, rating.predicate, rating.achievement)
    return Source(rating.rating_id, rating.unit_id, rating.period_id, day, rating.event_id, False, lambda _: said)


def shares(index: SurveyIndex, basis: str) -> Share:
    """What of the survey counts for whom, by one of the three rules above."""
    whole = SurveyCounts(
        index.survey_id, index.service, index.index, index.respondents, basis, index.required_sample
    )  # fmt: skip
    if basis == "transaction":
        return partial(_served, whole, {each.civil_servant_id: each for each in index.served})
    if basis == "staff_elements":
        means = tuple(each for each in index.staff if each.element in STAFF)
        whole = replace(whole, index=staff_index(means), staff=means)
    return partial(_whole, whole)


def staff_index(means: Sequence[StaffMean]) -> Decimal | None:
    """The elements about staff on the index's scale; None where none of them was asked."""
    if not means:
        return None
    total = EXACT.multiply(sum((each.mean for each in means), Decimal(0)), TO_INDEX)
    return rounded(EXACT.divide(total, Decimal(len(means))), INDEX_DECIMALS)


def _whole(whole: SurveyCounts, _: UUID) -> SurveyCounts:
    return whole


def _served(whole: SurveyCounts, served: Mapping[UUID, Served], person_id: UUID) -> SurveyCounts:
    theirs = served.get(person_id)
    if theirs is None:
        return replace(whole, index=None, respondents=0)
    return replace(whole, index=theirs.index, respondents=theirs.respondents)


def serves(person: Person, source: Source[Counts]) -> bool:
    """Whether it counts for this person, by the rule above."""
    return any(
        place.unit_id == source.unit_id
        and (place.serves_public or not source.public_only)
        and place.term.covers(source.day)
        for place in person.places
    )


def distribute(
    people: Iterable[Person],
    sources: Iterable[Source[Counts]],
    former: Mapping[UUID, Sequence[Attribution[Counts]]],
) -> list[Attribution[Counts]]:
    """The attributions that are new or different. former: person → what was said last, of each source."""
    by_unit: dict[UUID, list[Source[Counts]]] = defaultdict(list)
    by_id: dict[UUID, Source[Counts]] = {}
    for source in sources:
        by_unit[source.unit_id].append(source)
        by_id[source.id] = source
    said: list[Attribution[Counts]] = []
    for person in people:
        before = {each.source_id: each for each in former.get(person.id, ())}
        theirs = {source.id: source for place in person.places for source in by_unit.get(place.unit_id, ())}
        theirs.update((id_, by_id[id_]) for id_ in before if id_ in by_id)
        news = (_news(person, source, before.get(source.id)) for source in theirs.values())
        said.extend(each for each in news if each is not None)
    return said


def _news(person: Person, source: Source[Counts], before: Attribution[Counts] | None) -> Attribution[Counts] | None:
    counts = serves(person, source)
    if not counts and (before is None or not before.counts):
        return None
    sequence = before.sequence if before is not None else 0
    now = Attribution(
        person.id, source.id, source.unit_id, source.period_id, source.day, source.event_id, counts,
        source.share(person.id), sequence,
    )  # fmt: skip
    return None if now == before else replace(now, sequence=sequence + 1)
