"""Coaching plans (pembinaan): opened by a warning, a low rating or a request; steps, and an outcome.

Invariants: one open plan a person, year and trigger; one cause opens one plan, however often it is told; what is
completed or cancelled stays so; a step that is done stays in the plan [own].
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Final
from uuid import UUID, uuid5

from target_svc.domain.refusals import Code, Refusal

COACHINGS: Final = UUID("7a3e9f50-5a0c-5f0b-8d5c-0a4f5a1f7c21")
"""Namespace of the ids of coaching plans, which follow from person, year, trigger and the number of former ones."""


class CoachingStatus(StrEnum):
    """open → completed | cancelled."""

    OPEN = "open"
    COMPLETED = "completed"
    CANCELLED = "cancelled"


class Trigger(StrEnum):
    """Why a plan is opened."""

    FORECAST = "forecast"
    RATING = "rating"
    REQUEST = "request"


@dataclass(frozen=True, slots=True)
class CoachingStep:
    """What is to be done by a day. done_on: None until it is done."""

    title: str
    due_on: date
    done_on: date | None = None


@dataclass(frozen=True, slots=True)
class Opening:
    """A plan that is to be opened. cause: the evaluation or the warning that it comes from, None for a request."""

    civil_servant_id: UUID
    period_id: UUID
    trigger: Trigger
    reason: str
    opened_on: date
    cause: UUID | None = None


@dataclass(frozen=True, slots=True)
class Coaching:
    """A coaching plan. opening: why, when and for whom. outcome: what came of it, or why it was cancelled. unfinished:
    why it is completed though not all steps are done."""

    id: UUID
    sequence: int
    opening: Opening
    status: CoachingStatus = CoachingStatus.OPEN
    steps: tuple[CoachingStep, ...] = ()
    outcome: str | None = None
    unfinished: str | None = None

    @property
    def done(self) -> int:
        """How many steps are done."""
        return sum(step.done_on is not None for step in self.steps)


@dataclass(frozen=True, slots=True)
class Planned:
    """These are the steps now."""

    steps: tuple[CoachingStep, ...]


@dataclass(frozen=True, slots=True)
class StepDone:
    """The step of that number, from 1 on, is done."""

    number: int
    on: date


@dataclass(frozen=True, slots=True)
class Ended:
    """It has come to its end."""

    status: CoachingStatus
    outcome: str
    unfinished: str | None


CoachingFact = Planned | StepDone | Ended


def id_of(opening: Opening, former: int) -> UUID:
    """The id of the plan after so many former ones of the same person, year and trigger."""
    parts = (opening.civil_servant_id, opening.period_id, opening.trigger, former)
    return uuid5(COACHINGS, "\x1f".join(map(str, parts)))


def begin(former: Sequence[Coaching], opening: Opening) -> Coaching | None:
    """The new plan; None where one is open already, or this cause has opened one before.

    former: all of the same person, year and trigger.
    """
    if any(each.status is CoachingStatus.OPEN for each in former):
        return None
    if opening.cause is not None and any(each.opening.cause == opening.cause for each in former):
        return None
    return Coaching(id_of(opening, len(former)), 1, opening)


def plan(state: Coaching, steps: tuple[CoachingStep, ...]) -> tuple[CoachingFact, ...]:
    """Other steps; () where they are these. What is done stays done.

    Raises:
        Refusal: `wrong_status`, `repeated_title`, `due_before_opening`, `step_done`.
    """
    _check_open(state)
    done = {(step.title, step.due_on): step for step in state.steps if step.done_on is not None}
    wanted = tuple(done.get((step.title, step.due_on), step) for step in steps)
    if wanted == state.steps:
        return ()
    for place, step in enumerate(wanted):
        if any(step.title == other.title for other in wanted[:place]):
            raise Refusal(Code.REPEATED_TITLE, f"A step before is called {step.title} too.", f"#/steps/{place}/title")
        if step.due_on < state.opening.opened_on:
            sentence = f"This plan was opened on {state.opening.opened_on}: a step is due on that day or later."
            raise Refusal(Code.DUE_BEFORE_OPENING, sentence, f"#/steps/{place}/due_on")
    lost = [step.title for step in done.values() if step not in wanted]
    if lost:
        sentence = f"What is done stays in the plan as it is; these are missing or changed: {', '.join(lost)}."
        raise Refusal(Code.STEP_DONE, sentence, "#/steps")
    return (Planned(wanted),)


def complete_step(state: Coaching, number: int, on: date) -> tuple[CoachingFact, ...]:
    """A step is done; () where it was before.

    Raises:
        Refusal: `unknown_step`, `wrong_status`.
    """
    if not 1 <= number <= len(state.steps):
        raise Refusal(Code.UNKNOWN_STEP, f"This plan has {len(state.steps)} steps, counted from 1.")
    if state.steps[number - 1].done_on is not None:
        return ()
    _check_open(state)
    return (StepDone(number, on),)


def end(state: Coaching, status: CoachingStatus, outcome: str, unfinished: str | None) -> tuple[CoachingFact, ...]:
    """Its end; () where it has come to just this one.

    unfinished: why it is completed, though steps are left or there were none.

    Raises:
        Refusal: `wrong_status`, `reason_missing`.
    """
    if (state.status, state.outcome, state.unfinished) == (status, outcome, unfinished):
        return ()
    _check_open(state)
    if status is CoachingStatus.COMPLETED and unfinished is None:
        left = len(state.steps) - state.done
        if left or not state.steps:
            what = f"{left} of {len(state.steps)} steps are not done" if left else "it has no steps"
            sentence = f"Say why this plan is completed although {what}, or cancel it."
            raise Refusal(Code.REASON_MISSING, sentence, "#/reason")
    return (Ended(status, outcome, unfinished),)


def _check_open(state: Coaching) -> None:
    if state.status is not CoachingStatus.OPEN:
        raise Refusal(Code.WRONG_STATUS, f"This coaching plan is {state.status} and stays as it is.")


def evolve(state: Coaching, facts: Sequence[CoachingFact]) -> Coaching:
    """The plan after facts, each of them one version."""
    for fact in facts:
        state = replace(state, sequence=state.sequence + 1)
        match fact:
            case Planned():
                state = replace(state, steps=fact.steps)
            case StepDone():
                steps = list(state.steps)
                steps[fact.number - 1] = replace(steps[fact.number - 1], done_on=fact.on)
                state = replace(state, steps=tuple(steps))
            case Ended():
                state = replace(state, status=fact.status, outcome=fact.outcome, unfinished=fact.unfinished)
    return state
