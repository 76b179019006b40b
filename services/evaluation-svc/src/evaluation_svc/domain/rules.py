"""What the region chose about appeals: each value with its source, so that a reader sees whose rule it is.

source: a regulation, `own` where no text gives a rule, or `verify: <regulation>`.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Days:
    """A number of calendar days and where it comes from; the first is the day after what they are counted from."""

    value: int
    source: str


@dataclass(frozen=True, slots=True)
class AppealRules:
    """filing: counted from the receipt of the ratings. hearing: each side's days for its statement, from the filing.
    counting: the source of counting calendar days, the first being the day after."""

    filing: Days
    hearing: Days
    counting: str
