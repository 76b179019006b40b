"""A request's question in this service's words: who asks, on which day of the region, for which year and moment."""

from datetime import date, datetime
from uuid import UUID

from chassis.auth import Identity
from chassis.clock import Clock, day

from scoring_svc.app.queries import Asked
from scoring_svc.domain.access import Actor
from scoring_svc.domain.as_of import AsOf, check


def actor_of(asking: Identity) -> Actor:
    """The caller in this service's words."""
    return Actor(asking.roles, asking.agency_id, asking.civil_servant_id)


class Desk:
    """Where questions come in. zone: the region's, for its days."""

    def __init__(self, clock: Clock, zone: str) -> None:
        self.now, self.zone = clock, zone

    def today(self) -> date:
        """The region's day."""
        return day(self.now(), self.zone)

    def asked(self, asking: Identity, period_id: UUID | None, moment: AsOf | None = None) -> Asked:
        """By default the year of the day that is asked for."""
        today = self.today()
        if moment is not None and moment.effective_on is not None:
            today = moment.effective_on
        elif moment is not None and moment.known_at is not None:
            today = day(moment.known_at, self.zone)
        return Asked(actor_of(asking), today, period_id)

    def moment(self, effective_on: date | None, known_at: datetime | None, day_is: str = "effective_on") -> AsOf | None:
        """None: things as they are. day_is: what the request calls the day.

        Raises:
            Refusal: `future_moment`.
        """
        if effective_on is None and known_at is None:
            return None
        moment = AsOf(effective_on, known_at)
        check(moment, self.today(), self.now(), day_is)
        return moment
