"""Who is asking: signed bearer tokens, checked against a key set; roles and places as claims.

Invariant: only RS256 and ES256 signatures by a key of the set count. What the token says about its own algorithm is
never believed beyond that list, so neither `none` nor an HMAC with a public key passes.
"""

import json
from collections.abc import Callable, Mapping
from datetime import timedelta
from pathlib import Path
from typing import Annotated, Any, Final, NamedTuple
from uuid import UUID

import httpx2
import jwt
import structlog
from fastapi import Depends, Request, Security
from fastapi.security import HTTPBearer

from chassis.clock import Clock
from chassis.problem import Problem

ALGORITHMS: Final = ("RS256", "ES256")
COOKIE: Final = "capaian_token"
CACHE: Final = timedelta(minutes=5)
REFETCH: Final = timedelta(seconds=30)
LEEWAY_SECONDS: Final = 10

REGION_ADMIN: Final = "region_admin"
AGENCY_SYSTEM: Final = "agency_system"
PERSONNEL_OFFICER: Final = "personnel_officer"
INSPECTOR: Final = "inspector"
CIVIL_SERVANT: Final = "civil_servant"
ROLES: Final = frozenset({REGION_ADMIN, AGENCY_SYSTEM, PERSONNEL_OFFICER, INSPECTOR, CIVIL_SERVANT})

log = structlog.stdlib.get_logger()


class Identity(NamedTuple):
    """Who asks. subject: stable name of the caller; agency_id, civil_servant_id: what the roles are bound to."""

    subject: str
    roles: frozenset[str]
    agency_id: UUID | None
    civil_servant_id: UUID | None
    expires_at: int = 0

    def acts_for(self, agency_id: UUID) -> bool:
        """True for the region's administration, and for that agency's own officers and software."""
        own = self.roles & {AGENCY_SYSTEM, PERSONNEL_OFFICER} and self.agency_id == agency_id
        return REGION_ADMIN in self.roles or bool(own)


class KeySet:
    """The key set (JWKS, RFC 7517) of a file or an address. A file is read again when it changed; an address is asked
    every five minutes, and at once for an unknown key, though at most every half minute."""

    def __init__(self, source: str, clock: Clock) -> None:
        self._source, self._clock = source, clock
        self._keys: dict[str, jwt.PyJWK] = {}
        self._read_at = clock() - CACHE - REFETCH
        self._version: float | None = None

    async def key(self, kid: str) -> jwt.PyJWK | None:
        """The key of that id, or None when the set has none."""
        age = self._clock() - self._read_at
        if age >= CACHE or (kid not in self._keys and age >= REFETCH) or self._file_changed():
            await self._read()
        return self._keys.get(kid)

    def _file_changed(self) -> bool:
        if self._remote:
            return False
        try:
            return Path(self._source).stat().st_mtime != self._version
        except OSError:  # Reading it says what is wrong.
            return True

    @property
    def _remote(self) -> bool:
        return self._source.startswith(("http://", "https://"))

    async def _read(self) -> None:
        try:
            if self._remote:
                async with httpx2.AsyncClient(timeout=5) as client:
                    body = (await client.get(self._source)).raise_for_status().json()
            else:
                self._version, body = _read_file(Path(self._source))
            self._keys = {key.key_id: key for key in jwt.PyJWKSet.from_dict(body).keys if key.key_id}
        except (OSError, ValueError, httpx2.HTTPError, jwt.PyJWKSetError) as error:
            if not self._keys:
                raise Problem(503, "unavailable", "The key set of the identity provider cannot be read now.") from error
            log.warning("auth.key_set_unreadable", error=str(error))
        self._read_at = self._clock()


def _read_file(path: Path) -> tuple[float, Any]:
    # A few kilobytes on a local disk, every five minutes: no reason for a thread.
    return path.stat().st_mtime, json.loads(path.read_text())


class TokenVerifier:
    """Tells whose token it is, or refuses it."""

    def __init__(self, keys: KeySet, issuer: str, audience: str, clock: Clock) -> None:
        self._keys, self._issuer, self._audience, self._clock = keys, issuer, audience, clock

    async def verify(self, token: str) -> Identity:
        """The identity of a valid token.

        Raises:
            Problem: 401 `unauthenticated`, with a sentence that says what is wrong, never what would be right.
        """
        try:
            kid = jwt.get_unverified_header(token).get("kid")
            key = await self._keys.key(kid) if isinstance(kid, str) else None
            if key is None or key.algorithm_name not in ALGORITHMS:
                raise refused("The token is signed by a key that is not known here.")
            claims = jwt.decode(
                token,
                key,
                algorithms=[key.algorithm_name],
                issuer=self._issuer,
                audience=self._audience,
                options={
                    "require": ["exp", "iat", "sub"],
                    "verify_exp": False,
                    "verify_iat": False,
                    "verify_nbf": False,
                },
            )
            self._check_times(claims)
            return _identity(claims)
        except jwt.PyJWTError as error:
            raise refused(f"The token is not valid: {error}.") from None
        except (TypeError, ValueError, AttributeError, OverflowError):
            raise refused("The token's claims are not what they should be.") from None

    def _check_times(self, claims: Mapping[str, Any]) -> None:
        # Against the process' own clock object, so that tests own the time.
        now = self._clock().timestamp()
        if int(claims["exp"]) <= now - LEEWAY_SECONDS:
            raise refused("The token has expired.")
        if max(int(claims["iat"]), int(claims.get("nbf", 0))) > now + LEEWAY_SECONDS:
            raise refused("The token is not valid yet.")


def _identity(claims: Mapping[str, Any]) -> Identity:
    roles = claims.get("roles", [])
    if not isinstance(roles, list):
        raise TypeError("roles is a list")
    agency, person = claims.get("agency"), claims.get("civil_servant")
    return Identity(
        str(claims["sub"]),
        frozenset(str(role) for role in roles) & ROLES,
        UUID(agency) if agency else None,
        UUID(person) if person else None,
        int(claims["exp"]),
    )


def refused(detail: str) -> Problem:
    """401 as RFC 6750 3 wants it."""
    return Problem(401, "unauthenticated", detail, headers={"WWW-Authenticate": 'Bearer error="invalid_token"'})


def token_of(request: Request) -> str | None:
    """The bearer token; for reading also the cookie, which pages and EventSource send."""
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() == "bearer" and token:
        return token.strip()
    return request.cookies.get(COOKIE) if request.method in ("GET", "HEAD") else None


_DECLARED = HTTPBearer(auto_error=False, bearerFormat="JWT", scheme_name="bearer")


async def identity(request: Request, _: Annotated[object, Security(_DECLARED)] = None) -> Identity:
    """FastAPI dependency: who asks. Raises Problem 401. The second parameter only declares it in the document."""
    token = token_of(request)
    if token is None:
        raise Problem(401, "unauthenticated", "Sign in: send a bearer token.", headers={"WWW-Authenticate": "Bearer"})
    verifier: TokenVerifier = request.app.state.verifier
    return await verifier.verify(token)


Asking = Annotated[Identity, Depends(identity)]
"""Parameter type of routes that need a signed-in caller."""


def require(*roles: str) -> Callable[[Identity], Identity]:
    """FastAPI dependency: one of the roles, or Problem 403."""

    def check(asking: Asking) -> Identity:
        if not asking.roles & set(roles):
            raise Problem(403, "forbidden", f"This needs one of the roles {', '.join(sorted(roles))}.")
        return asking

    return check
