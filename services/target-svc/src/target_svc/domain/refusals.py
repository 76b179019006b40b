"""Every way in which this service says no: one exception, one closed list of codes.

A code is part of the interface and never changes its meaning; the sentence beside it is for people and may.
"""

from collections.abc import Mapping
from enum import StrEnum


class Code(StrEnum):
    """What was refused, for programs."""

    FORBIDDEN = "forbidden"
    ANOTHER_AGENCY = "another_agency"
    NOT_THE_SUPERIOR = "not_the_superior"
    UNKNOWN_AGENCY = "unknown_agency"
    UNKNOWN_UNIT = "unknown_unit"
    UNKNOWN_CIVIL_SERVANT = "unknown_civil_servant"
    UNKNOWN_PERIOD = "unknown_period"
    UNKNOWN_PLAN = "unknown_plan"
    UNKNOWN_INDICATOR = "unknown_indicator"
    UNKNOWN_ENTRY = "unknown_entry"
    UNKNOWN_INNOVATION = "unknown_innovation"
    UNKNOWN_COACHING = "unknown_coaching"
    UNKNOWN_STEP = "unknown_step"
    UNKNOWN_EVIDENCE = "unknown_evidence"
    UNKNOWN_TRAINING = "unknown_training"
    COACHING_OPEN = "coaching_open"
    DUE_BEFORE_OPENING = "due_before_opening"
    STEP_DONE = "step_done"
    SAME_CLAIM = "same_claim"
    ALREADY_EXISTS = "already_exists"
    PLAN_EXISTS = "plan_exists"
    STALE_VERSION = "stale_version"
    VERSION_REQUIRED = "version_required"
    NUMBER_MALFORMED = "employee_number_malformed"
    NUMBER_BIRTH_DATE = "employee_number_birth_date"
    NUMBER_APPOINTMENT = "employee_number_appointment"
    NUMBER_KIND = "employee_number_kind"
    NUMBER_SEX = "employee_number_sex"
    NUMBER_SERIAL = "employee_number_serial"
    NUMBER_TAKEN = "employee_number_taken"
    INTERVAL_REVERSED = "interval_reversed"
    INTERVALS_OVERLAP = "intervals_overlap"
    OWN_SUPERIOR = "own_superior"
    REPORTING_CYCLE = "reporting_cycle"
    LINES_TANGLED = "lines_tangled"
    UNIT_OF_ANOTHER_AGENCY = "unit_of_another_agency"
    SECONDED_BY_REGION = "seconded_by_region"
    UNIT_CIRCLE = "unit_circle"
    AFTER_LEAVING = "after_leaving"
    SUPERIOR_LEFT = "superior_left"
    PERIOD_MALFORMED = "period_malformed"
    ZERO_TARGET = "zero_target_needs_zero_direction"
    TARGET_MALFORMED = "target_malformed"
    WEIGHT_MALFORMED = "weight_malformed"
    WEIGHTS_OVER_100 = "weights_over_100"
    WEIGHTS_NOT_100 = "weights_not_100"
    DEADLINE_OUTSIDE = "deadline_outside_period"
    NOT_MEASURABLE = "not_measurable"
    ASPECT_OR_PERSPECTIVE = "aspect_or_perspective"
    PERSPECTIVE_OF_HEADS = "perspective_of_heads"
    COURSE_MALFORMED = "expected_course_malformed"
    REPEATED_PERSON = "repeated_person"
    REPEATED_TITLE = "repeated_title"
    REPEATED_WORK_RESULT = "repeated_work_result"
    WORK_RESULT_TAKEN = "work_result_taken"
    NO_MAIN_RESULT = "no_main_result"
    UNKNOWN_PARENT = "unknown_parent_work_result"
    NOT_THE_SUPERIORS_RESULT = "not_the_superiors_result"
    SUPERIOR_HAS_NO_PLAN = "superior_has_no_plan"
    PLAN_GOES_ON = "plan_goes_on"
    UNKNOWN_GOAL = "unknown_goal"
    UNKNOWN_WORK_RESULT = "unknown_work_result"
    REPEATED_INDICATOR = "repeated_indicator"
    INDICATOR_TAKEN = "indicator_taken"
    NO_INDICATORS = "no_indicators"
    WRONG_STATUS = "wrong_status"
    REASON_MISSING = "reason_missing"
    STATUS_BY_ROUTE = "status_by_route"
    PERIOD_MOVED_ON = "period_moved_on"
    YEAR_NOT_OPEN = "year_not_open"
    YEAR_CLOSED = "year_closed"
    PARTS_NOT_CLOSED = "parts_not_closed"
    PERIOD_NOT_OPEN = "period_not_open"
    BEFORE_FORMER_PHASE = "before_former_phase"
    BEFORE_PERIOD = "before_period"
    AFTER_PERIOD = "after_period"
    IN_THE_FUTURE = "in_the_future"
    ALREADY_CORRECTED = "already_corrected"
    PATIENT_DATA_NOT_EXCLUDED = "patient_data_not_excluded"
    EVIDENCE_EMPTY = "evidence_empty"
    EVIDENCE_MISMATCH = "evidence_mismatch"
    EVIDENCE_UNNAMED = "evidence_unnamed"
    EVIDENCE_OF_ANOTHER = "evidence_of_another"
    OWN_ENTRY = "own_entry"
    VALUE_MISSING = "value_missing"


class Refusal(Exception):
    """A command that the rules do not allow.

    detail: a whole sentence for the person who asked. pointer: the field of the request, as a JSON pointer fragment
    (`#/indicators/0/target`), where one field is at fault. found: the version that is there, for a stale one.
    extra: further facts for programs, as the interface shows them.
    """

    def __init__(
        self,
        code: Code,
        detail: str,
        pointer: str | None = None,
        *,
        found: int | None = None,
        extra: Mapping[str, object] | None = None,
    ) -> None:
        super().__init__(f"{code}: {detail}")
        self.code, self.detail, self.pointer, self.found, self.extra = code, detail, pointer, found, extra or {}

    def under(self, prefix: str) -> "Refusal":
        """The same refusal, its field inside the part of the request at `prefix`."""
        pointer = prefix + (self.pointer or "#")[1:]
        return Refusal(self.code, self.detail, pointer, found=self.found, extra=self.extra)
