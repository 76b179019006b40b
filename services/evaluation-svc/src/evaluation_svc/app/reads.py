"""What the application asks of the world for its answers: reads without locks, held to the suite of `app.ports`."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar
from uuid import UUID

from evaluation_svc.domain.access import Sight
from evaluation_svc.domain.evaluation import Evaluation, Status
from evaluation_svc.domain.feedback import Feedback
from evaluation_svc.domain.follow_up import FollowUp
from evaluation_svc.domain.opinions import Opinion
from evaluation_svc.domain.organization import OrganizationEvaluation
from evaluation_svc.domain.proposal import TargetValue
from evaluation_svc.domain.roster import CivilServant, Period, Unit
from evaluation_svc.domain.self_assessment import SelfAssessment

T = TypeVar("T")


class OpenShelf(Protocol[T]):
    """The same, to be read without locks."""

    async def find(self, *key: UUID) -> T | None: ...

    async def under(self, after: UUID | None, limit: int, **columns: UUID | str | None) -> list[T]:
        """Those that have these values in these columns (None: any), in order of their key's last id."""
        ...


@dataclass(frozen=True, slots=True)
class OfPerson:
    """Which evaluations of a person are wanted.

    period_id: of that period, or of the year that it is. rater_id: only those that this superior made. drafts_of: whose
    drafts are among them.
    """

    civil_servant_id: UUID
    period_id: UUID | None = None
    rater_id: UUID | None = None
    drafts_of: UUID | None = None


@dataclass(frozen=True, slots=True)
class Rated:
    """A person of some units, with the evaluation that stands for a period, if any."""

    person: CivilServant
    evaluation: Evaluation | None


@dataclass(frozen=True, slots=True)
class Staff:
    """Units, and everybody who serves or served in one of them."""

    units: frozenset[UUID]
    people: Sequence[Rated]


class Reads(Protocol):
    """Answers without locks."""

    @property
    def organizations(self) -> OpenShelf[OrganizationEvaluation]: ...

    @property
    def target_values(self) -> OpenShelf[TargetValue]:
        """By person and year."""
        ...

    @property
    def self_assessments(self) -> OpenShelf[SelfAssessment]: ...

    @property
    def feedback(self) -> OpenShelf[Feedback]: ...

    @property
    def opinions(self) -> OpenShelf[Opinion]: ...

    @property
    def follow_ups(self) -> OpenShelf[FollowUp]: ...

    async def line(self, unit_id: UUID) -> tuple[Unit, ...]: ...

    async def staff(self, unit_id: UUID, evaluated_period_id: UUID) -> Staff:
        """Of a unit and all below it, with the evaluations for that period that stand."""
        ...

    async def period(self, period_id: UUID) -> Period | None: ...

    async def person(self, civil_servant_id: UUID) -> CivilServant | None: ...

    async def evaluation(self, evaluation_id: UUID) -> Evaluation | None: ...

    async def of_person(self, wanted: OfPerson, after: UUID | None, limit: int) -> list[Evaluation]:
        """Evaluations in order of their ids, from the one after `after`."""
        ...

    async def of_appeal(self, appeal_id: UUID) -> Evaluation | None:
        """The evaluation that this appeal is against."""
        ...

    async def appealed(self, seen: Sight, status: Status | None, after: UUID | None, limit: int) -> list[Evaluation]:
        """Evaluations with an appeal that `seen` covers, in order of the appeals' ids, from the one after `after`.

        status: objected or decided; None is both.
        """
        ...
