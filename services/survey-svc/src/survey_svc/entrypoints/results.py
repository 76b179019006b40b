"""The HTTP interface of what surveys ask by and of what they found. No rule stands here."""

from typing import Annotated
from uuid import UUID

from chassis import http, paging
from chassis.auth import Asking
from fastapi import APIRouter, Path, Query, Response

from survey_svc.app import execute, queries
from survey_svc.app.ports import Reads, Store, Wanted
from survey_svc.app.resources import instrument_resource, result
from survey_svc.domain.elements import in_order
from survey_svc.domain.instrument import Instrument, Question
from survey_svc.entrypoints.asking import Seeing, actor, key_of
from survey_svc.entrypoints.result_schemas import InstrumentBody, InstrumentView, ResultPage, ResultView
from survey_svc.entrypoints.schemas import MOST_VERSIONS, InstrumentKey

Version = Annotated[int, Path(ge=1, le=MOST_VERSIONS)]


class Results:
    """The routes over their ports."""

    def __init__(self, store: Store, reads: Reads) -> None:
        self._store, self._reads = store, reads

    def router(self) -> APIRouter:
        """The routes, to be included in the application."""
        router = http.router(tags=["results"])
        path = "/v1/instruments/{key}/{version}"
        router.add_api_route(path, self.put_instrument, methods=["PUT"], response_model=InstrumentView)
        router.add_api_route(path, self.read_instrument, methods=["GET"], response_model=InstrumentView)
        router.add_api_route("/v1/surveys/{survey_id}/result", self.read, methods=["GET"], response_model=ResultView)
        router.add_api_route("/v1/published-surveys", self.published, methods=["GET"], response_model=ResultPage)
        return router

    async def put_instrument(
        self, key: InstrumentKey, version: Version, body: InstrumentBody, asking: Asking
    ) -> Response:
        """The region makes a version of an instrument, or changes one that no survey uses yet."""
        texts = {each.element: each for each in body.questions}
        questions = tuple(
            Question(each, texts[each].indonesian, texts[each].english) for each in in_order(frozenset(texts))
        )
        wanted = Instrument(key, version, body.source, questions)
        return http.json_answer(await execute.put_instrument(wanted, actor(asking), self._store))

    async def read_instrument(self, key: InstrumentKey, version: Version) -> Response:
        """The questions, to anybody."""
        return http.json_answer(instrument_resource(await queries.instrument(key, version, self._reads)))

    async def read(self, survey_id: UUID, seeing: Seeing) -> Response:
        """A survey's result: to anybody once it is published, to the agency's own and to inspectors before."""
        return http.json_answer(await queries.result_of(survey_id, seeing, self._reads))

    async def published(
        self,
        agency_id: UUID | None = None,
        period_id: UUID | None = None,
        limit: int = 50,
        cursor: Annotated[str | None, Query(max_length=200)] = None,
    ) -> Response:
        """Published results, to anybody; a year has those of its quarters and months too."""
        wanted = paging.page(limit, cursor)
        page = queries.Page(after=wanted.after_id, limit=wanted.limit + 1)
        found = await queries.published(Wanted(agency_id, period_id), page, self._reads)
        return http.json_answer(paging.body(found, wanted.limit, key_of, result))
