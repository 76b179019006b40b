"""Regional goals (sasaran daerah): what the results of those at the top serve, and everybody's through theirs."""

from dataclasses import dataclass
from uuid import UUID

from target_svc.domain.measurable import check_title
from target_svc.domain.refusals import Code, Refusal
from target_svc.domain.roster import Period


@dataclass(frozen=True, slots=True)
class Goal:
    """A goal of the region for a year. agency_id: whose goal it is, None for every agency's.

    indicator: what tells whether it was reached, in words, as the region's plan (RPJMD) has it.
    """

    id: UUID
    sequence: int
    period_id: UUID
    agency_id: UUID | None
    title: str
    indicator: str


def put(state: Goal | None, wanted: Goal, period: Period) -> Goal | None:
    """The goal as it shall be, None where it is so already. Raises Refusal with the field's pointer."""
    if state is not None and state == Goal(
        wanted.id, state.sequence, wanted.period_id, wanted.agency_id, wanted.title, wanted.indicator
    ):
        return None
    if period.kind != "annual":
        raise Refusal(Code.PERIOD_MALFORMED, "A goal is set for an annual period.", "#/period_id")
    check_title(wanted.title)
    if state is not None and state.period_id != wanted.period_id:
        sentence = "A goal stays in its year, for plans name it; make another goal for another year."
        raise Refusal(Code.ALREADY_EXISTS, sentence, "#/period_id")
    sequence = 1 if state is None else state.sequence + 1
    return Goal(wanted.id, sequence, wanted.period_id, wanted.agency_id, wanted.title, wanted.indicator)
