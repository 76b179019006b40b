"""The route of policy trials: a draft over the real cards of a year, before anybody is measured by it."""

from collections.abc import Callable
from datetime import date
from typing import Annotated, Any
from uuid import UUID

from chassis import http, paging
from chassis.auth import Asking
from chassis.inputs import RequestModel
from chassis.problem import Problem
from fastapi import APIRouter, Response
from pydantic import Field

from scoring_svc.app.trials import Trials, Wanted
from scoring_svc.domain.policy import Policy
from scoring_svc.domain.trial import Compared, shown
from scoring_svc.entrypoints.asking import actor_of
from scoring_svc.entrypoints.trial_schemas import TrialPeople, TrialSummary

LONGEST_TEXT = 100_000

ReadPack = Callable[[dict[str, Any] | str], Policy]
"""A pack as JSON or as the text of its TOML file; raises a Refusal `invalid_policy` with every fault."""


class TrialBody(RequestModel):
    """policy: a pack's content as JSON, or the text of its TOML file. agency_id, unit_id: whose people; by default all
    of the region."""

    period_id: UUID
    agency_id: UUID | None = None
    unit_id: UUID | None = None
    policy: dict[str, Any] | Annotated[str, Field(max_length=LONGEST_TEXT)]


class TrialsApi:
    """The route. today: the region's day."""

    def __init__(self, trials: Trials, read: ReadPack, today: Callable[[], date]) -> None:
        self._trials, self._read, self._today = trials, read, today

    def router(self) -> APIRouter:
        """To be included in the application."""
        router = http.router(tags=["policies"])
        router.add_api_route(
            "/v1/policy-trials", self.trial, methods=["POST"], response_model=TrialSummary | TrialPeople
        )
        return router

    async def trial(
        self, asking: Asking, body: TrialBody, persons: bool = False, limit: int = 50, cursor: str | None = None
    ) -> Response:
        """Who would move by how much, were this policy that of the year. Nothing is kept. `persons=true`: each person
        with both scores, by keyset page, in the order of their ids; by default all people in one summary."""
        actor = actor_of(asking)
        policy = self._read(body.policy)
        wanted = Wanted(policy, body.period_id, body.agency_id, body.unit_id, actor, self._today())
        if not persons:
            return http.json_answer(await self._trials.summary(wanted))
        page = paging.page(limit, cursor)
        head, rows = await self._trials.people(wanted, _after(page), page.limit + 1)
        return http.json_answer({**head, **paging.body(rows, page.limit, _key, shown)})


def _key(compared: Compared) -> tuple[str, ...]:
    return (str(compared.civil_servant_id),)


def _after(page: paging.Page) -> UUID | None:
    if page.after is None:
        return None
    try:
        (after,) = page.after
        return UUID(after)
    except ValueError:
        sentence = "Take the cursor from `next` of the former page."
        raise Problem(422, "invalid_cursor", sentence, "query:cursor") from None
