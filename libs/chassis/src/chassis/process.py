"""A service's process: its parts in one event loop, started together, stopped in order.

A part is a coroutine that runs until the event it is handed is set. A part that fails ends the process with its reason;
whoever supervises it starts it again. Parts are stopped in the order given: first what takes in, last what sends out.
"""

import asyncio
import gc
import os
import signal
import sys
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any, Final, NamedTuple

import structlog
import uvloop
from granian.constants import Interfaces
from granian.server.embed import Server

STOP_SECONDS: Final = 8.0
WAITING_TO_CONNECT: Final = 1_024
"""As many connections may wait to be taken by the server."""
MOST_CONNECTIONS: Final = 4_096
"""As many are open at a time; the others wait. An open page is one for as long as it streams, and so is an idle
client: the server's own 128 would be an afternoon's readers, behind whom even a health check waits."""

log = structlog.stdlib.get_logger()


class Part(NamedTuple):
    """One part: its name in logs, and `serve(stop)`."""

    name: str
    serve: Callable[[asyncio.Event], Awaitable[None]]


def http_part(app: Any, host: str, port: int, before_stop: Callable[[], None] = lambda: None) -> Part:
    """The HTTP server; `before_stop` ends what would keep connections open (event streams)."""

    async def serve(stop: asyncio.Event) -> None:
        server = Server(
            app,
            host,
            port,
            interface=Interfaces.ASGI,
            log_enabled=False,
            websockets=False,
            backlog=WAITING_TO_CONNECT,
            backpressure=MOST_CONNECTIONS,
        )
        serving = asyncio.ensure_future(server.serve())
        stopping = asyncio.ensure_future(stop.wait())
        await asyncio.wait({serving, stopping}, return_when=asyncio.FIRST_COMPLETED)
        before_stop()
        if not serving.done():
            server.stop()
        stopping.cancel()
        await serving

    return Part("http", serve)


YOUNG, MIDDLE, OLD = 100_000, 50, 1_000


def calm_collector() -> None:
    """Lets the cycle collector look seldom, and never at what the start has made.

    What lives long here are values without cycles, which counting references frees; to walk over all of them again and
    again took 40 % of a projector's time with 4,000 cards in memory, and more with more.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNG, MIDDLE, OLD)


async def run(parts: Sequence[Part], close: Callable[[], Awaitable[None]]) -> None:
    """Runs the parts until SIGTERM or SIGINT, or until one fails; then stops them in order and closes.

    Raises:
        Exception: the first part's failure.
    """
    calm_collector()
    asked = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, asked.set)
    stops = [asyncio.Event() for _ in parts]
    tasks = [asyncio.create_task(part.serve(stop), name=part.name) for part, stop in zip(parts, stops, strict=True)]  # pyright: ignore[reportArgumentType]
    log.info("process.started", parts=", ".join(part.name for part in parts), pid=os.getpid())
    waiting = asyncio.create_task(asked.wait())
    await asyncio.wait({waiting, *tasks}, return_when=asyncio.FIRST_COMPLETED)
    waiting.cancel()
    ended = ", ".join(task.get_name() for task in tasks if task.done())
    log.info("process.stops", asked=asked.is_set(), ended=ended)
    failed = [task for task in tasks if task.done() and not task.cancelled() and task.exception() is not None]
    try:
        async with asyncio.timeout(STOP_SECONDS):
            for stop, task in zip(stops, tasks, strict=True):
                stop.set()
                await asyncio.wait({task})
    except TimeoutError:
        log.warning("process.stop_timed_out", parts=[task.get_name() for task in tasks if not task.done()])
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    await close()
    log.info("process.stopped")
    if failed:
        raise failed[0].exception() or RuntimeError("a part ended")


Role = Callable[[], Awaitable[None] | None]


Command = Callable[[Sequence[str]], Awaitable[int]]
"""Takes the words after its name, works to an end, and answers with the process's exit code."""


def main(service: str, roles: Mapping[str, Role], commands: Mapping[str, Command] | None = None) -> None:
    """Behind `python -m <service> ROLE` or `… COMMAND words`: ends with 0 after a stop that was asked for, with 1
    after a failure, and with a command's own code."""
    name, words = sys.argv[1:2], sys.argv[2:]
    command = (commands or {}).get(name[0]) if name else None
    role = roles.get(name[0]) if name and not words else None
    if role is None and command is None:
        raise SystemExit(f"usage: python -m {service} {{{'|'.join([*roles, *(commands or {})])}}}")
    code = 0
    try:
        if command is not None:
            code = uvloop.run(_coded(command(words)))
        work = role() if role is not None else None
        if work is not None:
            uvloop.run(_awaited(work))
    except KeyboardInterrupt:
        code = 130
    except Exception as error:
        log.error("process.failed", error=str(error), exc_info=error)
        code = 1
    sys.stdout.flush()
    sys.stderr.flush()
    # Threads of the HTTP server's runtime may outlive the loop and would keep a dead service among the living;
    # everything of ours is closed by now.
    os._exit(code)


async def _awaited(work: Awaitable[None]) -> None:
    await work


async def _coded(work: Awaitable[int]) -> int:
    return await work
