"""The form of a survey: shown, sent, and thanked for. It works without a script.

A form that another site makes a browser send is no danger here, so none carries a secret against that: who answers is
not signed in, no cookie is read, and whatever another site could send from a visitor's browser it could as well send
itself. Where an answer is worth something, the invitation's token stands in the address, which other sites do not know.
"""

from datetime import date
from typing import Any, Final
from uuid import UUID

from chassis.bodies import form
from chassis.clock import Clock, day
from chassis.http import router
from chassis.ids import NewId
from chassis.pages import Pages
from chassis.problem import correlation_id
from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from survey_svc.app import answering, showing
from survey_svc.app.answering import Door
from survey_svc.app.ports import Attempt, Occasion, Reads, Store
from survey_svc.app.showing import Form
from survey_svc.domain.answers import Count, Given
from survey_svc.domain.respondent import Education, Occupation, Respondent, Sex, TimeSlot
from survey_svc.entrypoints.asking import anonymous
from survey_svc.entrypoints.pages.filled import Filled, read
from survey_svc.entrypoints.schemas import LONGEST_SUGGESTION, AnswerBody

CHOICES: Final = {"sex": Sex, "education": Education, "occupation": Occupation, "time_slot": TimeSlot}
NOTHING: Final = Filled({}, {}, None)


class AnswerPages:
    """The routes over their ports. zone: the region's, for its days."""

    def __init__(
        self, pages: Pages, store: Store, reads: Reads, door: Door, clock: Clock, zone: str, answer_id: NewId
    ) -> None:
        self._pages, self._store, self._reads, self._door = pages, store, reads, door
        self._clock, self._zone, self._answer_id = clock, zone, answer_id

    def router(self) -> APIRouter:
        """The routes, to be included in the application."""
        routes = router()
        for path, handler, method in (
            ("/s/{token}", self.invited, "GET"),
            ("/s/{token}", self.answer_invited, "POST"),
            ("/surveys/{survey_id}", self.by_link, "GET"),
            ("/surveys/{survey_id}", self.answer_by_link, "POST"),
            ("/thanks", self.thanks, "GET"),
        ):
            routes.add_api_route(path, handler, methods=[method], include_in_schema=False, response_class=HTMLResponse)
        return routes

    async def invited(self, token: str, request: Request) -> Response:
        """The form for whoever holds an invitation."""
        asked = await showing.by_invitation(token, self._door.tokens, self._today(), self._reads)
        return self._form(request, asked, NOTHING)

    async def by_link(self, survey_id: UUID, request: Request) -> Response:
        """The form for anybody."""
        return self._form(request, await showing.by_link(survey_id, self._today(), self._reads), NOTHING)

    async def answer_invited(self, token: str, request: Request) -> Response:
        """Takes the answer of whoever holds an invitation."""
        asked = await showing.by_invitation(token, self._door.tokens, self._today(), self._reads, used=True)
        return await self._answered(request, asked, token)

    async def answer_by_link(self, survey_id: UUID, request: Request) -> Response:
        """Takes anybody's answer."""
        return await self._answered(request, await showing.by_link(survey_id, self._today(), self._reads), None)

    async def thanks(self, request: Request) -> Response:
        """After an answer; it says nothing of the result."""
        return self._pages.page(request, "thanks.html")

    async def _answered(self, request: Request, asked: Form, token: str | None) -> Response:
        filled = read(await form(request), asked.survey.definition.elements)
        if filled.body is None:
            return self._form(request, asked, filled, 422)
        survey_id = asked.survey.survey_id
        found = await anonymous(request)
        attempt = Attempt(filled.key, found.fingerprint, found.actor)
        occasion = Occasion(now=self._clock(), today=self._today(), correlation_id=correlation_id(request))
        count = Count(survey_id, (self._given(filled.body),))
        await answering.answer(count, token, self._door, attempt, occasion, self._store)
        # Seen again, or gone back to, this address asks for a page and does not send the answer anew.
        return RedirectResponse(f"/thanks?lang={self._pages.language(request)}", 303)

    def _given(self, body: AnswerBody) -> Given:
        said = body.respondent
        respondent = Respondent(said.sex, said.education, said.occupation, said.time_slot)
        return Given(self._answer_id(), body.scores, None, body.suggestion or None, "#", respondent)

    def _form(self, request: Request, asked: Form, filled: Filled, status: int = 200) -> HTMLResponse:
        values: dict[str, Any] = {
            "asked": asked,
            "filled": filled,
            "key": filled.key or str(self._answer_id()),
            "choices": {name: [each.value for each in kind] for name, kind in CHOICES.items()},
            "longest": LONGEST_SUGGESTION,
        }
        return self._pages.page(request, "form.html", status, **values)

    def _today(self) -> date:
        return day(self._clock(), self._zone)
