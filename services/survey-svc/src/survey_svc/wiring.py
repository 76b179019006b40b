"""Builds the service: the only file that knows both sides of each port."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from chassis import clock, ids, migrations
from chassis.assembly import POLL_BESIDE_A_DOORBELL, Assembly
from chassis.clock import Clock
from chassis.ids import NewId
from chassis.pages import Assets, Pages
from chassis.process import Part
from fastapi import FastAPI

from survey_svc.adapters import customs
from survey_svc.adapters.instruments import shipped
from survey_svc.adapters.reads import PostgresReads
from survey_svc.adapters.roster import RosterProjection
from survey_svc.adapters.store import PostgresStore
from survey_svc.adapters.tokens import SignedTokens
from survey_svc.app.answering import Door
from survey_svc.entrypoints import refused
from survey_svc.entrypoints.http import Api
from survey_svc.entrypoints.invitations import Days, Invitations
from survey_svc.entrypoints.pages import FOLDER, FORMS
from survey_svc.entrypoints.pages.answering import AnswerPages
from survey_svc.entrypoints.pages.published import PublishedPages
from survey_svc.entrypoints.quarantine import Quarantine
from survey_svc.entrypoints.results import Results
from survey_svc.entrypoints.suggestions import Suggestions
from survey_svc.settings import Settings

NAME: Final = "survey-svc"
ROSTER_GROUP: Final = "survey-svc.roster"
ROSTER_TOPICS: Final = ("roster-events",)
MIGRATIONS: Final = migrations.folder(Path(__file__))
IMPORT_BYTES: Final = 4 * 1024 * 1024


class Service(Assembly):
    """One process of this service, made of the parts that its role needs."""

    def __init__(
        self,
        settings: Settings,
        now: Clock = clock.now,
        new_id: NewId = ids.new_id,
        answer_id: NewId = ids.random_id,
    ) -> None:
        super().__init__(NAME, settings, MIGRATIONS, now, {"/v1/imports/": IMPORT_BYTES}, FORMS)
        self._new_id, self._answer_id, self._shipped = new_id, answer_id, shipped(settings.region_dir)
        self._regional = customs.read(settings.region_dir)
        self._tokens = SignedTokens(settings.keys, settings.public_url)

    def everything(self) -> Sequence[Part]:
        """The interface, the consumer and the relay in one event loop."""
        return self.http(self.app()), self.roster(), self.relay(POLL_BESIDE_A_DOORBELL)

    def app(self) -> FastAPI:
        """The whole HTTP application."""
        app = self.operations()
        refused.install(app)
        assets, zone, regional = Assets([FOLDER / "assets"]), self.settings.time_zone, self._regional
        pages = Pages(FOLDER, assets, zone)
        pages.install(app)
        store = PostgresStore(self.engine, self._new_id, self.doorbell.ring, self._shipped)
        reads = PostgresReads(self.engine, self._shipped)
        door, days = Door(regional.limits, self._tokens), Days(*regional.invitation_days)
        for routes in (
            Api(store, reads, self.now, zone, self._answer_id, door, regional.customs),
            Invitations(store, reads, self._tokens, days, self.now, zone, self._new_id, pages),
            Quarantine(store, reads, self.now, zone),
            Results(store, reads),
            Suggestions(store, reads, self.now, zone),
            assets,
            AnswerPages(pages, store, reads, door, self.now, zone, self._answer_id),
            PublishedPages(pages, reads),
        ):
            app.include_router(routes.router())
        return app

    def roster(self) -> Part:
        """The consumer that keeps the copy of the roster."""
        return self.consumer(ROSTER_GROUP, ROSTER_TOPICS, RosterProjection())
