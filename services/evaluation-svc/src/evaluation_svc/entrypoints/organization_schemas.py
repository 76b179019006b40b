"""Bodies of units' predicates and distributions, as the OpenAPI document shows them."""

from uuid import UUID

from chassis.inputs import Day, Number, RequestModel

from evaluation_svc.domain.ratings import OrganizationPredicate, Predicate, Rating
from evaluation_svc.entrypoints.schemas import Words


class OrganizationRating(RequestModel):
    """A unit's predicate (SE MenPANRB 3/2023). achievement: percent, as reported, 0 to 1000."""

    predicate: OrganizationPredicate
    achievement: Number | None = None
    note: Words | None = None


class OrganizationView(RequestModel):
    """A unit's predicate for a period. period_id: the year that it counts for. head_work_results: the rating of work
    results that it gives the unit's head, by the mapping that `head_work_results_source` names. rated_by: null where
    who set it is no civil servant of the roster."""

    id: UUID
    sequence: int
    unit_id: UUID
    agency_id: UUID
    period_id: UUID
    evaluated_period_id: UUID
    predicate: OrganizationPredicate
    achievement: str | None
    note: str | None
    head_work_results: Rating
    head_work_results_source: str
    rated_by: UUID | None
    rated_on: Day


class FindingView(RequestModel):
    """Where the distribution departs from the circular's pattern. people: how many there are; bound: how many there
    should be at most or at least. rounding: how the bound was made of its percentage, null without one."""

    code: str
    sentence: str
    predicates: list[Predicate]
    people: int
    bound: int
    source: str
    rounding: str | None


class HeadView(RequestModel):
    """How the unit's head is rated. sentence: what to do where it is not what the unit's predicate gives, else null."""

    civil_servant_id: UUID
    evaluation_id: UUID
    work_results: Rating
    sentence: str | None


class DistributionView(RequestModel):
    """How many people have each predicate, of who serves in the unit or below it on the day `on`.

    organization: the unit's own, null while none was set; then there are no findings. head: null while the head has no
    ratings or the unit no predicate. below_minimum_group: why nothing is said of so few people, null where they are
    enough.
    """

    unit_id: UUID
    period_id: UUID
    on: Day
    people: int
    rated: int
    predicates: dict[Predicate, int]
    organization: OrganizationView | None
    head: HeadView | None
    findings: list[FindingView]
    below_minimum_group: str | None
    minimum_group: int
    minimum_group_source: str
    source: str
    advice: str
