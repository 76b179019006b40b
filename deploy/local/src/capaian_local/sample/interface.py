"""What a caller hands to the sample and gets back from it. No address, key or clock is read here or further inside."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Endpoints:
    """The services' base addresses, `http://host:port`."""

    target: str
    evaluation: str
    survey: str
    scoring: str


@dataclass(frozen=True, slots=True)
class Who:
    """On whose behalf a request is made: what a token has to say."""

    subject: str
    roles: tuple[str, ...]
    agency_id: UUID | None = None
    civil_servant_id: UUID | None = None


Sign = Callable[[Who], str]
"""Who → a bearer token."""

Progress = Callable[[str, int, int], None]
"""(stage, done, total): called after each request of the loader; what is counted differs from stage to stage."""


@dataclass(frozen=True, slots=True)
class Landmarks:
    """Where it is worth looking: the health agency, and a nurse whose card has something of everything.

    superior: the nurse's, who heads the unit. indicator: the nurse's immunisation coverage. survey: of her unit.
    """

    agency_id: UUID
    agency_name: str
    head_id: UUID
    head_name: str
    unit_id: UUID
    unit_name: str
    superior_id: UUID
    superior_name: str
    nurse_id: UUID
    nurse_name: str
    period_id: UUID
    survey_id: UUID
    indicator_id: UUID


@dataclass(frozen=True, slots=True)
class Loaded:
    """How many of each the services hold of the sample, and where to look.

    left: entries that somebody has gone on with since an earlier load (a revised rating, a changed plan): they stay.
    """

    agencies: int
    units: int
    civil_servants: int
    plans: int
    realizations: int
    evaluations: int
    surveys: int
    answers: int
    left: int
    landmarks: Landmarks
