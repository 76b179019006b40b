"""The service with Central Java's choices: another region is another folder, and nothing else."""

from collections.abc import AsyncGenerator

import httpx2
import pytest
from capaian_local.testing.callers import Callers
from target_svc.adapters.region import Rules, rules
from target_svc.domain.evidence import EvidenceRules
from target_svc.settings import Settings
from target_svc.wiring import Service

from .. import situations as that
from .conftest import World, indicator, plan
from .problems import problem

pytestmark = pytest.mark.servers

CENTRAL_JAVA = that.REGION.parent / "jawa-tengah"
PNG = b"\x89PNG\r\n\x1a\n"


@pytest.fixture
async def java(world: World, database_url: str, callers: Callers) -> AsyncGenerator[World]:
    """The same people, in a service of the other region."""
    settings = Settings(
        database_url=database_url, kafka_bootstrap="none:0", jwks=str(callers.key_set), region_dir=CENTRAL_JAVA
    )
    service = Service(settings, now=lambda: that.NOW)
    service.everything()
    transport = httpx2.ASGITransport(app=service.app(), raise_app_exceptions=False)
    async with httpx2.AsyncClient(transport=transport, base_url="http://target") as client:
        yield World(client, callers, service.engine)
    await service.close()


def test_every_choice_is_another_one():
    def choices(found: Rules) -> list[object]:
        evidence: EvidenceRules = found.evidence
        plans = found.plans.superior_plan_required
        return [plans, evidence.types, evidence.max_bytes, evidence.keep_hours, evidence.unnamed_at_once]

    ours, theirs = choices(rules(that.REGION)), choices(rules(CENTRAL_JAVA))
    assert [one == other for one, other in zip(ours, theirs, strict=True)] == [False] * 5


async def test_the_service_answers_by_the_other_regions_choices(java: World, siti: str, world: World):
    body = plan(indicator())
    drafted = await java.send(siti, "POST", "/v1/plans", body)
    assert drafted.status_code == 201, drafted.text
    path = f"/v1/plans/{that.PLAN}/submission"
    in_lampung = await world.send(siti, "POST", path, If_Match='"1"')
    assert problem(in_lampung)[:2] == (409, "superior_has_no_plan")
    submitted = await java.send(siti, "POST", path, If_Match='"1"')
    assert (submitted.status_code, submitted.json()["status"]) == (200, "submitted")
    upload = f"/v1/evidence?civil_servant_id={that.SITI}&contains_no_patient_data=true"
    photograph = await java.send(siti, "POST", upload, PNG, Content_Type="image/png")
    assert (photograph.status_code, photograph.json()["extra"]) == (415, {"accepted": ["application/pdf"]})
    large = await java.send(siti, "POST", upload, b"%PDF-" + b" " * 2_097_152, Content_Type="application/pdf")
    assert (large.status_code, large.json()["extra"]) == (413, {"max_bytes": 2_097_152})
    kept = await java.send(siti, "POST", upload, b"%PDF-1.7", Content_Type="application/pdf")
    assert (kept.status_code, kept.json()["unnamed_until"]["at"]) == (201, "2026-07-16T03:00:00Z")
