"""Every way in which this service says no: one exception, one closed list of codes.

A code is part of the interface and never changes its meaning; the sentence beside it is for people and may.
"""

from enum import StrEnum


class Code(StrEnum):
    """What was refused, for programs."""

    UNKNOWN_CIVIL_SERVANT = "unknown_civil_servant"
    UNKNOWN_PERIOD = "unknown_period"
    UNKNOWN_EVALUATION = "unknown_evaluation"
    UNKNOWN_UNIT = "unknown_unit"
    UNKNOWN_ORGANIZATION_EVALUATION = "unknown_organization_evaluation"
    NOT_THE_RATER = "not_the_rater"
    OWN_EVALUATION = "own_evaluation"
    ANOTHER_AGENCY = "another_agency"
    FORBIDDEN = "forbidden"
    BEFORE_PERIOD = "before_period"
    RECEIVED_BEFORE_JUDGED = "received_before_judged"
    IN_THE_FUTURE = "in_the_future"
    PERIOD_NOT_OPEN = "period_not_open"
    PERIOD_FROZEN = "period_frozen"
    ALREADY_EXISTS = "already_exists"
    ALREADY_EVALUATED = "already_evaluated"
    ALREADY_WITHDRAWN = "already_withdrawn"
    ALREADY_ACKNOWLEDGED = "already_acknowledged"
    ALREADY_OBJECTED = "already_objected"
    ALREADY_DECIDED = "already_decided"
    NOT_A_DRAFT = "not_a_draft"
    NOT_THE_RATED_PERSON = "not_the_rated_person"
    BEHAVIORS_INCOMPLETE = "behaviors_incomplete"
    UNKNOWN_APPEAL = "unknown_appeal"
    APPEAL_TOO_LATE = "appeal_too_late"
    ALREADY_HEARD = "already_heard"
    NOT_A_PARTY = "not_a_party"
    NOT_THE_APPEALS_OFFICIAL = "not_the_appeals_official"
    RATER_DECIDES_NO_APPEAL = "rater_decides_no_appeal"
    BOTH_ARE_HEARD_FIRST = "both_are_heard_first"
    RATINGS_MISSING = "ratings_missing"
    RATINGS_NOT_WANTED = "ratings_not_wanted"
    RATINGS_UNCHANGED = "ratings_unchanged"
    UNKNOWN_SELF_ASSESSMENT = "unknown_self_assessment"
    SELF_ASSESSMENT_FIRST = "self_assessment_first"
    SELF_ASSESSMENT_CLOSED = "self_assessment_closed"
    UNKNOWN_FEEDBACK = "unknown_feedback"
    NOT_A_SUPERIOR = "not_a_superior"
    TOO_MANY_ANSWERS = "too_many_answers"
    OPINIONS_NOT_ASKED = "opinions_not_asked"
    OPINIONS_OPEN = "opinions_open"
    OPINIONS_CLOSED = "opinions_closed"
    TOO_FEW_OPINIONS = "too_few_opinions"
    NOT_A_COLLEAGUE = "not_a_colleague"
    UNKNOWN_FOLLOW_UP = "unknown_follow_up"
    NOT_THE_FOLLOW_UPS_OFFICER = "not_the_follow_ups_officer"
    ALREADY_SETTLED = "already_settled"
    STALE_VERSION = "stale_version"
    VERSION_REQUIRED = "version_required"
    NOT_THE_LEVEL_ABOVE = "not_the_level_above"
    ACHIEVEMENT_OUT_OF_RANGE = "achievement_out_of_range"
    HEAD_RATING_IS_THE_ORGANIZATIONS = "head_rating_is_the_organizations"


class Refusal(Exception):
    """A command that the rules do not allow.

    detail: a whole sentence for the person who asked. pointer: the field of the request, as a JSON pointer
    fragment (`#/evaluated_on`), where one field is at fault. found: the version that is there, for a stale one.
    """

    def __init__(self, code: Code, detail: str, pointer: str | None = None, *, found: int | None = None) -> None:
        super().__init__(f"{code}: {detail}")
        self.code = code
        self.detail = detail
        self.pointer = pointer
        self.found = found
