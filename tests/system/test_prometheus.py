"""Prometheus sees every service, its rules are those that were tested, and speak of metrics that there are."""

import re
import subprocess
import time
from typing import Any

import httpx2
import pytest
from capaian_local.home import REPOSITORY
from chassis import metrics

from .running import CONTAINERS, System

RULES = REPOSITORY / "deploy" / "prometheus"
on_docker = pytest.mark.skipif(not CONTAINERS, reason="Prometheus is part of docker-compose.yml: make test-containers")


def test_alerts_speak_of_metrics_that_there_are():
    named = set(re.findall(r"\bcapaian_[a-z_]+", (RULES / "rules.yml").read_text()))
    known = {each.name for each in vars(metrics).values() if isinstance(each, metrics.Definition)}
    assert named - known == set()


def test_alerts_lead_to_runbooks_that_there_are():
    pages = re.findall(r"runbook: (\S+)", (RULES / "rules.yml").read_text())
    assert pages and all((REPOSITORY / page).is_file() for page in pages)


@on_docker
@pytest.mark.containers
def test_the_rules_pass_their_own_tests():
    command = [
        "docker",
        "run",
        "--rm",
        "--network",
        "none",
        "--volume",
        f"{RULES}:/rules:ro",
        "--entrypoint",
        "promtool",
    ]
    image = re.search(r"image: (prom/prometheus:\S+)", (REPOSITORY / "docker-compose.yml").read_text())
    assert image is not None
    ended = subprocess.run(
        [*command, image[1], "test", "rules", "/rules/rules_test.yml"], capture_output=True, text=True, check=False
    )
    assert ended.returncode == 0, ended.stdout + ended.stderr


@on_docker
@pytest.mark.containers
@pytest.mark.timeout(900)
def test_every_service_is_scraped_and_all_rules_are_loaded(prepared: System):
    def asked(path: str) -> Any:
        return httpx2.get(f"{prepared.prometheus}/api/v1/{path}", timeout=10).json()["data"]

    up: dict[str, str] = {}
    for _ in range(300):
        up = {each["labels"]["service"]: each["health"] for each in asked("targets")["activeTargets"]}
        if len(up) == 4 and set(up.values()) == {"up"}:
            break
        time.sleep(0.1)
    assert up == dict.fromkeys(("target-svc", "evaluation-svc", "survey-svc", "scoring-svc"), "up")
    rules = [rule for group in asked("rules")["groups"] for rule in group["rules"]]
    assert len(rules) == len(re.findall("- alert:", (RULES / "rules.yml").read_text()))
    assert {rule["health"] for rule in rules} <= {"ok", "unknown"}
