"""A request that takes something one step further, on the version that was seen: the way that all such routes go."""

from dataclasses import dataclass
from uuid import UUID

from chassis import preconditions
from chassis.auth import Identity
from chassis.clock import Clock
from fastapi import Request, Response

from target_svc.app import execute
from target_svc.app.named import Asked, Step
from target_svc.app.ports import Store
from target_svc.entrypoints import answers


@dataclass(frozen=True, slots=True)
class Steps:
    """place: the path under which what is changed is read. zone: the region's, for its days."""

    store: Store
    clock: Clock
    zone: str
    place: str

    async def take(self, id_: UUID, step: Step, request: Request, asking: Identity) -> Response:
        """Takes the step, or answers a repetition of it."""
        occasion = answers.occasion(request, self.clock, self.zone)
        asked = Asked(id_, preconditions.required_if_match(request), answers.actor(asking), occasion)
        attempt = await answers.attempt(request, asking)
        result = await execute.execute(lambda work: step(work, asked), attempt, occasion, self.store)
        return answers.outcome(result, self.place)
