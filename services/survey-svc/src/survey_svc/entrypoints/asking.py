"""Who asks, and from where a list goes on."""

from typing import Annotated

from chassis import idempotency
from chassis.auth import Identity, identity, token_of
from fastapi import Depends, Request

from survey_svc.app.ports import Attempt
from survey_svc.domain.access import ANYBODY, Actor
from survey_svc.domain.survey import Survey


def actor(asking: Identity) -> Actor:
    return Actor(roles=asking.roles, agency_id=asking.agency_id)


async def seeing(request: Request) -> Actor:
    """Who reads what is open to anybody and shows more to some; a token that is no good is refused all the same."""
    return ANYBODY if token_of(request) is None else actor(await identity(request))


Seeing = Annotated[Actor, Depends(seeing)]


async def anonymous(request: Request) -> Attempt:
    """The attempt of somebody who is not signed in.

    Raises:
        Problem: 400 `malformed_idempotency_key`.
    """
    found = await idempotency.attempt(request, None)
    return Attempt(found.key, found.fingerprint, found.actor)


def key_of(survey: Survey) -> tuple[str, ...]:
    return (str(survey.survey_id),)
