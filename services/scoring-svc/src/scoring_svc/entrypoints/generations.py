"""The HTTP interface of generations. No rule stands here."""

from datetime import datetime
from typing import Any, Literal

from chassis import http
from chassis.auth import Asking
from fastapi import APIRouter, Response
from pydantic import BaseModel

from scoring_svc.app.generations import generations
from scoring_svc.app.ports import Generations
from scoring_svc.entrypoints.asking import actor_of

Status = Literal["building", "serving", "kept", "refused", "abandoned", "dropped"]


class TurnView(BaseModel):
    """Who turned a generation when, and why."""

    status: Status
    turned_at: datetime
    turned_by: str
    reason: str | None


class GenerationView(BaseModel):
    """A generation: all cards as they were made of the topics once. report: what was read and how fast, and what
    differed from the one that served; null for the first one and while it is being built."""

    number: int
    status: Status
    began_at: datetime
    turns: list[TurnView]
    report: dict[str, Any] | None


class GenerationsView(BaseModel):
    """The newest first."""

    generations: list[GenerationView]


class GenerationsApi:
    """The route over its port."""

    def __init__(self, kept: Generations) -> None:
        self._kept = kept

    def router(self) -> APIRouter:
        """The route, to be included in the application."""
        router = http.router(tags=["generations"])
        router.add_api_route("/v1/generations", self.generations, methods=["GET"], response_model=GenerationsView)
        return router

    async def generations(self, asking: Asking) -> Response:
        """The generations of cards: which one serves, who switched to it when and why, and what differed."""
        return http.json_answer({"generations": await generations(actor_of(asking), self._kept)})
