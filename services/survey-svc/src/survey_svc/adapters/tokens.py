"""Signed tokens of invitations: HMAC-SHA-256 by itsdangerous, each naming the key that it is signed with.

`<key>.<22 characters>.<signature>`. The characters are a digest of the survey's and the invitation's id under the key:
they say nothing to anybody, and the same invitation gets the same token again. What is kept is one more digest of
them, so neither a copy of the database nor a list of ids is enough to answer by.
"""

import hashlib
import hmac
from collections.abc import Mapping
from typing import Final
from uuid import UUID

from itsdangerous import BadSignature, Signer
from itsdangerous.encoding import base64_encode

from survey_svc.app.ports import Token

LONGEST: Final = 200
NONCE_BYTES: Final = 16
SALT: Final = b"capaian.invitation"


class SignedTokens:
    """keys: name → secret, the one that signs first; the others are still good for what they signed. public_url: where
    people open links, without a slash at its end."""

    def __init__(self, keys: Mapping[str, str], public_url: str) -> None:
        self._secrets = {name: secret.encode() for name, secret in keys.items()}
        self._signers = {name: _signer(secret) for name, secret in self._secrets.items()}
        self._public_url = public_url

    def made(self, survey_id: UUID, invitation_id: UUID) -> tuple[Token, ...]:
        """The invitation's token under each key, the one for new invitations first."""
        return tuple(self._token(name, survey_id, invitation_id) for name in self._secrets)

    def digest(self, token: str) -> bytes | None:
        """What the invitation of a token is kept under; None for a token that nobody here has signed."""
        name = token.partition(".")[0]
        if name not in self._signers or len(token) > LONGEST:
            return None
        try:
            return self._kept(name, self._signers[name].unsign(token))
        except (BadSignature, UnicodeEncodeError):
            return None

    def _token(self, name: str, survey_id: UUID, invitation_id: UUID) -> Token:
        said = b"token\x00" + survey_id.bytes + invitation_id.bytes
        nonce = hmac.digest(self._secrets[name], said, "sha256")[:NONCE_BYTES]
        value = name.encode() + b"." + base64_encode(nonce)
        text = self._signers[name].sign(value).decode()
        return Token(key=name, text=text, link=f"{self._public_url}/s/{text}", digest=self._kept(name, value))

    def _kept(self, name: str, value: bytes) -> bytes:
        return hmac.digest(self._secrets[name], b"kept\x00" + value, "sha256")


def _signer(secret: bytes) -> Signer:
    return Signer(secret, salt=SALT, sep=b".", key_derivation="hmac", digest_method=hashlib.sha256)
