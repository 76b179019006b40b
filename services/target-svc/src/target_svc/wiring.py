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

from target_svc.adapters import region
from target_svc.adapters.coaching_projection import CoachingProjection
from target_svc.adapters.lineage import PostgresLineage
from target_svc.adapters.overviews import PostgresOverviews
from target_svc.adapters.reads import PostgresReads
from target_svc.adapters.records import PostgresRecordReads
from target_svc.adapters.rollout import PostgresRollout
from target_svc.adapters.store import PostgresStore
from target_svc.adapters.sweeping import REST_SECONDS, Sweeping
from target_svc.entrypoints import refused
from target_svc.entrypoints.coachings import CoachingsApi
from target_svc.entrypoints.evidence import EvidenceApi
from target_svc.entrypoints.goals import GoalsApi
from target_svc.entrypoints.http import Api
from target_svc.entrypoints.innovations import InnovationsApi
from target_svc.entrypoints.overviews import OverviewsApi
from target_svc.entrypoints.plans import PlansApi
from target_svc.entrypoints.rollout import RolloutApi
from target_svc.entrypoints.roster import RosterApi
from target_svc.entrypoints.verification import VerificationApi
from target_svc.entrypoints.walks import WalksApi
from target_svc.settings import Settings

NAME: Final = "target-svc"
COACHING_GROUP: Final = "target-svc.coaching"
COACHING_TOPICS: Final = ("evaluation-events", "score-events")
MIGRATIONS: Final = migrations.folder(Path(__file__))
EVIDENCE: Final = "/v1/evidence"
IMPORT_BYTES: Final = 4 * 1024 * 1024


class Service(Assembly):
    """One process of this service, made of the parts that its role needs."""

    def __init__(self, settings: Settings, now: Clock = clock.now, new_id: NewId = ids.new_id) -> None:
        self._new_id, self._rules = new_id, region.rules(settings.region_dir)
        evidence = self._rules.evidence
        larger = {"/v1/imports/": IMPORT_BYTES, EVIDENCE: evidence.max_bytes}
        super().__init__(NAME, settings, MIGRATIONS, now, larger, {EVIDENCE: evidence.types})

    def everything(self) -> Sequence[Part]:
        """The interface, the consumer, the sweeping and the relay in one event loop."""
        return self.http(self.app()), self.coaching(), self.sweeping(), self.relay(POLL_BESIDE_A_DOORBELL)

    def app(self) -> FastAPI:
        """The whole HTTP application."""
        app = self.operations()
        store = self._store()
        reads = PostgresReads(self.engine)
        refused.install(app)
        zone = self.settings.time_zone
        app.include_router(RosterApi(store, reads, self.now, zone).router())
        plans = PlansApi(store, reads, self.now, zone, self._new_id, self._rules.plans)
        app.include_router(plans.router())
        app.include_router(WalksApi(reads, PostgresLineage(self.engine), self.now, zone).router())
        app.include_router(GoalsApi(store, reads, self.now, zone).router())
        app.include_router(Api(store, reads, self.now, zone, self._new_id).router())
        app.include_router(OverviewsApi(reads, PostgresOverviews(self.engine), self.now, zone).router())
        app.include_router(VerificationApi(store, self.now, zone).router())
        records = PostgresRecordReads(self.engine)
        app.include_router(CoachingsApi(store, reads, records, self.now, zone).router())
        app.include_router(InnovationsApi(store, reads, records, self.now, zone, self._new_id).router())
        files = EvidenceApi(store, reads, records, self.now, zone, self._new_id, self._rules.evidence)
        app.include_router(files.router())
        rollouts = PostgresRollout(self.engine)
        app.include_router(RolloutApi(store, reads, rollouts, self.now, zone, self._new_id).router())
        return app

    def sweeping(self) -> Part:
        """What removes uploads that no realization named; as many may run as there are processes."""
        zone, rules = self.settings.time_zone, self._rules.evidence
        sweeping = Sweeping(self._store(), self.now, zone, self._new_id, rules)
        worker = Worker("evidence", sweeping.step, self.doorbell.ring, REST_SECONDS)
        self.health.register("evidence", worker.check)
        return Part("evidence", worker.serve)

    def _store(self) -> PostgresStore:
        return PostgresStore(self.engine, self._new_id, self.doorbell.ring)

    def coaching(self) -> Part:
        """The consumer that opens coaching plans."""
        projection = CoachingProjection(self.now, self.settings.time_zone, self._new_id, self.doorbell.ring)
        return self.consumer(COACHING_GROUP, COACHING_TOPICS, projection)
