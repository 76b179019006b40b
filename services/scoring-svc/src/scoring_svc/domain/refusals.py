"""Every way in which this service says no: one exception, one closed list of codes.

A code is part of the interface and never changes its meaning; the sentence beside it is for people and may.
"""

from enum import StrEnum


class Code(StrEnum):
    """What was refused, for programs."""

    UNKNOWN_CIVIL_SERVANT = "unknown_civil_servant"
    UNKNOWN_UNIT = "unknown_unit"
    UNKNOWN_AGENCY = "unknown_agency"
    UNKNOWN_PERIOD = "unknown_period"
    UNKNOWN_GOAL = "unknown_goal"
    FORBIDDEN = "forbidden"
    FUTURE_MOMENT = "future_moment"
    INVALID_SIMULATION = "invalid_simulation"
    INVALID_POLICY = "invalid_policy"
    UNKNOWN_POLICY = "unknown_policy"
    TRIAL_RUNNING = "trial_running"
    TRIAL_TOO_LONG = "trial_too_long"
    TRIAL_INTERRUPTED = "trial_interrupted"
    NO_RESULT = "no_result"
    UNKNOWN_VERSION = "unknown_version"


class Refusal(Exception):
    """A question that the rules do not answer.

    detail: a whole sentence for the person who asked. pointer: the part of the request, where one is at fault.
    """

    def __init__(self, code: Code, detail: str, pointer: str | None = None) -> None:
        super().__init__(f"{code}: {detail}")
        self.code, self.detail, self.pointer = code, detail, pointer
