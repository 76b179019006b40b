"""Who calls the interface in the tests: signed tokens, checked by the service against a key set of its own."""

import json
from collections.abc import Iterable
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

import jwt
from cryptography.hazmat.primitives.asymmetric import ec
from jwt.algorithms import ECAlgorithm

ISSUER, AUDIENCE, KEY_ID = "capaian-local", "capaian", "test"


class Callers:
    """Makes tokens that hold for an hour around `now`; `key_set` is the file that the service reads."""

    def __init__(self, directory: Path, now: datetime) -> None:
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._now = now
        self.key_set = directory / "jwks.json"
        public = json.loads(ECAlgorithm.to_jwk(self._key.public_key()))
        self.key_set.write_text(json.dumps({"keys": [{**public, "kid": KEY_ID, "alg": "ES256", "use": "sig"}]}))

    def token(
        self,
        subject: str,
        roles: Iterable[str] = ("civil_servant",),
        agency: UUID | None = None,
        person: UUID | None = None,
        expires_in: timedelta = timedelta(hours=1),
    ) -> str:
        claims: dict[str, object] = {
            "sub": subject,
            "roles": list(roles),
            "iss": ISSUER,
            "aud": AUDIENCE,
            "iat": int((self._now - timedelta(hours=2)).timestamp()),
            "exp": int((self._now + expires_in).timestamp()),
        }
        claims |= {"agency": str(agency)} if agency else {}
        claims |= {"civil_servant": str(person)} if person else {}
        return jwt.encode(claims, self._key, algorithm="ES256", headers={"kid": KEY_ID})
