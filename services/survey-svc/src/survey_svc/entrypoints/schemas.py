"""Bodies of requests and of answers, as the OpenAPI document shows them."""

from datetime import date
from functools import partial
from typing import Annotated, Any, Literal
from uuid import UUID

from chassis.inputs import RequestModel, read_text, refusal
from pydantic import BeforeValidator, Field, StringConstraints, WithJsonSchema

from survey_svc.domain.elements import HIGHEST, LOWEST, Element
from survey_svc.domain.index import Grade, Rounding

MOST_ITEMS = 1_000
LONGEST_SERVICE = 200
LONGEST_SUGGESTION = 1_000


def _whole(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise refusal("not_a_whole_number", f"An answer is a whole number from {LOWEST} to {HIGHEST}.")
    return value


Service = Annotated[
    str,
    BeforeValidator(partial(read_text, max_length=LONGEST_SERVICE, empty=False)),
    WithJsonSchema({"type": "string", "minLength": 1, "maxLength": LONGEST_SERVICE}),
]
Suggestion = Annotated[
    str,
    BeforeValidator(partial(read_text, max_length=LONGEST_SUGGESTION, empty=True)),
    WithJsonSchema({"type": "string", "maxLength": LONGEST_SUGGESTION}),
]
Score = Annotated[
    int, BeforeValidator(_whole), WithJsonSchema({"type": "integer", "minimum": LOWEST, "maximum": HIGHEST})
]
Scores = Annotated[dict[Annotated[str, StringConstraints(max_length=40)], Score], Field(max_length=len(Element))]


class SurveyBody(RequestModel):
    """What a survey asks. elements: those that apply to the service; rounding: of the weights 1/k."""

    unit_id: UUID
    period_id: UUID
    service: Service
    elements: frozenset[Element] = Field(min_length=1)
    opens_on: date
    closes_on: date
    rounding: Rounding = Rounding.EXACT


class AnswerBody(RequestModel):
    """One respondent's answers, 1 to 4 for each element asked about. answered_on: today, unless said.

    suggestion: in own words, read by the unit; it is never shown here, nor is who wrote it ever kept.
    """

    scores: Scores
    answered_on: date | None = None
    suggestion: Suggestion | None = None


class AnswerElsewhere(RequestModel):
    """One respondent's answers that were given on paper or in another system."""

    scores: Scores
    answered_on: date


class ImportBody(RequestModel):
    """Up to a thousand answers to one survey, taken all or none."""

    survey_id: UUID
    items: list[AnswerElsewhere] = Field(max_length=MOST_ITEMS)


class ElementView(RequestModel):
    """An element and the mean of its answers (NRR), four decimals; null before the first answer."""

    element: Element
    mean: str | None


class SurveyView(RequestModel):
    """A survey with its result. index (IKM): two decimals, null before the first answer, and then grade is too."""

    id: UUID
    sequence: int
    status: Literal["open", "closed"]
    unit_id: UUID
    agency_id: UUID
    period_id: UUID
    service: str
    opens_on: date
    closes_on: date
    rounding: Rounding
    index: str | None
    grade: Grade | None
    respondents: int
    elements: list[ElementView]
    as_of: date


class SurveyPage(RequestModel):
    """A part of a list. next: the cursor of the following part, null at the end."""

    items: list[SurveyView]
    next: str | None


class AnswerView(RequestModel):
    """The answer was counted. The result is not shown to who has just answered."""

    id: UUID
    survey_id: UUID


class ImportView(RequestModel):
    """How many answers were counted."""

    accepted: int
