"""The documents of the services' interfaces, made from the very parts that run: OpenAPI, AsyncAPI, refusal codes."""

import json
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final

from chassis import asyncapi
from chassis.assembly import Assembly
from evaluation_svc.settings import Settings as EvaluationSettings
from evaluation_svc.wiring import Service as EvaluationService
from refusals import document as refusals_page
from scoring_svc.settings import Settings as ScoringSettings
from scoring_svc.wiring import Service as ScoringService
from survey_svc.settings import Settings as SurveySettings
from survey_svc.wiring import Service as SurveyService
from target_svc.settings import Settings as TargetSettings
from target_svc.wiring import Service as TargetService

ROOT: Final = Path(__file__).parents[2]
FOLDER: Final = ROOT / "docs" / "integration"
NOWHERE: Final[dict[str, Any]] = {
    "database_url": "postgresql+asyncpg://none/none", "kafka_bootstrap": "none:0", "jwks": "none",
}  # fmt: skip


def services() -> Iterator[tuple[Assembly, dict[str, Any]]]:
    """Each service, whole and connected to nothing, with its OpenAPI document."""
    region = ROOT / "deploy" / "regions" / "lampung"
    for service in (
        TargetService(TargetSettings(**NOWHERE, region_dir=region)),
        EvaluationService(EvaluationSettings(**NOWHERE, region_dir=region)),
        SurveyService(SurveySettings(**NOWHERE, region_dir=region, invitation_keys="none:" + "-" * 32)),
        ScoringService(ScoringSettings(**NOWHERE, region_dir=region)),
    ):
        service.everything()
        yield service, service.app().openapi()


def documents() -> dict[str, str]:
    """File name → text."""
    found = {"refusals.md": refusals_page()}
    for service, openapi in services():
        events = asyncapi.document(service.name, version(service.name), service.brokers)
        for kind, document in (("openapi", openapi), ("asyncapi", events)):
            found[f"{kind}/{service.name}.json"] = json.dumps(document, indent=2, ensure_ascii=False) + "\n"
    return found
