"""The HTTP interface for programs: cards, explanations, courses, boards and live streams. No rule stands here."""

from collections.abc import Callable
from typing import Any, Literal
from uuid import UUID

import msgspec
from chassis import http, preconditions, sse
from chassis.auth import Asking, Identity
from chassis.clock import Clock
from chassis.inputs import Day
from fastapi import APIRouter, Request, Response

from scoring_svc.app import official, queries, then
from scoring_svc.app.ports import Reads, Results
from scoring_svc.app.resources import with_official
from scoring_svc.domain.policy import Packs
from scoring_svc.entrypoints.asking import Desk
from scoring_svc.entrypoints.live import card_channel, message, unit_channel
from scoring_svc.entrypoints.moments import Moment
from scoring_svc.entrypoints.pages.plain import Plain
from scoring_svc.entrypoints.policy_schemas import PolicyView
from scoring_svc.entrypoints.result_schemas import CardWithResult
from scoring_svc.entrypoints.schemas import BoardView, CardAsOfView, CourseView, ExplanationView

Format = Literal["json", "text"]
Language = Literal["id", "en"]


class Api:
    """The routes over their ports. zone: the region's, for its days. plain: an explanation as text, by language."""

    def __init__(
        self,
        reads: Reads,
        results: Results,
        packs: Packs,
        hub: sse.Hub,
        clock: Clock,
        zone: str,
        plain: Callable[[str], Plain],
    ) -> None:
        self._reads, self._results, self._packs = reads, results, packs
        self._hub, self._desk, self._plain = hub, Desk(clock, zone), plain

    def router(self) -> APIRouter:
        """The routes, to be included in the application."""
        router = http.router(tags=["scores"])
        streams: dict[str, Any] = {"responses": {200: {"content": {"text/event-stream": {}}}}}
        card, unit = "/v1/cards/{civil_servant_id}", "/v1/units/{unit_id}"
        router.add_api_route(card, self.card, methods=["GET"], response_model=CardWithResult | CardAsOfView)
        text: dict[int | str, dict[str, Any]] = {200: {"content": {"text/plain": {"schema": {"type": "string"}}}}}
        router.add_api_route(
            f"{card}/explanation", self.explanation, methods=["GET"], response_model=ExplanationView, responses=text
        )
        router.add_api_route(f"{card}/course", self.course, methods=["GET"], response_model=CourseView)
        router.add_api_route(f"{card}/stream", self.card_stream, methods=["GET"], **streams)
        router.add_api_route(f"{unit}/board", self.board, methods=["GET"], response_model=BoardView)
        router.add_api_route(f"{unit}/stream", self.unit_stream, methods=["GET"], **streams)
        router.add_api_route("/v1/policy", self.policy, methods=["GET"], response_model=PolicyView)
        return router

    async def card(
        self,
        civil_servant_id: UUID,
        asking: Asking,
        period_id: UUID | None = None,
        effective_on: Day | None = None,
        known_at: Moment | None = None,
    ) -> Response:
        """A person's live score for a year, by default the one that is running; beside it the official
        result. `effective_on`: by what is known now of
        the days up to that one; `known_at`: by what was known then; by default of the year of that day."""
        moment = self._desk.moment(effective_on, known_at)
        of = await queries.subject(civil_servant_id, self._desk.asked(asking, period_id, moment), self._reads)
        if moment is not None:
            body = await then.card_then(of, moment, self._reads, self._packs)
            return Response(body, media_type="application/json")
        found = await queries.card(of, self._reads, self._packs)
        sealed = official.beside(await official.standing(of, self._reads, self._results))
        headers = {"ETag": preconditions.etag(found.sequence)}
        return Response(with_official(found.body, sealed), media_type="application/json", headers=headers)

    async def explanation(
        self,
        civil_servant_id: UUID,
        asking: Asking,
        period_id: UUID | None = None,
        effective_on: Day | None = None,
        known_at: Moment | None = None,
        format: Format = "json",
        lang: Language = "id",
    ) -> Response:
        """Why the score is what it is: inputs, rules, their sources, and the ids of the events, line by line; as of a
        moment as for the card. `format=text`: to be read and checked by hand, in the language `lang`."""
        moment = self._desk.moment(effective_on, known_at)
        of = await queries.subject(civil_servant_id, self._desk.asked(asking, period_id, moment), self._reads)
        if moment is not None:
            found, headers = await then.explanation_then(of, moment, self._reads, self._packs), dict[str, str]()
        else:
            found = await queries.explanation(of, self._reads, self._packs)
            headers = {"ETag": preconditions.etag(found["sequence"])}
        if format == "text":
            return Response(self._plain(lang).write(found), media_type="text/plain; charset=utf-8", headers=headers)
        return http.json_answer(found, headers=headers)

    async def course(self, civil_servant_id: UUID, asking: Asking, period_id: UUID | None = None) -> Response:
        """The score's course over the year, by the days that facts speak of."""
        of = await queries.subject(civil_servant_id, self._desk.asked(asking, period_id), self._reads)
        points = await queries.course_of(of, self._reads, self._packs)
        return http.json_answer({"points": [point._asdict() for point in points]})

    async def board(self, unit_id: UUID, asking: Asking, period_id: UUID | None = None) -> Response:
        """The people of a unit with their live scores, by name."""
        found = await queries.board(unit_id, self._desk.asked(asking, period_id), self._reads, self._packs)
        sealed = await self._results.seals([(row.person.id, found.year.id) for row in found.rows])
        people = [
            {
                "name": row.person.name,
                "position": row.position,
                "card": row.card,
                "official": official.sealed(sealed.get((row.person.id, found.year.id))),
            }
            for row in found.rows
        ]
        unit = {"id": found.unit.id, "name": found.unit.name, "agency_id": found.unit.agency_id}
        return http.json_answer({"unit": unit, "period_id": found.year.id, "whole": found.whole, "people": people})

    async def card_stream(
        self, civil_servant_id: UUID, request: Request, asking: Asking, period_id: UUID | None = None
    ) -> Response:
        """Server-sent events: the card now, and each time its score moves. `id`: person and version."""
        of = await queries.subject(civil_servant_id, self._desk.asked(asking, period_id), self._reads)

        async def snapshot() -> list[sse.Message]:
            return [message(of.person.id, *await queries.card(of, self._reads, self._packs))]

        return sse.stream(request, self._hub, [card_channel(of.key)], snapshot, self._lifetime(asking))

    async def unit_stream(
        self, unit_id: UUID, request: Request, asking: Asking, period_id: UUID | None = None
    ) -> Response:
        """Server-sent events: a card each time the score of somebody on the board moves."""
        about = await queries.board(unit_id, self._desk.asked(asking, period_id), self._reads, self._packs)
        wanted = self._desk.asked(asking, about.year.id)

        async def snapshot() -> list[sse.Message]:
            rows = (await queries.board(unit_id, wanted, self._reads, self._packs)).rows
            return [message(row.person.id, row.sequence, msgspec.json.encode(row.card)) for row in rows]

        alone = [card_channel((row.person.id, about.year.id)) for row in about.rows]
        channels = [unit_channel(unit_id, about.year.id)] if about.whole else alone
        return sse.stream(request, self._hub, channels, snapshot, self._lifetime(asking))

    async def policy(self) -> Response:
        """The region's policy in force, each value with its source; open to anybody."""
        return http.json_answer(self._packs.of_year(self._desk.today()))

    def _lifetime(self, asking: Identity) -> float:
        """Seconds until the token ends: a stream never outlives the right to read it."""
        return max(0.0, asking.expires_at - self._desk.now().timestamp())
