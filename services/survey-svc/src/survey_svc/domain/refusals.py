"""Every way in which this service says no: one exception, one closed list of codes.

A code is part of the interface and never changes its meaning; the sentence beside it is for people and may.
"""

from enum import StrEnum


class Code(StrEnum):
    """What was refused, for programs."""

    UNKNOWN_SURVEY = "unknown_survey"
    UNKNOWN_UNIT = "unknown_unit"
    UNKNOWN_PERIOD = "unknown_period"
    UNKNOWN_AGENCY = "unknown_agency"
    ANOTHER_AGENCY = "another_agency"
    FORBIDDEN = "forbidden"
    AGENCY_RUNS_NO_SURVEY = "agency_runs_no_survey"
    CLOSES_BEFORE_IT_OPENS = "closes_before_it_opens"
    OUTSIDE_PERIOD = "outside_period"
    PERIOD_FROZEN = "period_frozen"
    SURVEY_CLOSED = "survey_closed"
    SURVEY_HAS_ANSWERS = "survey_has_answers"
    OUTSIDE_SURVEY_DAYS = "outside_survey_days"
    IN_THE_FUTURE = "in_the_future"
    ELEMENT_NOT_ASKED = "element_not_asked"
    ELEMENT_MISSING = "element_missing"
    SCORE_OUT_OF_RANGE = "score_out_of_range"
    VERSION_REQUIRED = "version_required"
    STALE_VERSION = "stale_version"
    SURVEY_NOT_OPEN = "survey_not_open"
    SURVEY_NOT_DRAFT = "survey_not_draft"
    SURVEY_NOT_CLOSED = "survey_not_closed"
    UNKNOWN_INSTRUMENT = "unknown_instrument"
    INSTRUMENT_IN_USE = "instrument_in_use"
    ELEMENT_NOT_IN_INSTRUMENT = "element_not_in_instrument"
    UNKNOWN_RESPONSE = "unknown_response"
    NOT_QUARANTINED = "not_quarantined"
    SURVEY_PUBLISHED = "survey_published"
    RESULT_NOT_PUBLISHED = "result_not_published"
    ALREADY_EXISTS = "already_exists"
    UNKNOWN_CIVIL_SERVANT = "unknown_civil_servant"
    SERVED_ELSEWHERE = "served_elsewhere"
    INVITATIONS_NOT_USED = "invitations_not_used"
    INVITATION_NEEDED = "invitation_needed"
    INVITATION_NOT_VALID = "invitation_not_valid"
    INVITATION_USED = "invitation_used"
    INVITATION_EXPIRED = "invitation_expired"
    NO_SUGGESTION = "no_suggestion"
    SUGGESTION_SET_ASIDE = "suggestion_set_aside"
    NOT_MASKED = "not_masked"
    NOTHING_LEFT = "nothing_left"
    REASON_REQUIRED = "reason_required"


class Refusal(Exception):
    """A command that the rules do not allow.

    detail: a whole sentence for the person who asked. pointer: the field of the request, as a JSON pointer
    fragment (`#/scores/cost`), where one field is at fault.
    """

    def __init__(self, code: Code, detail: str, pointer: str | None = None) -> None:
        super().__init__(f"{code}: {detail}")
        self.code = code
        self.detail = detail
        self.pointer = pointer
