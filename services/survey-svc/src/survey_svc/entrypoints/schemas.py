"""Bodies of requests and of answers, as the OpenAPI document shows them."""

from functools import partial
from typing import Annotated, Any
from uuid import UUID

from chassis.inputs import Day, RequestModel, read_text, refusal
from pydantic import BeforeValidator, Field, StringConstraints, WithJsonSchema

from survey_svc.domain.elements import HIGHEST, LOWEST, Element
from survey_svc.domain.facts import Entrance, Status
from survey_svc.domain.index import Grade, Rounding
from survey_svc.domain.instrument import DEFAULT_KEY, DEFAULT_VERSION
from survey_svc.domain.respondent import Education, Occupation, Sex, TimeSlot

MOST_ITEMS = 1_000
MOST_VERSIONS = 10_000
MOST_PEOPLE = 1_000_000_000
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


InstrumentKey = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,39}$")]

InvitationToken = Annotated[str, StringConstraints(max_length=200)]


class RespondentBody(RequestModel):
    """What a respondent may say of oneself, PermenPANRB 14/2017 [verify]; each is optional, none identifies."""

    sex: Sex | None = None
    education: Education | None = None
    occupation: Occupation | None = None
    time_slot: TimeSlot | None = None


class SurveyBody(RequestModel):
    """What a survey asks. elements: those that apply to the service; rounding: of the weights 1/k.

    instrument, instrument_version: where the questions stand. population: how many are served in the survey's time,
    where somebody has counted. draft: it asks nobody before it is opened. entry: how the public comes to it; what
    it was, or the region's custom, unless said.
    """

    unit_id: UUID
    period_id: UUID
    service: Service
    elements: frozenset[Element] = Field(min_length=1)
    opens_on: Day
    closes_on: Day
    rounding: Rounding = Rounding.EXACT
    instrument: InstrumentKey = DEFAULT_KEY
    instrument_version: Annotated[int, Field(ge=1, le=MOST_VERSIONS)] = DEFAULT_VERSION
    population: Annotated[int, Field(ge=0, le=MOST_PEOPLE)] | None = None
    draft: bool = False
    entry: Entrance | None = None


class AnswerBody(RequestModel):
    """One respondent's answers, 1 to 4 for each element asked about. answered_on: today, unless said.

    suggestion: in own words, read by the unit; it is never shown here, nor is who wrote it ever kept.
    invitation: the token of the one that is used up by this.
    """

    scores: Scores
    answered_on: Day | None = None
    suggestion: Suggestion | None = None
    invitation: InvitationToken | None = None
    respondent: RespondentBody = RespondentBody()


class AnswerElsewhere(RequestModel):
    """One respondent's answers that were given on paper or in another system."""

    scores: Scores
    answered_on: Day


class ImportBody(RequestModel):
    """Up to a thousand answers to one survey, taken all or none."""

    survey_id: UUID
    items: list[AnswerElsewhere] = Field(min_length=1, max_length=MOST_ITEMS)


class FindingView(RequestModel):
    """What a reader of a result should know, with the source of the rule."""

    code: str
    detail: str
    source: str


class ElementView(RequestModel):
    """An element and the mean of its answers (NRR), four decimals; null before the first answer."""

    element: Element
    mean: str | None


class SurveyView(RequestModel):
    """A survey with its result. index (IKM): two decimals, null before the first answer, and then grade is too.

    Before publication only the agency's own, inspectors and the region see index, grade and means; null for others.
    """

    id: UUID
    sequence: int
    status: Status
    unit_id: UUID
    agency_id: UUID
    period_id: UUID
    service: str
    instrument: str
    instrument_version: int
    population: int | None
    opens_on: Day
    closes_on: Day
    rounding: Rounding
    entry: Entrance
    index: str | None
    grade: Grade | None
    respondents: int
    quarantined: int
    rejected: int
    elements: list[ElementView]
    as_of: Day
    findings: list[FindingView]


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
