"""The calculator over HTTP: the published numbers come out of the very application, and nothing is kept anywhere."""

from collections.abc import AsyncGenerator
from pathlib import Path
from typing import Any

import httpx2
import msgspec
import pytest
from capaian_local.testing.callers import Callers
from scoring_svc.adapters.policy_pack import load
from scoring_svc.settings import Settings
from scoring_svc.wiring import Service

from .. import situations as that


class Calculator:
    """Somebody signed in, without a database: one that was asked would fail."""

    def __init__(self, client: httpx2.AsyncClient, token: str) -> None:
        self.client, self._token = client, token

    async def ask(self, **body: Any) -> httpx2.Response:
        headers = {"Authorization": f"Bearer {self._token}"}
        return await self.client.post("/v1/simulations", json=body, headers=headers)


@pytest.fixture
async def calculator(tmp_path: Path) -> AsyncGenerator[Calculator]:
    callers = Callers(tmp_path, that.NOW)
    settings = Settings(
        database_url="postgresql+asyncpg://nobody@127.0.0.1:1/none", kafka_bootstrap="none:0",
        jwks=str(callers.key_set), region_dir=that.REGION,
    )  # fmt: skip
    service = Service(settings, now=lambda: that.NOW)
    transport = httpx2.ASGITransport(app=service.app(), raise_app_exceptions=False)
    async with httpx2.AsyncClient(transport=transport, base_url="http://scoring") as client:
        yield Calculator(client, callers.token("anybody", ["civil_servant"], agency=None, person=that.BUDI))
    await service.close()


def one(direction: str, target: str | None, realized: str | None, **more: Any) -> dict[str, Any]:
    return {"direction": direction, "target": target, "realized": realized, **more}


def within(realized: str) -> dict[str, Any]:
    return one("range", None, realized, range_low="80", range_high="90")


@pytest.mark.parametrize(
    ("indicator", "value"),
    [
        (one("maximize", "95", "97.2"), "102.3158"), (one("maximize", "80", "70"), "87.5000"),
        (within("92"), "102.2222"), (within("85"), "100.0000"), (one("minimize", "5", "4"), "120.0000"),
        (one("minimize", "5", "0"), "120.0000"), (one("minimize", "5", "10"), "0.0000"),
        (one("maximize", "10", "15"), "120.0000"), (one("maximize", "10", "0"), "0.0000"),
        (one("maximize", "10", None), None), (one("zero", "0", "0"), "100.0000"),
        (one("zero", "0", "0", max_attainable=True), "120.0000"), (one("zero", "0", "1"), "0.0000"),
    ],
)  # fmt: skip
async def test_8_1_and_8_2(calculator: Calculator, indicator: dict[str, Any], value: str | None):
    answer = await calculator.ask(indicators=[indicator])
    assert answer.status_code == 200, answer.text
    assert answer.json()["score"] == value


@pytest.mark.parametrize(
    ("components", "score"),
    [
        ({"targets": "104", "evaluation": "90", "survey": "91.48"}, "98.6220"),
        ({"targets": "104", "evaluation": "90"}, "99.8824"),
        ({"evaluation": "100"}, "100.0000"),
        ({"targets": "5", "evaluation": "5"}, "5.0000"),
        ({}, None),
    ],
)
async def test_8_5(calculator: Calculator, components: dict[str, str], score: str | None):
    answer = await calculator.ask(components=components)
    assert answer.json()["score"] == score


async def test_a4_a_weighted_mean(calculator: Calculator):
    drawn = [("95", "97.2", 50), ("80", "70", 30), ("10", "15", 20)]
    indicators = [one("maximize", target, realized, weight=weight) for target, realized, weight in drawn]
    assert (await calculator.ask(indicators=indicators)).json()["score"] == "101.4079"


def pack(**weights: str) -> dict[str, Any]:
    content = msgspec.json.decode(that.LAMPUNG_PACK[0].content)
    content["weights"] = {name: {"value": value, "source": "own"} for name, value in weights.items()}
    return content


def jateng() -> dict[str, Any]:
    """Central Java's pack, in which a unit's achievement counts by its predicate."""
    return msgspec.json.decode(load(that.REGION.parent / "jawa-tengah")[0].content)


def converting(**attainable: Any) -> dict[str, Any]:
    """Central Java's conversion on the scale of the regulation, 0 to 120, for an achievement as it is reached."""
    content = jateng()
    own = {"source": "own"}
    content["achievement"].update(cap={"value": 120, **own}, floor={"value": 0, **own})
    content["directions"]["maximize"] = {"value": "ratio", **own}
    content["missing"]["rule"] = {"value": "renormalize", **own}
    content["categories"]["very_good"]["to"] = {"value": 120, **own}
    content["categories"]["very_poor"]["from"] = {"value": 0, **own}
    if attainable:
        content["achievement"]["full_attainable"] = {"value": "cap", **own}
    return content


@pytest.mark.parametrize(
    ("percent", "value", "attainable"),
    [
        ("0", "0.00", {}), ("59", "49.00", {}), ("60", "50.00", {}), ("79", "69.00", {}), ("80", "70.00", {}),
        ("98", "88.00", {}), ("100", "109.00", {}), ("100", "120.00", {"max_attainable": True}), ("101", "110.00", {}),
        ("110", "120.00", {}), ("111", "120.00", {}), ("150", "120.00", {}),
    ],
)  # fmt: skip
async def test_8_3_by_a_draft_that_converts(
    calculator: Calculator, percent: str, value: str, attainable: dict[str, Any]
):
    indicator = one("maximize", "100", percent, **attainable)
    answer = await calculator.ask(pack=converting(**attainable), indicators=[indicator])
    assert answer.json()["score"] == value, answer.text


@pytest.mark.parametrize(
    ("targets", "behavior", "weights", "innovation", "score", "category"),
    [
        ("102.8", "90", ("70", "30"), False, "98.9600", "good"),
        ("102.8", "90", ("60", "40"), False, "97.6800", "good"),
        ("112", "108", ("70", "30"), True, "110.8000", "very_good"),
        ("112", "108", ("70", "30"), False, "110.8000", "good"),
        ("90", "90", ("70", "30"), False, "90.0000", "good"),
        ("50", "50", ("70", "30"), False, "50.0000", "poor"),
        ("120", "120", ("60", "40"), True, "120.0000", "very_good"),
        ("120", "120", ("70", "30"), True, "120.0000", "very_good"),
    ],
)
async def test_8_4_by_a_draft(
    calculator: Calculator, targets: str, behavior: str, weights: tuple[str, str], innovation: bool, score: str,
    category: str,
):  # fmt: skip
    draft = pack(targets=weights[0], evaluation=weights[1], survey="0")
    given = {"targets": targets, "evaluation": behavior}
    found = (await calculator.ask(pack=draft, components=given, innovation=innovation)).json()
    assert (found["score"], found["category"]["name"]) == (score, category)


async def test_what_the_unit_achieved_counts_within_or_stands_beside(calculator: Calculator):
    given = {"targets": "100", "evaluation": "100"}
    unit = {"predicate": "very_poor", "achievement": "55.5"}
    beside = (await calculator.ask(components=given, organization=unit)).json()
    assert beside["score"] == "100.0000" and [part["component"] for part in beside["components"]] == [
        "targets", "evaluation", "survey",
    ]  # fmt: skip
    (line,) = beside["beside"]["lines"]
    assert (line["predicate"], line["achievement"], line["place"]) == ("very_poor", "55.5", "beside")
    # (50 · 100 + 20 · 100 + 10 · 40) / 80
    within = (await calculator.ask(pack=jateng(), components=given, organization={"predicate": "very_poor"})).json()
    assert (within["score"], within["beside"]["lines"]) == ("92.50", [])
    (line,) = within["components"][3]["lines"]
    assert (line["value"], line["source"], line["place_source"]) == ("40", "own", "own")


@pytest.mark.parametrize(
    ("body", "code", "pointer"),
    [
        (
            {"organization": {"predicate": "good", "achievement": "-0.1"}},
            "invalid_simulation",
            "#/organization/achievement",
        ),
        (
            {"pack": jateng(), "components": {"organization": "50"}, "organization": {"predicate": "good"}},
            "invalid_simulation",
            "#/organization",
        ),
        ({"organization": {"predicate": "splendid"}}, "not_allowed", "#/organization/predicate"),
        ({"indicators": [one("maximize", "0", "1")]}, "invalid_simulation", "#/indicators/0/target"),
        ({"indicators": [one("minimize", "-1", "1")]}, "invalid_simulation", "#/indicators/0/target"),
        ({"indicators": [one("maximize", None, "1")]}, "invalid_simulation", "#/indicators/0/target"),
        ({"indicators": [one("range", None, "1")]}, "invalid_simulation", "#/indicators/0/range_low"),
        ({"indicators": [one("zero", "0", "1", weight=0)]}, "invalid_simulation", "#/indicators/0/weight"),
        ({"components": {"targets": "120.01"}}, "invalid_simulation", "#/components/targets"),
        ({"components": {"targets": "-0.01"}}, "invalid_simulation", "#/components/targets"),
        ({"components": {"organization": "100"}}, "invalid_simulation", "#/components/organization"),
        ({"policy": {"id": "lampung", "version": 9}}, "unknown_policy", "#/policy"),
        ({"pack": pack(targets="60", evaluation="25", survey="14.99")}, "invalid_policy", "#/pack"),
    ],
)
async def test_what_is_outside_its_domain_is_refused(
    calculator: Calculator, body: dict[str, Any], code: str, pointer: str
):
    answer = await calculator.ask(**body)
    assert (answer.json()["code"], answer.json()["errors"][0]["pointer"]) == (code, pointer), answer.text


async def test_too_many_indicators_and_nobodys_question_are_refused(calculator: Calculator):
    assert (await calculator.ask(indicators=[one("zero", "0", "0")] * 51)).status_code == 422
    assert (await calculator.client.post("/v1/simulations", json={})).status_code == 401


async def test_which_policies_there_are(calculator: Calculator):
    listed = (await calculator.client.get("/v1/policies")).json()["items"]
    assert listed == [{"id": "lampung", "version": 1, "effective_from": "2025-01-01", "in_force": True}]
    one_ = (await calculator.client.get("/v1/policies/lampung/1")).json()
    assert one_["weights"]["targets"] == {"value": "60", "source": "own"}
    assert (await calculator.client.get("/v1/policies/lampung/2")).json()["code"] == "unknown_policy"
