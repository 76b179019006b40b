"""Who asks, and from where a list goes on."""

from typing import Annotated
from uuid import UUID

from chassis import idempotency, paging
from chassis.auth import Identity, identity, token_of
from chassis.problem import Problem
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


def after(wanted: paging.Page) -> UUID | None:
    """
    Raises:
        Problem: 422 `invalid_cursor`.
    """
    try:
        return None if wanted.after is None else UUID(wanted.after[0])
    except (IndexError, ValueError):
        sentence = "Take the cursor from `next` of the former page."
        raise Problem(422, "invalid_cursor", sentence, "query:cursor") from None
