"""Builds the service: the only file that knows both sides of each port."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from chassis import clock, ids, migrations
from chassis.assembly import POLL_BESIDE_A_DOORBELL, Assembly
from chassis.clock import Clock
from chassis.ids import NewId
from chassis.process import Part
from chassis.working import Worker
from fastapi import FastAPI

from evaluation_svc.adapters import region
from evaluation_svc.adapters.reads import PostgresReads
from evaluation_svc.adapters.roster import RosterProjection
from evaluation_svc.adapters.scores import ScoreProjection
from evaluation_svc.adapters.store import PostgresStore
from evaluation_svc.entrypoints import refused
from evaluation_svc.entrypoints.appeals import AppealsApi
from evaluation_svc.entrypoints.deadlines import REST_SECONDS, Deadlines
from evaluation_svc.entrypoints.feedback import FeedbackApi
from evaluation_svc.entrypoints.follow_ups import FollowUpsApi
from evaluation_svc.entrypoints.http import Api
from evaluation_svc.entrypoints.organizations import OrganizationsApi
from evaluation_svc.entrypoints.proposals import ProposalsApi
from evaluation_svc.entrypoints.requests import World
from evaluation_svc.entrypoints.self_assessments import SelfAssessmentsApi
from evaluation_svc.settings import Settings

NAME: Final = "evaluation-svc"
ROSTER_GROUP: Final = "evaluation-svc.roster"
ROSTER_TOPICS: Final = ("roster-events",)
SCORES_GROUP: Final = "evaluation-svc.scores"
SCORES_TOPICS: Final = ("score-events",)
MIGRATIONS: Final = migrations.folder(Path(__file__))
IMPORT_BYTES: Final = 4 * 1024 * 1024


class Service(Assembly):
    """One process of this service, made of the parts that its role needs."""

    def __init__(self, settings: Settings, now: Clock = clock.now, new_id: NewId = ids.new_id) -> None:
        super().__init__(NAME, settings, MIGRATIONS, now, {"/v1/imports/": IMPORT_BYTES})
        self._new_id = new_id
        self._rules = region.rules(settings.region_dir)
        self._store = PostgresStore(self.engine, new_id, self.doorbell.ring)

    def everything(self) -> Sequence[Part]:
        """The interface, the consumers, the deadlines and the relay in one event loop."""
        consumers = self.roster(), self.scores()
        return self.http(self.app()), *consumers, self.deadlines(), self.relay(POLL_BESIDE_A_DOORBELL)

    def app(self) -> FastAPI:
        """The whole HTTP application."""
        app = self.operations()
        reads = PostgresReads(self.engine)
        refused.install(app)
        world = World(self._store, reads, self.now, self.settings.time_zone, self._new_id, self._rules)
        app.include_router(Api(world).router())
        app.include_router(AppealsApi(world).router())
        app.include_router(OrganizationsApi(world).router())
        app.include_router(ProposalsApi(world).router())
        app.include_router(FollowUpsApi(world).router())
        app.include_router(FeedbackApi(world).router())
        app.include_router(SelfAssessmentsApi(world).router())
        return app

    def deadlines(self) -> Part:
        """What acknowledges by silence; as many may run as there are processes."""
        deadlines = Deadlines(self._store, self.now, self.settings.time_zone, self._new_id, self._rules)
        worker = Worker("deadlines", deadlines.step, self.doorbell.ring, REST_SECONDS)
        self.health.register("deadlines", worker.check)
        return Part("deadlines", worker.serve)

    def roster(self) -> Part:
        """The consumer that keeps the copy of the roster."""
        return self.consumer(ROSTER_GROUP, ROSTER_TOPICS, RosterProjection())

    def scores(self) -> Part:
        """The consumer that keeps the latest value of each person's targets."""
        return self.consumer(SCORES_GROUP, SCORES_TOPICS, ScoreProjection())
