"""Follow-up (tindak lanjut): what the region's policy proposes as the consequence of a year's result, and who decides.

proposed → confirmed | declined, each for good. Nothing comes of a result by itself: a person of the agency's personnel
office, or the region's administration, confirms or declines; neither the rated person nor the rater.
"""

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from uuid import UUID, uuid5

from evaluation_svc.domain.access import Actor
from evaluation_svc.domain.evaluation import Evaluation, Status
from evaluation_svc.domain.ratings import Predicate
from evaluation_svc.domain.refusals import Code, Refusal
from evaluation_svc.domain.rules import Measures
from evaluation_svc.domain.versions import IF_MATCH


class FollowUpStatus(StrEnum):
    """Where a follow-up stands."""

    PROPOSED = "proposed"
    CONFIRMED = "confirmed"
    DECLINED = "declined"


@dataclass(frozen=True, slots=True)
class FollowUp:
    """The state, one an evaluation and measure. measure, kind, source: of the region's policy when it was proposed.

    reason: why it was declined. settled_by: None where who settled it is no civil servant of the roster.
    """

    follow_up_id: UUID
    sequence: int
    evaluation_id: UUID
    civil_servant_id: UUID
    period_id: UUID
    agency_id: UUID
    rater_id: UUID
    predicate: Predicate
    measure: str
    kind: str
    source: str
    status: FollowUpStatus
    proposed_on: date
    settled_by: UUID | None = None
    settled_on: date | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Settle:
    """Confirms a follow-up, or with a reason declines it."""

    follow_up_id: UUID
    expected_sequence: int
    reason: str | None

    @property
    def status(self) -> FollowUpStatus:
        return FollowUpStatus.CONFIRMED if self.reason is None else FollowUpStatus.DECLINED


def propose(state: Evaluation, agency_id: UUID, today: date, measures: Measures) -> tuple[FollowUp, ...]:
    """What follows from the result of a whole year, once it is acknowledged or decided; () from any other."""
    of, predicate = state.of, state.judgement.predicate
    final = state.status in (Status.ACKNOWLEDGED, Status.DECIDED)
    if not final or of.evaluated_period_id != of.period_id:
        return ()
    return tuple(
        FollowUp(
            follow_up_id=uuid5(of.evaluation_id, f"follow_up/{measure.key}"),
            sequence=1,
            evaluation_id=of.evaluation_id,
            civil_servant_id=of.civil_servant_id,
            period_id=of.period_id,
            agency_id=agency_id,
            rater_id=of.rater_id,
            predicate=predicate,
            measure=measure.key,
            kind=measure.kind,
            source=measure.source,
            status=FollowUpStatus.PROPOSED,
            proposed_on=today,
        )
        for measure in measures.get(predicate, ())
    )


def settle(command: Settle, state: FollowUp, actor: Actor, today: date) -> FollowUp:
    """The state after it; `state` itself where it was settled just so already."""
    _check_officer(actor, state)
    if (state.status, state.reason) == (command.status, command.reason):
        return state
    if command.expected_sequence != state.sequence:
        seen, found = command.expected_sequence, state.sequence
        sentence = f"The follow-up is at version {found} by now, not {seen}: read it again."
        raise Refusal(Code.STALE_VERSION, sentence, IF_MATCH, found=state.sequence)
    if state.status is not FollowUpStatus.PROPOSED:
        raise Refusal(Code.ALREADY_SETTLED, f"This follow-up is {state.status}, and that is for good.")
    return replace(
        state,
        sequence=state.sequence + 1,
        status=command.status,
        settled_by=actor.civil_servant_id,
        settled_on=today,
        reason=command.reason,
    )


def _check_officer(actor: Actor, state: FollowUp) -> None:
    if actor.civil_servant_id is not None and actor.civil_servant_id in (state.civil_servant_id, state.rater_id):
        sentence = "Neither the rated person nor the rater decides what follows from the rating."
        raise Refusal(Code.NOT_THE_FOLLOW_UPS_OFFICER, sentence)
    if "region_admin" not in actor.roles and not actor.is_officer_of(state.agency_id):
        sentence = "A follow-up is confirmed or declined by the agency's personnel officer or the region."
        raise Refusal(Code.NOT_THE_FOLLOW_UPS_OFFICER, sentence)
