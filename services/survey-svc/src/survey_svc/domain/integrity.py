"""Which answers of the public are set aside until somebody has looked at them; none is ever thrown away.

Two signs, by the region's limits: more answers to a survey in a short time than its counters can serve (flood), and the
same scores with the same words about oneself again within minutes (duplicate). Equal scores throughout are an honest
answer of many people, so without a word about oneself they are no duplicate. Invitations are no flood, however many are
used at once; equal answers by them are suspect too, for whoever hands out the codes could keep some.
"""

from dataclasses import dataclass, replace
from uuid import UUID

from survey_svc.domain.facts import NOBODY_IN_PARTICULAR, Answer, Decision, Fact, Reason, Reviewed, Status
from survey_svc.domain.refusals import Code, Refusal
from survey_svc.domain.survey import Survey


@dataclass(frozen=True, slots=True)
class Limits:
    """flood_answers: as many are taken in `flood_seconds`. duplicate_seconds: how long an equal answer is suspect."""

    flood_answers: int
    flood_seconds: int
    duplicate_seconds: int


@dataclass(frozen=True, slots=True)
class Near:
    """Just before: answers by the open link within the time of a flood, an equal one by any way within that of
    duplicates."""

    lately: int
    equal: bool


@dataclass(frozen=True, slots=True)
class Review:
    """Somebody's decision on an answer that was set aside. reason: why, in words."""

    answer_id: UUID
    decision: Decision
    reason: str


@dataclass(frozen=True, slots=True)
class Response:
    """An answer of a survey and what was decided of it; None where nobody has."""

    survey_id: UUID
    answer: Answer
    decision: Decision | None


def weighed(answer: Answer, near: Near, limits: Limits) -> Answer:
    """The answer with the reason to set it aside, if there is one."""
    answer = replace(answer, by_link=not answer.invited)
    if answer.by_link and near.lately >= limits.flood_answers:
        return replace(answer, reason=Reason.FLOOD)
    says_nothing = answer.respondent == NOBODY_IN_PARTICULAR and len(set(answer.scores)) == 1
    return replace(answer, reason=Reason.DUPLICATE) if near.equal and not says_nothing else answer


def review(command: Review, response: Response, state: Survey) -> tuple[Fact, ...]:
    """The facts of a review; () where just this was decided already."""
    if response.decision is command.decision:
        return ()
    if response.answer.reason is None or response.decision is not None:
        sentence = "Only an answer that was set aside is reviewed, and it is decided once."
        raise Refusal(Code.NOT_QUARANTINED, sentence)
    if state.status is Status.PUBLISHED:
        raise Refusal(Code.SURVEY_PUBLISHED, "The result of this survey is published and stays as it is.")
    return (Reviewed(answer=response.answer, decision=command.decision),)
