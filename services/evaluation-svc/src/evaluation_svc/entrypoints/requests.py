"""What all routes have in common: who asks, when, under which key, and how an outcome is answered."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from chassis import http, idempotency, preconditions
from chassis.auth import Identity
from chassis.clock import Clock, day
from chassis.ids import NewId
from chassis.problem import correlation_id
from fastapi import Request, Response

from evaluation_svc.app.ports import Attempt, Occasion, Outcome, Store
from evaluation_svc.app.reads import Reads
from evaluation_svc.domain.access import Actor
from evaluation_svc.domain.evaluation import Evaluation
from evaluation_svc.domain.rules import AppealRules, Rules

Shown = Callable[[Evaluation, date, AppealRules], dict[str, object]]


@dataclass(frozen=True, slots=True)
class World:
    """The ports that the routes work with. zone: the region's time zone."""

    store: Store
    reads: Reads
    clock: Clock
    zone: str
    new_id: NewId
    rules: Rules

    def today(self) -> date:
        return day(self.clock(), self.zone)

    def occasion(self, request: Request) -> Occasion:
        now = self.clock()
        return Occasion(now, day(now, self.zone), correlation_id(request), self.rules)

    def show(self, state: Evaluation, shown: Shown) -> Response:
        """One resource with its version."""
        content = shown(state, self.today(), self.rules.appeals)
        return http.json_answer(content, headers={"ETag": preconditions.etag(state.sequence)})


async def attempt(request: Request, asking: Identity) -> Attempt:
    """This try, by the client's key."""
    found = await idempotency.attempt(request, asking.subject)
    return Attempt(key=found.key, fingerprint=found.fingerprint, actor=found.actor)


def actor(asking: Identity) -> Actor:
    """Who asks, in the domain's words."""
    return Actor(roles=asking.roles, agency_id=asking.agency_id, civil_servant_id=asking.civil_servant_id)


def answer(outcome: Outcome, where: str = "/v1/evaluations") -> Response:
    """An outcome with its version and, where it is new, its place under `where`."""
    return answer_at(outcome, f"{where}/{outcome.aggregate_id}")


def answer_at(outcome: Outcome, place: str) -> Response:
    """The same, where its place is known."""
    headers: dict[str, str] = {}
    if outcome.sequence is not None:
        headers["ETag"] = preconditions.etag(outcome.sequence)
    if outcome.created:
        headers["Location"] = place
    if outcome.replayed:
        headers["Idempotent-Replay"] = "true"
    return http.json_answer(outcome.resource, 201 if outcome.created else 200, headers)
