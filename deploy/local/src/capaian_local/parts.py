"""The parts of a running stack: the two servers, the databases in them, and the four services' own entry points.

What starts here is what starts in production: `python -m <service> all` with its environment. Only where the servers
come from differs.
"""

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import asyncpg
from contracts.topics import CATALOGUE

from capaian_local import keys, topics
from capaian_local.home import SERVICES, Home
from capaian_local.servers.child import Child, Failed, Spec, start
from capaian_local.servers.ports import HOST

MIGRATION_SECONDS = 120.0


def environment(home: Home, service: str) -> dict[str, str]:
    """What a service is told."""
    password = home.passwords()[service]
    return {
        "PATH": os.environ.get("PATH", ""),
        "LANG": "C.UTF-8",
        "PYTHONUNBUFFERED": "1",
        "CAPAIAN_DATABASE_URL": f"postgresql+asyncpg://{service}:{password}@{HOST}:{home.ports['postgres']}/{service}",
        "CAPAIAN_KAFKA_BOOTSTRAP": f"{HOST}:{home.ports['kafka']}",
        "CAPAIAN_HTTP_PORT": str(home.ports[service]),
        "CAPAIAN_JWKS": str(home.keys / keys.JWKS),
        "CAPAIAN_REGION_DIR": str(home.region),
        **(_of_survey(home) if service == "survey" else {}),
    }


def _of_survey(home: Home) -> dict[str, str]:
    """What only this one is told: what it signs invitations with, and where people open them."""
    return {
        "CAPAIAN_INVITATION_KEYS": f"k1:{home.invitation_secret()}",
        "CAPAIAN_PUBLIC_URL": f"http://{HOST}:{home.ports['survey']}",
    }


def service(home: Home, name: str, role: str = "all") -> Child:
    """Starts a service in a role and does not wait."""
    log = home.logs / f"{name}.log"
    command = [sys.executable, "-m", f"{name}_svc", role]
    return start(Spec(f"{name}-svc", command, environment(home, name), home.root, log))


def of_ours(home: Home, name: str, *arguments: str, log: Path | None = None) -> Child:
    """Starts one of this package's own commands as a process of its own."""
    command = [sys.executable, "-m", "capaian_local", "--home", str(home.root), *arguments]
    ports = {f"CAPAIAN_PORT_{name.upper()}": str(port) for name, port in home.ports.items()}
    return start(Spec(name, command, {**os.environ, **ports}, Path.cwd(), log))


def migrate(home: Home) -> None:
    """Migrates all four databases, side by side.

    Raises:
        Failed: with the last words of the one that failed.
    """
    running = [service(home, name, "migrate") for name in SERVICES]
    for child in running:
        try:
            code = child.process.wait(MIGRATION_SECONDS)
        except subprocess.TimeoutExpired:
            child.process.kill()
            code = 1
        if code != 0:
            raise Failed(f"the migration of {child.spec.name} failed: {child.last_words(1)} (log: {child.spec.log})")


async def provision(superuser_url: str, passwords: Mapping[str, str]) -> None:
    """One database and one role a service, made where they are missing: none can read another's tables."""
    connection = await asyncpg.connect(superuser_url)
    try:
        roles = {row["rolname"] for row in await connection.fetch("SELECT rolname FROM pg_roles")}
        databases = {row["datname"] for row in await connection.fetch("SELECT datname FROM pg_database")}
        for name, password in passwords.items():
            literal = await connection.fetchval("SELECT quote_literal($1::text)", password)
            if name not in roles:
                await connection.execute(f'CREATE ROLE "{name}" LOGIN')
            await connection.execute(f'ALTER ROLE "{name}" PASSWORD {literal}')
            if name not in databases:
                await connection.execute(f'CREATE DATABASE "{name}" OWNER "{name}"')
            await connection.execute(f'REVOKE CONNECT ON DATABASE "{name}" FROM PUBLIC')
    finally:
        await connection.close()


async def make_topics(bootstrap: str) -> None:
    """The catalogue's topics."""
    await topics.ensure(bootstrap, CATALOGUE.values())
