"""The routes of policies: which there are, and a calculator over them that keeps nothing."""

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Final, Literal

from chassis import http
from chassis.auth import Asking
from chassis.inputs import Number, RequestModel, Text
from contracts.words import Direction, OrganizationPredicate
from fastapi import APIRouter, Response
from pydantic import Field

from scoring_svc.domain.contribution import Indicator, OrganizationCounts
from scoring_svc.domain.explanation import explain
from scoring_svc.domain.policy import Packs, Policy
from scoring_svc.domain.refusals import Code, Refusal
from scoring_svc.domain.simulation import UNIT, MadeUp, place, simulate
from scoring_svc.entrypoints.policy_schemas import PolicyList, PolicyView, SimulationView
from scoring_svc.entrypoints.schemas import Component

MOST_INDICATORS: Final = 50

ReadDraft = Callable[[Mapping[str, Any]], Policy]
"""The content of a pack as a policy; raises a Refusal `invalid_policy` with every fault."""


class MadeUpIndicator(RequestModel):
    """As in a plan, with its realization."""

    title: Annotated[str, Text(300)] = "Indikator"
    measure: Annotated[str, Text(60)] = "persen"
    direction: Direction
    target: Number | None = None
    range_low: Number | None = None
    range_high: Number | None = None
    better: Literal["higher", "lower"] | None = None
    max_attainable: bool = False
    weight: Number = Decimal(100)
    realized: Number | None = None


class MadeUpOrganization(RequestModel):
    """What the unit achieved, as the level above judged it; achievement: percent, where one was reported."""

    predicate: OrganizationPredicate
    achievement: Number | None = None


class PolicyName(RequestModel):
    """A version that this region has."""

    id: str = Field(max_length=64)
    version: int = Field(ge=1, le=1_000_000)


class SimulationBody(RequestModel):
    """policy: a version of this region; pack: a draft's content instead; neither: the one in force today."""

    policy: PolicyName | None = None
    pack: dict[str, Any] | None = None
    components: dict[Component, Number] = Field(default_factory=dict)
    indicators: list[MadeUpIndicator] = Field(default_factory=list, max_length=MOST_INDICATORS)
    innovation: bool = False
    organization: MadeUpOrganization | None = None


class PoliciesApi:
    """The routes. today: the region's day."""

    def __init__(self, packs: Packs, read_draft: ReadDraft, today: Callable[[], date]) -> None:
        self._packs, self._read_draft, self._today = packs, read_draft, today

    def router(self) -> APIRouter:
        """To be included in the application."""
        router = http.router(tags=["policies"])
        router.add_api_route("/v1/policies", self.policies, methods=["GET"], response_model=PolicyList)
        router.add_api_route("/v1/policies/{id}/{version}", self.policy, methods=["GET"], response_model=PolicyView)
        router.add_api_route("/v1/simulations", self.simulation, methods=["POST"], response_model=SimulationView)
        return router

    async def policies(self) -> Response:
        """All versions of the region's policy; open to anybody."""
        today = self._today()
        current = self._packs.of_year(today)
        items = [
            {
                "id": each.id,
                "version": each.version,
                "effective_from": each.effective_from,
                "in_force": each is current and each.effective_from <= today,
            }
            for each in self._packs.versions
        ]
        return http.json_answer({"items": items})

    async def policy(self, id: str, version: int) -> Response:
        """One version, each value with its source; open to anybody."""
        return http.json_answer(self._named(id, version, None))

    async def simulation(self, asking: Asking, body: SimulationBody) -> Response:
        """Score and explanation of made-up facts, by the rules of the real score. Nothing is kept."""
        if body.pack is not None:
            policy = self._read_draft(body.pack)
        elif body.policy is not None:
            policy = self._named(body.policy.id, body.policy.version, "#/policy")
        else:
            policy = self._packs.of_year(self._today())
        given = [(_indicator(each, number), each.realized) for number, each in enumerate(body.indicators)]
        components: dict[str, Decimal] = dict(body.components.items())
        facts = MadeUp(components, given, body.innovation, _organization(body.organization))
        found = simulate(facts, policy, self._today())
        return http.json_answer({"kind": "simulation", **explain(found, policy)})

    def _named(self, id_: str, version: int, pointer: str | None) -> Policy:
        found = self._packs.find(id_, version)
        if found is None:
            raise Refusal(Code.UNKNOWN_POLICY, "This region has no version of a policy with this name.", pointer)
        return found


def _organization(body: MadeUpOrganization | None) -> OrganizationCounts | None:
    return None if body is None else OrganizationCounts(UNIT, body.predicate, body.achievement)


def _indicator(body: MadeUpIndicator, number: int) -> Indicator:
    return Indicator(
        place(number), body.title, body.measure, body.direction, body.target, body.range_low, body.range_high,
        body.max_attainable, body.weight, body.better,
    )  # fmt: skip
