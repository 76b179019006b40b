"""Continuous feedback (umpan balik berkelanjutan, PermenPANRB 6/2022): what a superior says in the middle of a year.

Any superior of the day says it, the person answers. It is no rating and no part of one; nothing said is taken back.
"""

from dataclasses import dataclass, replace
from datetime import date
from typing import Final
from uuid import UUID

from evaluation_svc.domain.refusals import Code, Refusal
from evaluation_svc.domain.roster import CivilServant

MOST_ANSWERS: Final = 20
"""A conversation, and not a place to keep things (own)."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What the person said to it."""

    text: str
    answered_on: date


@dataclass(frozen=True, slots=True)
class Feedback:
    """The state. about: a work result's id or the name of one of the seven values; None where it is about neither."""

    feedback_id: UUID
    sequence: int
    civil_servant_id: UUID
    author_id: UUID
    text: str
    about: str | None
    given_on: date
    answers: tuple[Answer, ...] = ()


@dataclass(frozen=True, slots=True)
class Give:
    """Says something to somebody. feedback_id: the client's own or a new one."""

    feedback_id: UUID
    civil_servant_id: UUID
    author_id: UUID | None
    text: str
    about: str | None


def give(command: Give, state: Feedback | None, person: CivilServant, today: date) -> Feedback:
    """The state after it; `state` itself where just this was said already. state: what bears the command's id."""
    author = command.author_id
    above = {line.superior_id for line in person.reporting_lines if line.covers(today)}
    if author is None or author == person.civil_servant_id or author not in above:
        sentence = "Only somebody who is this person's superior today gives them feedback."
        raise Refusal(Code.NOT_A_SUPERIOR, sentence)
    if state is not None:
        said = state.civil_servant_id, state.author_id, state.text, state.about
        if said == (command.civil_servant_id, author, command.text, command.about):
            return state
        raise Refusal(Code.ALREADY_EXISTS, "Feedback with this id exists and says something else.", "#/id")
    return Feedback(command.feedback_id, 1, command.civil_servant_id, author, command.text, command.about, today)


def answer(asking: UUID | None, text: str, state: Feedback, today: date) -> Feedback:
    """The state after the person's answer; `state` itself where just this was the last answer."""
    if asking is None or asking != state.civil_servant_id:
        raise Refusal(Code.NOT_THE_RATED_PERSON, "Only the person whom it was said to answers it.")
    if state.answers and state.answers[-1].text == text:
        return state
    if len(state.answers) >= MOST_ANSWERS:
        sentence = f"There are {MOST_ANSWERS} answers already: talk to each other."
        raise Refusal(Code.TOO_MANY_ANSWERS, sentence)
    return replace(state, sequence=state.sequence + 1, answers=(*state.answers, Answer(text, today)))
