"""Requests to the services, sent again until a service is there and knows what the request speaks of.

Invariant: a request is repeated only where a repetition does no harm (it names its ids, its version or an
Idempotency-Key), and an answer that says no is never taken for one that says «not yet».
"""

import asyncio
import re
from collections.abc import Callable, Mapping
from types import TracebackType
from typing import Any, Final, Self

import httpx2
import msgspec

from capaian_local.sample.batches import Batch, Service
from capaian_local.sample.interface import Endpoints, Sign, Who

ON_ITS_WAY: Final = frozenset(
    {"unknown_civil_servant", "unknown_period", "unknown_unit", "unknown_agency", "no_result"}
)
"""What the services beside target-svc answer until the event that they need has reached them."""
GONE_ON: Final = frozenset({"already_exists", "already_evaluated", "plan_exists", "period_moved_on"})
"""What an import answers about an entry that is there and that somebody has changed since."""
ITEM: Final = re.compile(r"#/items/(\d+)")
FIRST_PAUSE, LONGEST_PAUSE = 0.1, 2.0
REQUEST_SECONDS: Final = 30.0
TOKEN_SECONDS: Final = 60.0
"""How long a token is used again before a new one is signed, which costs more than a small request."""


class Refused(Exception):
    """A service said no. code, pointer: of its problem document, empty where the answer is none."""

    def __init__(self, request: str, status: int, problem: Mapping[str, Any]) -> None:
        errors: list[dict[str, Any]] = problem.get("errors") or [{}]
        self.status, self.code = status, str(problem.get("code", ""))
        self.pointer = str(errors[0].get("pointer", ""))
        where = f" at {self.pointer}" if self.pointer else ""
        super().__init__(f"{request} was refused with {status} {self.code}{where}: {problem.get('detail', '')}")


class Unreachable(Exception):
    """A service did not take a request for as long as anybody was willing to wait."""


class Sender:
    """An HTTP client for all services. patience: seconds that one request is repeated for."""

    def __init__(self, endpoints: Endpoints, sign: Sign, patience: float) -> None:
        self._bases: dict[Service, str] = {
            "target": endpoints.target, "evaluation": endpoints.evaluation, "survey": endpoints.survey,
            "scoring": endpoints.scoring,
        }  # fmt: skip
        self._sign, self._patience = sign, patience
        self._tokens: dict[Who, tuple[str, float]] = {}
        # No proxy of the environment: the services are on this machine or in this network.
        self._client = httpx2.AsyncClient(timeout=REQUEST_SECONDS, trust_env=False)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._client.aclose()

    async def bring_in(self, batch: Batch) -> int:
        """Sends an import without the entries that somebody has gone on with; answers with how many these were.

        Raises:
            Refused, Unreachable.
        """
        items, left = list(batch.items), 0
        while items:
            body = b'{"items":[' + b",".join(items) + b"]}"
            try:
                await self.send(batch.service, "POST", batch.path, batch.who, body)
                break
            except Refused as refused:
                place = ITEM.match(refused.pointer)
                if refused.code not in GONE_ON or place is None:
                    raise
                del items[int(place[1])]
                left += 1
        return left

    async def send(
        self,
        service: Service,
        method: str,
        path: str,
        who: Who | None,
        body: bytes | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> httpx2.Response:
        """Sends one request until it is answered; `who` None: without a sign-in.

        Raises:
            Refused: with what the service said. Unreachable: with the last reason not to have been answered.
        """
        request = f"{method} {self._bases[service]}{path}"
        ends = asyncio.get_running_loop().time() + self._patience
        pause = FIRST_PAUSE
        while True:
            try:
                answer = await self._client.request(
                    method, f"{self._bases[service]}{path}", content=body, headers=self._headers(who, body, headers)
                )
            except httpx2.TransportError as error:
                reason = f"{type(error).__name__} {error}".strip()
            else:
                if answer.is_success:
                    return answer
                refused = Refused(request, answer.status_code, _problem(answer))
                if not _passes(service, refused):
                    raise refused
                reason = str(refused)
            if asyncio.get_running_loop().time() + pause > ends:
                raise Unreachable(f"{request}: not answered within {self._patience:g} s; at last: {reason}")
            await asyncio.sleep(pause)
            pause = min(2 * pause, LONGEST_PAUSE)

    async def read_until(
        self, service: Service, path: str, who: Who, holds: Callable[[dict[str, Any]], bool]
    ) -> dict[str, Any]:
        """Reads a resource again and again until something is true of it.

        Raises:
            Refused. Unreachable: it did not become true.
        """
        ends = asyncio.get_running_loop().time() + self._patience
        pause = FIRST_PAUSE
        while True:
            answer = await self.send(service, "GET", path, who)
            found = msgspec.json.decode(answer.content, type=dict[str, Any])
            if holds(found):
                return found
            if asyncio.get_running_loop().time() + pause > ends:
                raise Unreachable(f"GET {path}: what it waits for did not come within {self._patience:g} s")
            await asyncio.sleep(pause)
            pause = min(2 * pause, LONGEST_PAUSE)

    def _headers(self, who: Who | None, body: bytes | None, more: Mapping[str, str] | None) -> dict[str, str]:
        headers = dict(more or {})
        if who is not None:
            headers["Authorization"] = f"Bearer {self._token(who)}"
        if body is not None:
            headers["Content-Type"] = "application/json"
        return headers

    def _token(self, who: Who) -> str:
        now = asyncio.get_running_loop().time()
        token, until = self._tokens.get(who, ("", 0.0))
        if until <= now:
            token, until = self._sign(who), now + TOKEN_SECONDS
            self._tokens[who] = token, until
        return token


def _passes(service: Service, refused: Refused) -> bool:
    """Whether the same request may be answered otherwise in a while."""
    if refused.status >= 500 or refused.status == 429:
        return True
    return service != "target" and refused.code in ON_ITS_WAY


def _problem(answer: httpx2.Response) -> dict[str, Any]:
    try:
        return msgspec.json.decode(answer.content, type=dict[str, Any])
    except msgspec.DecodeError:
        return {"detail": answer.text[:200]}
