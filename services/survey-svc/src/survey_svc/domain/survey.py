"""A survey of the public's satisfaction (SKM) with one unit's service: what it asks, and a running count of answers.

The count is a sum of whole numbers for each element and the number of respondents, so that an answer costs the same
whether it is the first or the millionth, and the index never drifts. Invariant: the sums are those of the answers
kept, and each fact raises the sequence by one.
"""

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from uuid import UUID

from survey_svc.domain.facts import (
    Answer,
    Answered,
    Closed,
    Decision,
    Defined,
    Definition,
    Fact,
    Opened,
    Published,
    Reviewed,
    Status,
)
from survey_svc.domain.index import Grade, element_mean, grade, index
from survey_svc.domain.sample import required_sample


@dataclass(frozen=True, slots=True)
class Served:
    """The answers that count among those whom one person served: how many, and the sum of all they say."""

    civil_servant_id: UUID
    respondents: int
    total: int


@dataclass(frozen=True, slots=True)
class Tally:
    """How many answered, the sum of their answers to each element, and the latest day of an answer; apart from them how
    many are set aside, with their sums (of no length before the first), and how many were rejected. served: by who
    served, in order of ids; what is set aside counts for nobody."""

    respondents: int
    sums: tuple[int, ...]
    latest: date | None
    quarantined: int = 0
    quarantined_sums: tuple[int, ...] = ()
    rejected: int = 0
    served: tuple[Served, ...] = ()

    @property
    def received(self) -> int:
        """All that came, whatever became of it."""
        return self.respondents + self.quarantined + self.rejected


@dataclass(frozen=True, slots=True)
class Survey:
    """The state."""

    survey_id: UUID
    sequence: int
    definition: Definition
    tally: Tally
    status: Status = Status.OPEN

    @property
    def required_sample(self) -> int | None:
        """The answers that are asked for; None where the population is not known."""
        served = self.definition.population
        return None if served is None else required_sample(served)

    @property
    def lacks(self) -> int:
        """How many answers are missing from the required sample; 0 where it is reached or not known."""
        return max(0, (self.required_sample or 0) - self.tally.respondents)

    @property
    def index(self) -> Decimal | None:
        """IKM, two decimals; None before the first answer."""
        tally, asked = self.tally, self.definition
        return index(sum(tally.sums), tally.respondents, len(asked.elements), asked.rounding)

    @property
    def index_with_quarantined(self) -> Decimal | None:
        """IKM as it would be with what is set aside."""
        tally, asked = self.tally, self.definition
        total, respondents = sum(tally.sums) + sum(tally.quarantined_sums), tally.respondents + tally.quarantined
        return index(total, respondents, len(asked.elements), asked.rounding)

    @property
    def served(self) -> tuple[tuple[Served, Decimal], ...]:
        """Those who served enough people who answered, each with IKM over these, by the survey's own rounding."""
        asked = self.definition
        enough = [each for each in self.tally.served if each.respondents >= asked.served_from]
        found = [(each, index(each.total, each.respondents, len(asked.elements), asked.rounding)) for each in enough]
        return tuple((each, value) for each, value in found if value is not None)

    @property
    def grade(self) -> Grade | None:
        value = self.index
        return None if value is None else grade(value)

    @property
    def means(self) -> tuple[Decimal, ...]:
        """NRR of each element in their order; empty before the first answer."""
        if self.tally.respondents == 0:
            return ()
        return tuple(element_mean(each, self.tally.respondents) for each in self.tally.sums)

    @property
    def as_of(self) -> date:
        """The latest day of an answer; before the first one the day on which the survey opens."""
        return self.tally.latest or self.definition.opens_on


def evolve(state: Survey | None, fact: Fact) -> Survey:
    """The state after a fact.

    Raises:
        ValueError: for a change of no survey, which no decision leads to.
    """
    if isinstance(fact, Defined):
        status = Status.DRAFT if fact.draft else Status.OPEN
        if state is None:
            nothing = Tally(respondents=0, sums=(0,) * len(fact.definition.elements), latest=None)
            return Survey(
                survey_id=fact.survey_id, sequence=1, definition=fact.definition, tally=nothing, status=status
            )
        # Other elements are only taken while nobody has answered, so the sums are zeros then, of whatever length.
        sums = state.tally.sums if state.tally.received else (0,) * len(fact.definition.elements)
        tally = replace(state.tally, sums=sums)
        return replace(state, sequence=state.sequence + 1, definition=fact.definition, tally=tally, status=status)
    if state is None:
        raise ValueError("a survey is defined before it is answered or closed")
    match fact:
        case Answered():
            return replace(state, sequence=state.sequence + 1, tally=_counted(state.tally, fact))
        case Reviewed():
            return replace(state, sequence=state.sequence + 1, tally=_reviewed(state.tally, fact))
        case Opened():
            return replace(state, sequence=state.sequence + 1, status=Status.OPEN)
        case Closed():
            return replace(state, sequence=state.sequence + 1, status=Status.CLOSED)
        case Published():
            return replace(state, sequence=state.sequence + 1, status=Status.PUBLISHED)


def _counted(tally: Tally, fact: Answered) -> Tally:
    aside = tuple(answer for answer in fact.answers if answer.reason is not None)
    tally = _with(tally, tuple(answer for answer in fact.answers if answer.reason is None))
    if not aside:
        return tally
    sums = _sums(tally.quarantined_sums or (0,) * len(tally.sums), [answer.scores for answer in aside])
    return replace(tally, quarantined=tally.quarantined + len(aside), quarantined_sums=sums)


def _with(tally: Tally, answers: tuple[Answer, ...]) -> Tally:
    days = [answer.answered_on for answer in answers]
    return replace(
        tally,
        respondents=tally.respondents + len(answers),
        sums=_sums(tally.sums, [answer.scores for answer in answers]),
        latest=max([*days] if tally.latest is None else [tally.latest, *days], default=None),
        served=_served(tally.served, answers),
    )


def _reviewed(tally: Tally, fact: Reviewed) -> Tally:
    left = tuple(each - less for each, less in zip(tally.quarantined_sums, fact.answer.scores, strict=True))
    tally = replace(tally, quarantined=tally.quarantined - 1, quarantined_sums=left)
    if fact.decision is Decision.REJECTED:
        return replace(tally, rejected=tally.rejected + 1)
    return _with(tally, (fact.answer,))


def _served(kept: tuple[Served, ...], answers: tuple[Answer, ...]) -> tuple[Served, ...]:
    by_person = {each.civil_servant_id: each for each in kept}
    for answer in answers:
        if (person := answer.served_by) is not None:
            had = by_person.get(person, Served(person, 0, 0))
            by_person[person] = Served(person, had.respondents + 1, had.total + sum(answer.scores))
    return tuple(by_person[person] for person in sorted(by_person))


def _sums(sums: tuple[int, ...], rows: list[tuple[int, ...]]) -> tuple[int, ...]:
    return tuple(sum(column) for column in zip(sums, *rows, strict=True))
