"""The HTTP interface of evidence files: raw bytes in, and out again as a download that no page can run."""

import base64
from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from chassis import http
from chassis.auth import Asking
from chassis.clock import Clock, day
from chassis.ids import NewId
from chassis.openapi import command
from fastapi import APIRouter, Query, Request, Response
from pydantic import BaseModel

from target_svc.app import execute, keep_evidence, queries
from target_svc.app.keep_evidence import Upload
from target_svc.app.ports import Reads, Store
from target_svc.app.records import RecordReads
from target_svc.domain.evidence import BEGINNINGS, EvidenceRules
from target_svc.domain.refusals import Code, Refusal
from target_svc.entrypoints import answers
from target_svc.entrypoints.views import CautionView

PLACE = "/v1/evidence"
BYTES: dict[str, Any] = {kind: {"schema": {"type": "string", "format": "binary"}} for kind in BEGINNINGS}
Patients = Annotated[
    str | None, Query(max_length=10, description="`true`: the file has nothing that leads to a patient.")
]


class UntilView(BaseModel):
    """A moment, and where the rule comes from that leads to it."""

    at: datetime
    source: str


class EvidenceView(BaseModel):
    """A file. sha256: of its bytes. unnamed_until: when it is removed, unless a realization names it before."""

    id: UUID
    civil_servant_id: UUID
    content_type: Literal["application/pdf", "image/jpeg", "image/png"]
    size: int
    sha256: str
    uploaded_by: str
    uploaded_at: datetime
    unnamed_until: UntilView
    warning: CautionView


class EvidenceApi:
    """The routes over the ports."""

    def __init__(
        self,
        store: Store,
        reads: Reads,
        records: RecordReads,
        clock: Clock,
        zone: str,
        new_id: NewId,
        rules: EvidenceRules,
    ) -> None:
        self._store, self._reads, self._records, self._rules = store, reads, records, rules
        self._clock, self._zone, self._new_id = clock, zone, new_id

    def router(self) -> APIRouter:
        """The routes, to be included in the application."""
        router = http.router(tags=["realizations"])
        said: dict[str, Any] = {"response_model": EvidenceView, **command(creates=True)}
        said["openapi_extra"] = {**said["openapi_extra"], "requestBody": {"required": True, "content": BYTES}}
        router.add_api_route(PLACE, self.upload, methods=["POST"], **said)
        found: dict[int | str, dict[str, Any]] = {200: {"description": "The file.", "content": BYTES}}
        router.add_api_route(
            f"{PLACE}/{{id}}", self.download, methods=["GET"], responses=found, response_class=Response
        )
        return router

    async def upload(
        self, request: Request, asking: Asking, civil_servant_id: UUID, contains_no_patient_data: Patients = None
    ) -> Response:
        """Keeps a file for a person, to be named by realizations. Which types, and how large, the region says."""
        occasion, actor = answers.occasion(request, self._clock, self._zone), answers.actor(asking)
        kind = request.headers.get("content-type", "").split(";")[0].strip().lower()
        new = Upload(self._new_id(), civil_servant_id, kind, await request.body(), contains_no_patient_data)
        result = await execute.execute(
            lambda work: keep_evidence.take(work, new, self._rules, actor, occasion),
            await answers.attempt(request, asking),
            occasion,
            self._store,
        )
        return answers.outcome(result, PLACE)

    async def download(self, id: UUID, asking: Asking) -> Response:
        """The file's bytes, to those who see the person's plans."""
        found = await self._records.evidence(id)
        if found is None:
            raise Refusal(Code.UNKNOWN_EVIDENCE, "There is no file with this id.")
        today = day(self._clock(), self._zone)
        await queries.check_sees(self._reads, answers.actor(asking), found.civil_servant_id, today)
        content = await self._records.evidence_content(id)
        if content is None:
            raise Refusal(Code.UNKNOWN_EVIDENCE, "This file has just been removed: no realization named it in time.")
        digest = base64.b64encode(bytes.fromhex(found.sha256)).decode()
        headers = {
            "Content-Disposition": f'attachment; filename="{found.file_name}"',
            "Content-Security-Policy": "sandbox; default-src 'none'",
            "Cache-Control": "private, no-store",
            "Repr-Digest": f"sha-256=:{digest}:",
        }
        return Response(content, media_type=found.content_type, headers=headers)
