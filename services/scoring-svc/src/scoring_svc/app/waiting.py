"""The worklist of appeals that were decided and whose official result cannot be made: the policy it was sealed under is
gone from the region's folder."""

from collections.abc import Sequence
from datetime import date
from typing import Any, Final, NamedTuple, Protocol
from uuid import UUID

from scoring_svc.domain.access import Actor
from scoring_svc.domain.refusals import Code, Refusal

MOST: Final = 200


class Waiting(NamedTuple):
    """A decision that waits, and for which policy. decision: the event that told of it."""

    decision: UUID
    civil_servant_id: UUID
    period_id: UUID
    decided_on: date
    policy: str
    policy_version: int


class Waitings(Protocol):
    """Decisions that wait, the earliest first."""

    async def decisions(self, limit: int) -> Sequence[Waiting]: ...


async def worklist(actor: Actor, waitings: Waitings) -> dict[str, Any]:
    """At most MOST of them; more: whether there are others.

    Raises:
        Refusal: `forbidden`.
    """
    if not actor.reads_all:
        sentence = "Which results wait for a policy is seen by the region's administration and inspectors."
        raise Refusal(Code.FORBIDDEN, sentence)
    found = await waitings.decisions(MOST + 1)
    items = [{**each._asdict(), "policy": {"id": each.policy, "version": each.policy_version}} for each in found[:MOST]]
    for each in items:
        del each["policy_version"]
    return {"items": items, "more": len(found) > MOST}
