"""Builds the service: the only file that knows both sides of each port."""

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import Final

from chassis import clock, ids, migrations, process, sse
from chassis import metrics as m
from chassis.assembly import POLL_BESIDE_A_DOORBELL, Assembly
from chassis.clock import Clock, day
from chassis.consuming import Together
from chassis.consuming.extent import ends
from chassis.ids import NewId
from chassis.pages import Assets, Pages, session_router
from chassis.working import Worker
from fastapi import FastAPI

from scoring_svc.adapters.cards import CardsProjection
from scoring_svc.adapters.closings import Closings, Decisions
from scoring_svc.adapters.courses import Courses
from scoring_svc.adapters.feed import FeedProjection
from scoring_svc.adapters.generations import PostgresGenerations
from scoring_svc.adapters.outlines import Outlines
from scoring_svc.adapters.plans import PostgresPlans
from scoring_svc.adapters.policy_draft import read_draft
from scoring_svc.adapters.policy_pack import load, packs
from scoring_svc.adapters.policy_versions import keep
from scoring_svc.adapters.population import PostgresPopulation
from scoring_svc.adapters.published import PublishedSurveys
from scoring_svc.adapters.reads import PostgresReads
from scoring_svc.adapters.rebuild import Asked, Finishing, Group, Lifting, Progress, Rebuilding, drop_old, go_back
from scoring_svc.adapters.results import PostgresResults
from scoring_svc.adapters.sealing import Sealing
from scoring_svc.adapters.spreading import Respreading
from scoring_svc.adapters.summaries import PostgresSummaries
from scoring_svc.adapters.trying import OwnProcess
from scoring_svc.adapters.waiting import PostgresWaiting, WaitingDecisions
from scoring_svc.app.project import Cards, Changed
from scoring_svc.app.trials import Trials
from scoring_svc.entrypoints import refused
from scoring_svc.entrypoints.forecasts import ForecastsApi
from scoring_svc.entrypoints.generations import GenerationsApi
from scoring_svc.entrypoints.goals import GoalsApi
from scoring_svc.entrypoints.http import Api
from scoring_svc.entrypoints.live import TOPIC, Live
from scoring_svc.entrypoints.pages import FOLDER, CardPages, GoalPages, ResultPages, SummaryPages
from scoring_svc.entrypoints.pages.plain import Plain
from scoring_svc.entrypoints.policies import PoliciesApi
from scoring_svc.entrypoints.results import ResultsApi
from scoring_svc.entrypoints.summaries import SummariesApi
from scoring_svc.entrypoints.trials import TrialsApi
from scoring_svc.entrypoints.worklists import WorklistsApi
from scoring_svc.settings import Settings

NAME: Final = "scoring-svc"
MIGRATIONS: Final = migrations.folder(Path(__file__))
CARDS_GROUP: Final = "scoring-svc.cards"
CARDS_TOPICS: Final = ("target-events", "evaluation-events", "survey-attribution-events")
ROSTER_GROUP: Final = "scoring-svc.roster"
ROSTER_TOPICS: Final = ("roster-events", "survey-events", "organization-events")
PROJECTING: Final = (ROSTER_GROUP, CARDS_GROUP)
"""The groups whose tables a rebuild makes anew; a test fails when another group is not among them."""


class Service(Assembly):
    """One process of this service, made of the parts that its role needs."""

    def __init__(
        self, settings: Settings, now: Clock = clock.now, new_id: NewId = ids.new_id, trying: OwnProcess | None = None
    ) -> None:
        super().__init__(NAME, settings, MIGRATIONS, now)
        self._new_id, self._cards_in_memory = new_id, settings.cards_in_memory
        self._loaded = load(settings.region_dir)
        self._packs = packs(self._loaded)
        self._reads, self._results = PostgresReads(self.engine), PostgresResults(self.engine)
        self._plans, beside = PostgresPlans(self.engine), trying or OwnProcess()
        self._summaries, self._quiet = PostgresSummaries(self.engine), timedelta(seconds=settings.quiet_seconds)
        self._trials = Trials(PostgresPopulation(self.engine), beside, self._reads, self._packs, self.now)
        self.hub = sse.Hub(self.metrics.gauge(m.SSE_CLIENTS))

    async def run(self, *parts: process.Part) -> None:
        """
        Raises:
            PolicyRefused: a version that is in force was changed; nothing runs then.
        """
        await self.keep_policies()
        await super().run(*parts)

    async def keep_policies(self) -> None:
        """Writes down which versions are in force, before anything is worked out by them."""
        async with self.engine.begin() as connection:
            await keep(connection, self._loaded, self._today(), self.now())

    def app(self) -> FastAPI:
        """The whole HTTP application."""
        app = self.operations()
        refused.install(app)
        zone = self.settings.time_zone
        pages = Pages(FOLDER, assets := Assets([FOLDER / "assets"]), zone)
        plain = partial(Plain, pages, zone=zone)
        app.include_router(Api(self._reads, self._results, self._packs, self.hub, self.now, zone, plain).router())
        app.include_router(ResultsApi(self._reads, self._results, self._packs, self.now, zone).router())
        for api_over_plans in (GoalsApi, ForecastsApi):
            app.include_router(api_over_plans(self._reads, self._plans, self._packs, self.now, zone).router())
        app.include_router(WorklistsApi(PostgresWaiting(self.engine)).router())
        app.include_router(SummariesApi(self._reads, self._summaries, self._packs, self.now, zone).router())
        app.include_router(PoliciesApi(self._packs, read_draft, self._today).router())
        app.include_router(GenerationsApi(PostgresGenerations(self.engine)).router())
        app.include_router(TrialsApi(self._trials, partial(read_draft, pointer="#/policy"), self._today).router())
        self._add_pages(app, pages, assets)
        return app

    def _add_pages(self, app: FastAPI, pages: Pages, assets: Assets) -> None:
        pages.install(app)
        reads, ports = self._reads, (self._packs, self.now, self.settings.time_zone)
        for router in (assets.router(), session_router(pages, self.verifier, self.now)):
            app.include_router(router)
        for each in (
            CardPages(pages, reads, self._results, self._plans, *ports),
            ResultPages(pages, reads, self._results, *ports),
            SummaryPages(pages, reads, self._summaries, *ports),
            GoalPages(pages, reads, self._plans, *ports),
        ):
            app.include_router(each.router())

    def everything(self) -> Sequence[process.Part]:
        """The interface, the projectors and the relay in one event loop."""
        return *self.interface(), *self.projectors(), self.relay(POLL_BESIDE_A_DOORBELL)

    def interface(self) -> Sequence[process.Part]:
        """The server with what it needs to be live: it hears of every score, whichever process keeps it."""
        live = Live(self.hub, self._reads, self._today)
        trials = process.Part("trials", self._trials.serve)
        return trials, self.http(self.app(), self.hub.close), self.follower(TOPIC, live.hear)

    def projectors(self) -> Sequence[process.Part]:
        """What keeps scores and results."""
        return *self.roster(), self.cards(), self.sealing(), self.courses()

    def cards(self) -> process.Part:
        """The projector of cards. Its transactions need not wait for the disk: what a crash takes away, cursor and
        state alike, is made again from the topics."""

        def tell(changed: Sequence[Changed]) -> None:
            if any(each.moved for each in changed):
                self.doorbell.ring()

        return self.consumer(CARDS_GROUP, CARDS_TOPICS, self._cards(tell), relaxed=True)

    def roster(self) -> Sequence[process.Part]:
        """The projector of the roster's copy, which spreads what is said of units over people; and what spreads anew
        what was spread under other policies."""
        feed, projection = self._feed(self.doorbell.ring)
        again = Respreading(self.engine, feed.spreadings)
        worker = Worker("spreading", again.step, self.doorbell.ring)
        self.health.register("spreading", worker.check)
        consumer = self.consumer(ROSTER_GROUP, ROSTER_TOPICS, projection)
        return consumer, process.Part("spreading", worker.serve)

    def sealing(self) -> process.Part:
        """Makes official results of years that closed and of appeals that were decided."""
        zone, reach = self.settings.time_zone, partial(ends, self.settings.kafka_bootstrap)
        waiting = WaitingDecisions(self.metrics.gauge(m.DECISIONS_WAITING).set)
        sealing = Sealing(self.engine, self._packs, self.now, self._new_id, zone, reach, waiting)
        worker = Worker("sealing", sealing.step, self.doorbell.ring)
        self.health.register("sealing", worker.check)
        return process.Part("sealing", worker.serve)

    def courses(self) -> process.Part:
        """Follows the cards at a distance, for what is said of a year's course."""
        courses = Courses(self.engine, self._packs, self.now, self._new_id, self.settings.time_zone, self._quiet)
        worker = Worker("courses", courses.step, self.doorbell.ring)
        self.health.register("courses", worker.check)
        return process.Part("courses", worker.serve)

    def rebuilding(self) -> Rebuilding:
        """The same projectors over the same topics, into tables of their own."""
        url, progress = self.settings.database_url, Progress(self.metrics)
        finishing = Finishing(PROJECTING, Lifting(self._packs, self._new_id), self.now, progress)

        def tell(changed: Sequence[Changed]) -> None:
            finishing.touched((each.card.civil_servant_id, each.card.period_id) for each in changed)

        groups = (
            Group(ROSTER_GROUP, ROSTER_TOPICS, self._feed(lambda: None)[1]),
            Group(CARDS_GROUP, CARDS_TOPICS, self._cards(tell)),
        )
        bootstrap = self.settings.kafka_bootstrap
        return Rebuilding(url, MIGRATIONS, bootstrap, groups, finishing, self.now, progress)

    async def go_back(self, asked: Asked) -> int:
        """The generation that served before serves again; its number."""
        lifting = Lifting(self._packs, self._new_id)
        return await go_back(self.settings.database_url, asked, list(PROJECTING), lifting, self.now)

    async def drop_old(self, asked: Asked) -> list[int]:
        """Drops the generations that are kept; their numbers."""
        return await drop_old(self.settings.database_url, asked, self.now)

    def _feed(self, ring: Callable[[], None]) -> tuple[FeedProjection, Together]:
        feed = FeedProjection(self.now, self._new_id, ring, self._packs)
        return feed, Together(Closings(), feed, PublishedSurveys())

    def _cards(self, tell: Callable[[Sequence[Changed]], None]) -> Together:
        cards = Cards(self._packs, self._cards_in_memory)
        return Together(CardsProjection(cards, self.now, self._new_id, tell), Decisions(), Outlines())

    def _today(self) -> date:
        return day(self.now(), self.settings.time_zone)
