"""The few things that a respondent may say of oneself: PermenPANRB 14/2017 [verify], each from a closed list.

All are optional. Nothing here, nor all of it together, is meant to identify anybody.
"""

from dataclasses import dataclass
from enum import StrEnum


class Sex(StrEnum):
    """As the form asks."""

    FEMALE = "female"
    MALE = "male"


class Education(StrEnum):
    """The highest level that was completed."""

    NONE = "none"
    PRIMARY = "primary"
    JUNIOR_SECONDARY = "junior_secondary"
    SENIOR_SECONDARY = "senior_secondary"
    DIPLOMA = "diploma"
    BACHELOR = "bachelor"
    MASTER = "master"
    DOCTOR = "doctor"


class Occupation(StrEnum):
    """PNS, TNI, Polri, swasta, wirausaha, lainnya."""

    CIVIL_SERVANT = "civil_servant"
    MILITARY = "military"
    POLICE = "police"
    EMPLOYEE = "employee"
    ENTREPRENEUR = "entrepreneur"
    OTHER = "other"


class TimeSlot(StrEnum):
    """When one was served: 08–12 or 13–17."""

    MORNING = "morning"
    AFTERNOON = "afternoon"


@dataclass(frozen=True, slots=True)
class Respondent:
    """What a respondent chose to say; None where nothing was said."""

    sex: Sex | None = None
    education: Education | None = None
    occupation: Occupation | None = None
    time_slot: TimeSlot | None = None
