"""Live and ready are two questions: does the loop turn, and can this process do its work now?

Each part says in words what is not well. A check that takes longer than its limit counts as not well, because who asks
has no time either.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import NamedTuple

LIMIT_SECONDS = 2.0


class Check(NamedTuple):
    """One part's word. `facts` are small numbers for `capaian status`, such as lag."""

    ok: bool
    detail: str
    facts: Mapping[str, object] = {}


Probe = Callable[[], Awaitable[Check]]


class Health:
    """The checks of one process."""

    def __init__(self) -> None:
        self._probes: dict[str, Probe] = {}

    def register(self, name: str, probe: Probe) -> None:
        """Adds a part; `name` as it is shown (`database`, `kafka`, `relay`, `consumer:<group>`)."""
        self._probes[name] = probe

    async def ready(self) -> tuple[bool, dict[str, Check]]:
        """All parts, asked at the same time."""
        answers = await asyncio.gather(*(self._ask(probe) for probe in self._probes.values()))
        found = dict(zip(self._probes, answers, strict=True))
        return all(check.ok for check in answers), found

    @staticmethod
    async def _ask(probe: Probe) -> Check:
        try:
            async with asyncio.timeout(LIMIT_SECONDS):
                return await probe()
        except TimeoutError:
            return Check(ok=False, detail=f"no answer within {LIMIT_SECONDS:g} s")
        except Exception as error:  # Whatever a probe meets is an answer to the question, not a failure of health.
            return Check(ok=False, detail=f"{type(error).__name__}: {error}")
