"""What became true of a survey. Facts are this service's own; the wire has its own words for them."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from survey_svc.domain.elements import Element
from survey_svc.domain.index import Rounding
from survey_svc.domain.instrument import DEFAULT_KEY, DEFAULT_VERSION
from survey_svc.domain.respondent import Respondent

NOBODY_IN_PARTICULAR = Respondent()


class Status(StrEnum):
    """draft → open → closed → published."""

    DRAFT = "draft"
    OPEN = "open"
    CLOSED = "closed"
    PUBLISHED = "published"


class Entrance(StrEnum):
    """How the public comes to a survey: by its open link, by invitations, or by either."""

    OPEN_LINK = "open_link"
    INVITATION = "invitation"
    BOTH = "both"


class Reason(StrEnum):
    """Why an answer was set aside."""

    FLOOD = "flood"
    DUPLICATE = "duplicate"


class Decision(StrEnum):
    """What a review makes of it."""

    ACCEPTED = "accepted"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True)
class Definition:
    """What a survey asks, about which unit's service, on which days (inclusive).

    year_id: the annual period that `period_id` lies in, or the same. elements: those that apply, in their order.
    population: how many are served in the survey's time; None where nobody has counted. served_from: a person's own
    index is told from as many answers on, so that no single one is read off it; it stays as it was at first.
    """

    unit_id: UUID
    agency_id: UUID
    period_id: UUID
    year_id: UUID
    service: str
    elements: tuple[Element, ...]
    opens_on: date
    closes_on: date
    rounding: Rounding
    instrument: str = DEFAULT_KEY
    instrument_version: int = DEFAULT_VERSION
    population: int | None = None
    entrance: Entrance = Entrance.OPEN_LINK
    served_from: int = 5


@dataclass(frozen=True, slots=True)
class Answer:
    """One respondent's answers, in the order of the survey's elements, and perhaps a suggestion in own words.

    reason: why it does not count before somebody has looked at it; None where it counts.
    by_link: whether it came by the open link; invited: by an invitation; neither: from the agency. served_by: who
    served, where the invitation says so.
    """

    answer_id: UUID
    answered_on: date
    scores: tuple[int, ...]
    suggestion: str | None = None
    respondent: Respondent = NOBODY_IN_PARTICULAR
    reason: Reason | None = None
    by_link: bool = False
    invited: bool = False
    served_by: UUID | None = None


@dataclass(frozen=True, slots=True)
class Defined:
    """The survey asks this from now on; as a draft it asks nobody yet."""

    survey_id: UUID
    definition: Definition
    draft: bool = False


@dataclass(frozen=True, slots=True)
class Opened:
    """Answers count from now on."""


@dataclass(frozen=True, slots=True)
class Answered:
    """These answers came, at least one; those with a reason against them are set aside."""

    answers: tuple[Answer, ...]


@dataclass(frozen=True, slots=True)
class Reviewed:
    """An answer that was set aside counts from now on, or never will."""

    answer: Answer
    decision: Decision


@dataclass(frozen=True, slots=True)
class Closed:
    """No further answer counts."""


@dataclass(frozen=True, slots=True)
class Published:
    """Anybody may read the result from now on."""


Fact = Defined | Opened | Answered | Reviewed | Closed | Published
