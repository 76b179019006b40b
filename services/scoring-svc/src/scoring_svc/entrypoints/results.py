"""The HTTP interface of official results. No rule stands here."""

from base64 import b64encode
from typing import Any
from uuid import UUID

from chassis import http, preconditions
from chassis.auth import Asking
from chassis.clock import Clock
from fastapi import APIRouter, Response

from scoring_svc.app import official, queries
from scoring_svc.app.ports import Reads, Results
from scoring_svc.app.queries import Subject
from scoring_svc.domain.policy import Packs
from scoring_svc.domain.refusals import Code, Refusal
from scoring_svc.entrypoints.asking import Desk
from scoring_svc.entrypoints.result_schemas import LateView, ResultView, VersionsView

RESULT = "/v1/results/{civil_servant_id}"


class ResultsApi:
    """The routes over their ports. zone: the region's, for its days."""

    def __init__(self, reads: Reads, results: Results, packs: Packs, clock: Clock, zone: str) -> None:
        self._reads, self._results, self._packs = reads, results, packs
        self._desk = Desk(clock, zone)

    def router(self) -> APIRouter:
        """The routes, to be included in the application."""
        router = http.router(tags=["official results"])
        content: dict[int | str, dict[str, Any]] = {200: {"content": {"application/json": {}}}}
        router.add_api_route(RESULT, self.result, methods=["GET"], response_model=ResultView)
        router.add_api_route(f"{RESULT}/versions", self.versions, methods=["GET"], response_model=VersionsView)
        router.add_api_route(f"{RESULT}/late", self.late, methods=["GET"], response_model=LateView)
        router.add_api_route(f"{RESULT}/explanation.canonical", self.canonical, methods=["GET"], responses=content)
        return router

    async def result(
        self, civil_servant_id: UUID, asking: Asking, period_id: UUID | None = None, version: int | None = None
    ) -> Response:
        """A person's official result of a year; by default the version that holds."""
        found = await official.result(await self._of(civil_servant_id, asking, period_id), version, self._results)
        return http.json_answer(official.resource(found), headers={"ETag": preconditions.etag(found.version)})

    async def versions(self, civil_servant_id: UUID, asking: Asking, period_id: UUID | None = None) -> Response:
        """Every version, the first one first; each names the hash of the one before."""
        found = await official.versions(await self._of(civil_servant_id, asking, period_id), self._results)
        return http.json_answer({"versions": [official.resource(each) for each in found]})

    async def late(self, civil_servant_id: UUID, asking: Asking, period_id: UUID | None = None) -> Response:
        """What was recorded after the seal. It moves the live score; the result only by a reopening or an appeal."""
        of = await self._of(civil_servant_id, asking, period_id)
        found = await official.standing(of, self._reads, self._results)
        if found is None:
            raise Refusal(Code.NO_RESULT, "This person has no official result for the year, so nothing came too late.")
        live = await official.with_late(of, found, self._reads, self._packs)
        answer = {"score": found.result.score, "score_with_late": live.value, "late": found.late}
        return http.json_answer({"version": found.result.version, **answer})

    async def canonical(
        self, civil_servant_id: UUID, asking: Asking, period_id: UUID | None = None, version: int | None = None
    ) -> Response:
        """The very bytes under the seal: their SHA-256 in hexadecimal is the result's `hash`."""
        found = await official.result(await self._of(civil_servant_id, asking, period_id), version, self._results)
        digest = b64encode(bytes.fromhex(found.hash)).decode()
        headers = {"ETag": preconditions.etag(found.version), "Repr-Digest": f"sha-256=:{digest}:"}
        return Response(found.canonical, media_type="application/json", headers=headers)

    async def _of(self, civil_servant_id: UUID, asking: Asking, period_id: UUID | None) -> Subject:
        return await queries.subject(civil_servant_id, self._desk.asked(asking, period_id), self._reads)
