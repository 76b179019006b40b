"""Every way in which this service says no: one exception, one closed list of codes.

A code is part of the interface and never changes its meaning; the sentence beside it is for people and may.
"""

from enum import StrEnum


class Code(StrEnum):
    """What was refused, for programs."""

    UNKNOWN_CIVIL_SERVANT = "unknown_civil_servant"
    UNKNOWN_PERIOD = "unknown_period"
    UNKNOWN_EVALUATION = "unknown_evaluation"
    NOT_THE_RATER = "not_the_rater"
    OWN_EVALUATION = "own_evaluation"
    ANOTHER_AGENCY = "another_agency"
    FORBIDDEN = "forbidden"
    BEFORE_PERIOD = "before_period"
    IN_THE_FUTURE = "in_the_future"
    PERIOD_NOT_OPEN = "period_not_open"
    PERIOD_FROZEN = "period_frozen"
    ALREADY_EXISTS = "already_exists"
    ALREADY_EVALUATED = "already_evaluated"
    ALREADY_WITHDRAWN = "already_withdrawn"
    STALE_VERSION = "stale_version"


class Refusal(Exception):
    """A command that the rules do not allow.

    detail: a whole sentence for the person who asked. pointer: the field of the request, as a JSON pointer
    fragment (`#/evaluated_on`), where one field is at fault.
    """

    def __init__(self, code: Code, detail: str, pointer: str | None = None) -> None:
        super().__init__(f"{code}: {detail}")
        self.code = code
        self.detail = detail
        self.pointer = pointer
