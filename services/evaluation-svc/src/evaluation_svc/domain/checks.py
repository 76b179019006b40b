"""What each rating has to hold, and what each change of an evaluation has to know.

Invariant: who rates is the person's rater on the day of the judgement (the delegated, else the acting, else the direct
superior, by the roster), and never the person; a judgement is not made before its period begins nor ahead of today; a
frozen period keeps its results; when the days to object are over, silence has acknowledged the ratings, whether or not
that was written down yet.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from evaluation_svc.domain.evaluation import Evaluation, Status
from evaluation_svc.domain.facts import Judgement
from evaluation_svc.domain.proposal import Proposal
from evaluation_svc.domain.refusals import Code, Refusal
from evaluation_svc.domain.roster import CivilServant, Period, PeriodStatus
from evaluation_svc.domain.rules import AppealRules, MappedRating, SelfAssessmentRules


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What a decision needs to know besides the evaluation: the person, the evaluated period, the region's today, and
    its days of an appeal.

    led: the rating of work results that the predicate of each unit gives, which the person leads and which has one.
    proposal: what the numbers propose; None where they propose nothing. awaited: the rules for a self-assessment that
    is not there yet; None where it is, or was made elsewhere. peers: whether the region asks for opinions.
    """

    person: CivilServant
    period: Period
    today: date
    appeals: AppealRules
    led: tuple[MappedRating, ...] = ()
    proposal: Proposal | None = None
    awaited: SelfAssessmentRules | None = None
    peers: bool = False


def check_rater(rater_id: UUID | None, judgement: Judgement, given: Circumstances) -> UUID:
    """The rater, known to be the person's on the day of the judgement."""
    if rater_id == given.person.civil_servant_id:
        raise Refusal(Code.OWN_EVALUATION, "Nobody rates themself: an evaluation is for the direct superior to make.")
    rater = given.person.rater(judgement.evaluated_on)
    if rater_id is None or rater != rater_id:
        day = judgement.evaluated_on.isoformat()
        raise Refusal(
            Code.NOT_THE_RATER,
            f"Only the direct superior on {day}, or who acts for them, can evaluate this person for that day"
            + (", and the roster names nobody for it." if rater is None else "; the roster names somebody else."),
        )
    return rater_id


def check_version(expected: int, state: Evaluation) -> None:
    """Refuses a change of a version that stands no longer."""
    if expected != state.sequence:
        raise Refusal(
            Code.STALE_VERSION,
            f"The evaluation is at version {state.sequence} by now, not {expected}: read it again.",
            "header:If-Match",
            found=state.sequence,
        )


def check_day(judgement: Judgement, given: Circumstances) -> None:
    """Refuses a day outside of the period's time, and a period that takes no ratings."""
    day = judgement.evaluated_on
    if day < given.period.starts_on:
        start = given.period.starts_on.isoformat()
        raise Refusal(Code.BEFORE_PERIOD, f"The period begins only on {start}.", "#/evaluated_on")
    if day > given.today:
        raise Refusal(Code.IN_THE_FUTURE, f"{day.isoformat()} has not come yet.", "#/evaluated_on")
    check_open(given.period)


def check_begun(given: Circumstances) -> None:
    """Refuses what is said of a period before it begins."""
    if given.today < given.period.starts_on:
        start = given.period.starts_on.isoformat()
        raise Refusal(Code.BEFORE_PERIOD, f"The period begins only on {start}.")


def check_received(received_on: date | None, judgement: Judgement, given: Circumstances) -> None:
    """Refuses a receipt before the judgement or ahead of today, of ratings that were made elsewhere."""
    if received_on is None:
        return
    if received_on < judgement.evaluated_on:
        sentence = f"Nobody received on {received_on} what was judged only on {judgement.evaluated_on}."
        raise Refusal(Code.RECEIVED_BEFORE_JUDGED, sentence, "#/received_on")
    if received_on > given.today:
        raise Refusal(Code.IN_THE_FUTURE, f"{received_on} has not come yet.", "#/received_on")


def check_open(period: Period) -> None:
    """Refuses a period that is not open yet, or whose results are published or closed."""
    if period.status is PeriodStatus.PLANNED:
        raise Refusal(Code.PERIOD_NOT_OPEN, f"The period {period.name} is not open yet.")
    if period.status in (PeriodStatus.PUBLISHED, PeriodStatus.CLOSED):
        raise Refusal(
            Code.PERIOD_FROZEN, f"The results of the period {period.name} are {period.status} and stay as they are."
        )


def last_day(received_on: date, rules: AppealRules) -> date:
    """The last day on which an appeal can be filed; day 1 follows the receipt."""
    return received_on + timedelta(days=rules.filing.value)


def silent_since(state: Evaluation, today: date, rules: AppealRules) -> date | None:
    """The day on which silence acknowledged the ratings, the one after the last to object; None where it did not."""
    if state.acknowledged is not None:
        return state.acknowledged.acknowledged_on if state.acknowledged.by_deadline else None
    if state.status is not Status.SUBMITTED or state.received_on is None:
        return None
    last = last_day(state.received_on, rules)
    return last + timedelta(days=1) if today > last else None


def refuse_settled(state: Evaluation, verb: str, today: date, rules: AppealRules) -> None:
    """Refuses to go on with what was taken back, and to touch what the rated person has answered, or was silent about.

    verb: what was to be done, as in «it can no longer be revised».
    """
    if (silent := silent_since(state, today, rules)) is not None:
        last = silent - timedelta(days=1)
        raise Refusal(
            Code.ALREADY_ACKNOWLEDGED,
            f"The last day to object was {last.isoformat()}: silence has acknowledged this evaluation on "
            f"{silent.isoformat()}, and it can no longer be {verb}.",
        )
    match state.status:
        case Status.DRAFT | Status.SUBMITTED:
            return
        case Status.WITHDRAWN:
            sentence = "This evaluation was withdrawn: submit it again to go on with it."
            raise Refusal(Code.ALREADY_WITHDRAWN, sentence)
        case Status.ACKNOWLEDGED:
            sentence = f"This evaluation is acknowledged, and can no longer be {verb}."
            raise Refusal(Code.ALREADY_ACKNOWLEDGED, sentence)
        case Status.OBJECTED:
            sentence = f"An appeal against this evaluation is running: it can no longer be {verb}, only decided."
            raise Refusal(Code.ALREADY_OBJECTED, sentence)
        case Status.DECIDED:
            sentence = f"An appeal against this evaluation was decided, and that is final: it cannot be {verb}."
            raise Refusal(Code.ALREADY_DECIDED, sentence)
