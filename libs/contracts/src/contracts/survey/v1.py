"""The public's satisfaction with a unit's service (SKM, PermenPANRB 14/2017). Owner: survey-svc. Key: the unit's id."""

from datetime import date
from decimal import Decimal
from typing import Literal
from uuid import UUID

import msgspec

from contracts.envelope import Data, check_numbers
from contracts.words import ServiceGrade, SurveyElement


class ElementMean(msgspec.Struct, frozen=True, kw_only=True):
    """NRR of one element: the mean of its answers, 1 to 4, four decimals, and how many answered it."""

    element: SurveyElement
    mean: Decimal
    answers: int

    def __post_init__(self) -> None:
        check_numbers(self.mean)


class ServedIndex(msgspec.Struct, frozen=True, kw_only=True):
    """The index over the answers that belong to transactions which one person served."""

    civil_servant_id: UUID
    respondents: int
    index: Decimal

    def __post_init__(self) -> None:
        check_numbers(self.index)


class IndexChanged(Data, frozen=True, kw_only=True):
    """The satisfaction index (IKM) of one survey after an answer or a change of its state.

    aggregate_id of the envelope is the survey's id. index: 25 to 100, two decimals; null without answers, and then
    grade is null too. rounding: how the element weights 1/k were rounded. as_of: the day of the last answer.
    respondents: whose answers count; quarantined: whose do not, until somebody has looked at them;
    index_with_quarantined: the index as it would be with them. population, required_sample: how many are served in the
    survey's time, and how many answers are asked for by that (Krejcie and Morgan); null where the number is not known.
    served: the answers by who served, where invitations say so.
    """

    survey_id: UUID
    unit_id: UUID
    agency_id: UUID
    period_id: UUID
    service: str
    status: Literal["open", "closed", "published"]
    index: Decimal | None
    grade: ServiceGrade | None
    respondents: int
    elements: tuple[ElementMean, ...]
    rounding: Literal["exact", "rounded_0_111", "rounded_0_11"]
    as_of: date
    quarantined: int = 0
    index_with_quarantined: Decimal | None = None
    population: int | None = None
    required_sample: int | None = None
    instrument: str = "skm"
    instrument_version: int = 1
    served: tuple[ServedIndex, ...] = ()

    def __post_init__(self) -> None:
        check_numbers(self.index, self.index_with_quarantined)
