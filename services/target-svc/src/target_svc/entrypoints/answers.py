"""What all routes share: who asks, under which key, when, and how an outcome is answered."""

from chassis import http, idempotency, preconditions
from chassis.auth import Identity
from chassis.clock import Clock, day
from chassis.problem import correlation_id
from fastapi import Request, Response

from target_svc.app.ports import Attempt, Occasion, Outcome
from target_svc.domain.access import Actor


async def attempt(request: Request, asking: Identity) -> Attempt:
    """The attempt of this request."""
    found = await idempotency.attempt(request, asking.subject)
    return Attempt(key=found.key, fingerprint=found.fingerprint, actor=found.actor)


def actor(asking: Identity) -> Actor:
    """Who asks, in the domain's words."""
    return Actor(asking.subject, asking.roles, asking.agency_id, asking.civil_servant_id)


def occasion(request: Request, clock: Clock, zone: str) -> Occasion:
    """When this request came."""
    now = clock()
    return Occasion(now=now, today=day(now, zone), correlation_id=correlation_id(request))


def outcome(result: Outcome, place: str) -> Response:
    """The answer to a command; `place`: the path under which the aggregate is read."""
    headers: dict[str, str] = {}
    if result.sequence is not None:
        headers["ETag"] = preconditions.etag(result.sequence)
    if result.created:
        headers["Location"] = f"{place}/{result.aggregate_id}"
    if result.replayed:
        headers["Idempotent-Replay"] = "true"
    return http.json_answer(result.resource, 201 if result.created else 200, headers)
