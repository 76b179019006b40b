"""What a running stack says of itself: each service's own health, with the lag of its consumers."""

import asyncio
from collections.abc import Mapping
from typing import Any

import httpx2

from capaian_local.home import SERVICES, Home
from capaian_local.servers.ports import HOST, answers

PATIENCE_SECONDS = 3.0
OK = 200


def is_ready(address: str) -> bool:
    """Whether a service says that it can do its work now."""
    try:
        return httpx2.get(f"{address}/health/ready", timeout=PATIENCE_SECONDS, trust_env=False).status_code == OK
    except httpx2.HTTPError:
        return False


def status(home: Home) -> dict[str, Any]:
    """stage: `down`, `starting`, `loading` or `running`. Every part with its address, health in words, and lag."""
    state = home.state()
    found = asyncio.run(_services(home)) if state else {name: _down(home, name) for name in SERVICES}
    servers = {
        name: {"address": f"{HOST}:{home.ports[name]}", "ready": bool(state) and answers(home.ports[name])}
        for name in ("postgres", "kafka")
    }
    return {
        "stage": state.get("stage", "down"),
        "pid": state.get("pid"),
        "home": str(home.root),
        "servers": servers,
        "services": found,
        "ready": bool(state) and all(part["ready"] for part in (*servers.values(), *found.values())),
    }


async def _services(home: Home) -> dict[str, dict[str, Any]]:
    async with httpx2.AsyncClient(timeout=PATIENCE_SECONDS, trust_env=False) as client:
        answered = await asyncio.gather(*(_ask(client, home, name) for name in SERVICES))
    return dict(zip(SERVICES, answered, strict=True))


async def _ask(client: httpx2.AsyncClient, home: Home, name: str) -> dict[str, Any]:
    try:
        answer = await client.get(f"{home.url(name)}/health/ready")
        checks: Mapping[str, Mapping[str, Any]] = answer.json()["checks"]
    except (httpx2.HTTPError, ValueError, KeyError) as error:
        return {**_down(home, name), "detail": f"does not answer ({type(error).__name__})"}
    troubles = [f"{part}: {check['detail']}" for part, check in checks.items() if not check["ok"]]
    lags = [int(check["lag"]) for check in checks.values() if "lag" in check]
    return {
        "address": home.url(name),
        "ready": answer.status_code == OK,
        "detail": "; ".join(troubles) or "ready",
        "lag": sum(lags) if lags else None,
        "checks": checks,
    }


def _down(home: Home, name: str) -> dict[str, Any]:
    return {"address": home.url(name), "ready": False, "detail": "down", "lag": None}
