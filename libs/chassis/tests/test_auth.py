"""Whose token it is: what counts, and every way in which one does not."""

import base64
import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx2
import jwt
import pytest
from chassis.auth import Asking, KeySet, TokenVerifier, require
from chassis.health import Health
from chassis.http import build_app, json_answer, router
from chassis.metrics import Metrics
from chassis.problem import Problem
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from fastapi import Depends
from jwt.algorithms import ECAlgorithm, RSAAlgorithm

NOW = datetime(2026, 7, 9, 3, tzinfo=UTC)
AGENCY = UUID(int=7)


class Provider:
    """An identity provider with its keys in a file."""

    def __init__(self, folder: Path) -> None:
        self.path, self.now = folder / "jwks.json", NOW
        self.keys: dict[str, Any] = {"one": ec.generate_private_key(ec.SECP256R1())}
        self.publish()

    def publish(self) -> None:
        public: list[dict[str, Any]] = []
        for kid, key in self.keys.items():
            rs = isinstance(key, rsa.RSAPrivateKey)
            numbers = (RSAAlgorithm.to_jwk if rs else ECAlgorithm.to_jwk)(key.public_key())
            public.append({**json.loads(numbers), "kid": kid, "alg": "RS256" if rs else "ES256"})
        self.path.write_text(json.dumps({"keys": public}))

    def token(self, kid: str = "one", algorithm: str = "ES256", **changes: Any) -> str:
        claims = {
            "sub": "siti", "roles": ["civil_servant", "made_up"], "agency": str(AGENCY), "iss": "capaian-local",
            "aud": "capaian", "iat": int(NOW.timestamp()), "exp": int((NOW + timedelta(hours=1)).timestamp()),
        }  # fmt: skip
        claims = {name: value for name, value in {**claims, **changes}.items() if value is not None}
        return jwt.encode(claims, self.keys[kid], algorithm, headers={"kid": kid})

    def verifier(self) -> TokenVerifier:
        return TokenVerifier(KeySet(str(self.path), lambda: self.now), "capaian-local", "capaian", lambda: self.now)


@pytest.fixture
def provider(tmp_path: Path) -> Provider:
    return Provider(tmp_path)


async def test_a_token_says_who_asks(provider: Provider):
    identity = await provider.verifier().verify(provider.token())
    assert (identity.subject, identity.roles, identity.agency_id) == ("siti", {"civil_servant"}, AGENCY)
    assert identity.civil_servant_id is None
    assert not identity.acts_for(AGENCY)


def unsigned(provider: Provider) -> str:
    _, payload, _ = provider.token().split(".")
    header = base64.urlsafe_b64encode(json.dumps({"alg": "none", "kid": "one"}).encode()).decode().rstrip("=")
    return f"{header}.{payload}."


def by_the_public_key(provider: Provider) -> str:
    """The oldest trick: an HMAC whose secret is the published key."""
    public = provider.keys["one"].public_key()
    pem = public.public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
    return jwt.api_jws.encode(b'{"sub":"siti"}', base64.b64encode(pem), "HS256", headers={"kid": "one"})


def foreign(provider: Provider) -> str:
    other = ec.generate_private_key(ec.SECP256R1())
    return jwt.encode({"sub": "siti", "iat": 0, "exp": 9_999_999_999}, other, "ES256", headers={"kid": "one"})


@pytest.mark.parametrize(
    "made",
    [
        unsigned,
        by_the_public_key,
        foreign,
        lambda p: p.token(iss="https://elsewhere.example"),
        lambda p: p.token(aud="another"),
        lambda p: p.token(exp=int(NOW.timestamp()) - 60),
        lambda p: p.token(exp=None),
        lambda p: p.token(iat=int(NOW.timestamp()) + 60),
        lambda p: p.token(sub=None),
        lambda p: p.token(roles="region_admin"),
        lambda p: p.token(agency="not-a-uuid"),
        lambda p: p.token(agency=5),
        lambda p: p.token(civil_servant=["a"]),
        lambda p: p.token(nbf=float("inf")),
        lambda p: p.token()[:-2],
        lambda p: "",
        lambda p: "a.b.c",
    ],
)
async def test_what_is_no_token_of_ours(provider: Provider, made: Callable[[Provider], str]):
    with pytest.raises(Problem) as refused:
        await provider.verifier().verify(made(provider))
    assert (refused.value.status, refused.value.code) == (401, "unauthenticated")


async def test_a_rotated_key_is_known_at_once_and_the_old_one_no_more(provider: Provider):
    verifier = provider.verifier()
    old = provider.token()
    await verifier.verify(old)
    provider.keys = {"two": rsa.generate_private_key(65537, 2048)}
    provider.publish()
    assert (await verifier.verify(provider.token("two", "RS256"))).subject == "siti"
    with pytest.raises(Problem):
        await verifier.verify(old)


async def test_an_unreadable_key_set_keeps_what_is_known_and_is_an_outage_otherwise(provider: Provider):
    verifier = provider.verifier()
    await verifier.verify(provider.token())
    provider.path.write_text("{")
    await verifier.verify(provider.token())
    with pytest.raises(Problem) as refused:
        await provider.verifier().verify(provider.token())
    assert refused.value.status == 503


async def test_a_key_file_that_is_gone_is_an_outage_alone_where_nothing_is_known(provider: Provider):
    verifier = provider.verifier()
    await verifier.verify(provider.token())
    provider.path.unlink()
    assert (await verifier.verify(provider.token())).subject == "siti"
    with pytest.raises(Problem) as refused:
        await provider.verifier().verify(provider.token())
    assert refused.value.status == 503


@pytest.fixture
def client(provider: Provider) -> httpx2.AsyncClient:
    app = build_app("test", health=Health(), verifier=provider.verifier(), metrics=Metrics(), max_body_bytes=1_000)
    routes = router()

    async def who(asking: Asking) -> Any:
        return json_answer({"subject": asking.subject})

    async def admin(asking: Any = Depends(require("region_admin"))) -> Any:
        return json_answer({"ok": True})

    routes.add_api_route("/who", who, methods=["GET", "POST"])
    routes.add_api_route("/admin", admin, methods=["GET"])
    app.include_router(routes)
    return httpx2.AsyncClient(transport=httpx2.ASGITransport(app=app), base_url="http://test")


async def test_the_cookie_signs_in_for_reading_alone(provider: Provider, client: httpx2.AsyncClient):
    cookie = {"Cookie": f"capaian_token={provider.token()}"}
    assert (await client.get("/who", headers=cookie)).json() == {"subject": "siti"}
    written = await client.post("/who", headers=cookie)
    assert (written.status_code, written.json()["code"]) == (401, "unauthenticated")
    bearer = {"Authorization": f"Bearer {provider.token()}"}
    assert (await client.post("/who", headers=bearer)).status_code == 200


async def test_a_role_that_is_missing(provider: Provider, client: httpx2.AsyncClient):
    answer = await client.get("/admin", headers={"Authorization": f"Bearer {provider.token()}"})
    assert (answer.status_code, answer.json()["code"]) == (403, "forbidden")
    admin = {"Authorization": f"Bearer {provider.token(roles=['region_admin'])}"}
    assert (await client.get("/admin", headers=admin)).status_code == 200
