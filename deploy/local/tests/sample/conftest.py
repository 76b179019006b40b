"""The services as processes of their own, as production starts them, over real servers."""

import asyncio
import json
import os
import sys
from collections.abc import AsyncGenerator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import asyncpg
import httpx2
import jwt
import pytest
from capaian_local.sample import Endpoints, Who
from capaian_local.servers.child import Child, Spec, start
from capaian_local.servers.ports import HOST, free_port
from capaian_local.testing.databases import Databases
from capaian_local.testing.topics import Topics
from chassis import clock, postgres
from cryptography.hazmat.primitives.asymmetric import ec
from jwt.algorithms import ECAlgorithm

NAMES = ("target", "evaluation", "survey", "scoring")
REGION = Path(__file__).parents[4] / "deploy" / "regions" / "lampung"


class Keys:
    """Signs tokens as the region's identity provider would."""

    def __init__(self, folder: Path) -> None:
        self._key = ec.generate_private_key(ec.SECP256R1())
        self.key_set = folder / "jwks.json"
        public: dict[str, Any] = json.loads(ECAlgorithm.to_jwk(self._key.public_key()))
        self.key_set.write_text(json.dumps({"keys": [{**public, "kid": "test", "alg": "ES256", "use": "sig"}]}))

    def sign(self, who: Who) -> str:
        now = clock.now()
        claims: dict[str, object] = {
            "sub": who.subject, "roles": list(who.roles), "iss": "capaian-local", "aud": "capaian",
            "iat": int(now.timestamp()), "exp": int((now + timedelta(minutes=10)).timestamp()),
        }  # fmt: skip
        claims |= {"agency": str(who.agency_id)} if who.agency_id else {}
        claims |= {"civil_servant": str(who.civil_servant_id)} if who.civil_servant_id else {}
        return jwt.encode(claims, self._key, algorithm="ES256", headers={"kid": "test"})


@dataclass
class Stack:
    """The running services. A child can be killed and started again under the same address."""

    keys: Keys
    folder: Path
    databases: Mapping[str, str]
    ports: Mapping[str, int]
    bootstrap: str
    children: dict[str, Child]

    @property
    def endpoints(self) -> Endpoints:
        urls = [f"http://{HOST}:{self.ports[name]}" for name in NAMES]
        return Endpoints(*urls)

    def spec(self, name: str, role: str) -> Spec:
        environment = {
            **os.environ, "CAPAIAN_DATABASE_URL": self.databases[name], "CAPAIAN_KAFKA_BOOTSTRAP": self.bootstrap,
            "CAPAIAN_HTTP_PORT": str(self.ports[name]), "CAPAIAN_JWKS": str(self.keys.key_set),
            "CAPAIAN_LOG_LEVEL": "WARNING", "CAPAIAN_REGION_DIR": str(REGION),
            "CAPAIAN_INVITATION_KEYS": f"k1:{'only-a-test-' * 4}",
        }  # fmt: skip
        command = [sys.executable, "-m", f"{name}_svc", role]
        return Spec(f"{name} {role}", command, environment, self.folder, self.folder / f"{name}.log")

    def start(self, name: str) -> None:
        self.children[name] = start(self.spec(name, "all"))

    async def migrate(self, name: str) -> None:
        child = start(self.spec(name, "migrate"))
        code = await asyncio.to_thread(child.process.wait, 60)
        assert code == 0, child.last_words(20)

    async def ready(self) -> None:
        """Until all of them say so."""
        async with httpx2.AsyncClient(trust_env=False) as client, asyncio.timeout(60):
            for name in NAMES:
                while not await self._is_ready(client, name):
                    assert self.children[name].alive, self.children[name].last_words(20)
                    await asyncio.sleep(0.1)

    async def drain(self) -> None:
        """Ends what is under way: a request whose client has left is still carried out by the service."""
        for child in self.children.values():
            await asyncio.to_thread(child.stop, 10)
        for name in NAMES:
            self.start(name)
        await self.ready()

    async def _is_ready(self, client: httpx2.AsyncClient, name: str) -> bool:
        try:
            return (await client.get(f"http://{HOST}:{self.ports[name]}/health/ready")).status_code == 200
        except httpx2.TransportError:
            return False

    async def count(self, name: str, what: str) -> int:
        """One number from a service's database."""
        connection = await asyncpg.connect(postgres.plain_url(self.databases[name]))
        try:
            return int(await connection.fetchval(f"SELECT count(*) FROM {what}"))
        finally:
            await connection.close()

    async def said(self) -> dict[str, int]:
        """How many events each service has appended that a sample is loaded into."""
        return {name: await self.count(name, "event_log") for name in NAMES if name != "scoring"}


@pytest.fixture
async def stack(
    postgres_server: Databases, topics: Topics, tmp_path: Path, request: pytest.FixtureRequest
) -> AsyncGenerator[Stack]:
    databases = {name: await postgres_server.new(f"sample_{name}") for name in NAMES}
    ports = {name: free_port() for name in NAMES}
    stack = Stack(Keys(tmp_path), tmp_path, databases, ports, topics.bootstrap, {})
    for name in NAMES:
        await stack.migrate(name)
        stack.start(name)
    await stack.ready()
    yield stack
    for child in stack.children.values():
        child.stop(10)
