"""Keys of a stack without an identity provider: one signing key, its public half as a key set, and tokens made with it.

A region with an identity provider of its own points CAPAIAN_JWKS at that one's address, and none of this runs.
"""

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

import jwt
from chassis.clock import Clock
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from jwt.algorithms import ECAlgorithm

from capaian_local.sample.interface import Who
from capaian_local.servers.child import Failed

ISSUER: Final = "capaian-local"
AUDIENCE: Final = "capaian"
KEY_ID: Final = "capaian-local-1"
LIFETIME: Final = timedelta(hours=12)

PRIVATE: Final = "private.pem"
JWKS: Final = "jwks.json"


def ensure(folder: Path) -> None:
    """Makes the key pair where there is none. The private half is readable by its owner alone."""
    folder.mkdir(parents=True, exist_ok=True)
    private, public = folder / PRIVATE, folder / JWKS
    if not private.exists():
        key = ec.generate_private_key(ec.SECP256R1())
        private.touch(mode=0o600)
        private.write_bytes(
            key.private_bytes(
                serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
            )
        )
    loaded = serialization.load_pem_private_key(private.read_bytes(), None)
    assert isinstance(loaded, ec.EllipticCurvePrivateKey), "the key is of our own making"
    numbers = json.loads(ECAlgorithm.to_jwk(loaded.public_key()))
    partial = public.with_suffix(".part")
    partial.write_text(json.dumps({"keys": [{**numbers, "kid": KEY_ID, "alg": "ES256", "use": "sig"}]}))
    partial.rename(public)


def signer(folder: Path, clock: Clock, lifetime: timedelta = LIFETIME) -> Callable[[Who], str]:
    """Signs bearer tokens.

    Raises:
        Failed: there is no key yet.
    """
    try:
        private = (folder / PRIVATE).read_bytes()
    except OSError as error:
        raise Failed(f"{folder / PRIVATE}: {error.strerror}; start the stack once (capaian up)") from None
    return lambda who: sign(private, who, clock(), lifetime)


def sign(private: bytes, who: Who, now: datetime, lifetime: timedelta) -> str:
    """One token, with the claims of docs/architecture/chassis.md."""
    claims: dict[str, object] = {
        "iss": ISSUER,
        "aud": AUDIENCE,
        "sub": who.subject,
        "roles": list(who.roles),
        "iat": int(now.timestamp()),
        "exp": int((now + lifetime).timestamp()),
    }
    if who.agency_id is not None:
        claims["agency"] = str(who.agency_id)
    if who.civil_servant_id is not None:
        claims["civil_servant"] = str(who.civil_servant_id)
    return jwt.encode(claims, private, algorithm="ES256", headers={"kid": KEY_ID})
