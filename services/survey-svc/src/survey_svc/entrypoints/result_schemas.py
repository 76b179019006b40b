"""Bodies of instruments and of results, as the OpenAPI document shows them."""

from typing import Annotated

from chassis.inputs import RequestModel, Text, refusal
from pydantic import ConfigDict, Field, field_validator

from survey_svc.domain.elements import Element
from survey_svc.entrypoints.schemas import SurveyView

LONGEST_QUESTION = 300
LONGEST_SOURCE = 200


class QuestionBody(RequestModel):
    """The question about an element, in Indonesian and in English."""

    model_config = ConfigDict(extra="forbid", frozen=True, validate_by_name=True)

    element: Element
    indonesian: Annotated[str, Text(LONGEST_QUESTION)] = Field(alias="id")
    english: Annotated[str, Text(LONGEST_QUESTION)] = Field(alias="en")


class InstrumentBody(RequestModel):
    """One version of an instrument. source: a regulation, own, or verify: and the regulation."""

    source: Annotated[str, Text(LONGEST_SOURCE)]
    questions: list[QuestionBody] = Field(min_length=1, max_length=len(Element))

    @field_validator("questions")
    @classmethod
    def once_each(cls, questions: list[QuestionBody]) -> list[QuestionBody]:
        """An element has one question."""
        if len({each.element for each in questions}) != len(questions):
            raise refusal("repeated_element", "An element has one question and not two.")
        return questions


class InstrumentView(RequestModel):
    """One version of an instrument, its questions in the elements' order."""

    key: str
    version: int
    source: str
    questions: list[QuestionBody]


class ResultElementView(RequestModel):
    """NRR of an element, four decimals, and the same times 25, two decimals; null before the first answer."""

    element: Element
    mean: str | None
    converted: str | None


class SourcesView(RequestModel):
    """Which rule each value comes from: a regulation, own, or verify: and the regulation."""

    index: str
    rounding: str
    grade: str
    required_sample: str


class ResultView(SurveyView):
    """A survey's result. required_sample: null where the population is not known."""

    elements: list[ResultElementView]  # pyright: ignore[reportIncompatibleVariableOverride]
    index_with_quarantined: str | None
    required_sample: int | None
    sources: SourcesView


class ResultPage(RequestModel):
    """A part of a list. next: the cursor of the following part, null at the end."""

    items: list[ResultView]
    next: str | None
