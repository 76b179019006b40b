"""`python -m scoring_svc ROLE`: one process, whole or in the role that it is deployed in."""

import asyncio
from argparse import Namespace
from collections.abc import Sequence
from contextlib import suppress

import msgspec
from chassis import logging, migrations, process
from chassis.assembly import POLL_ALONE
from chassis.settings import read

from scoring_svc.adapters.policy_pack import PolicyRefused
from scoring_svc.adapters.rebuild import Asked
from scoring_svc.domain.generation import RebuildRefused
from scoring_svc.entrypoints import rebuild as command
from scoring_svc.settings import Settings
from scoring_svc.wiring import MIGRATIONS, NAME, Service


def service() -> Service:
    """The service, or an end of the process that names every fault of the policy."""
    try:
        return Service(read(Settings))
    except PolicyRefused as error:
        raise SystemExit(f"policy: {error}") from None


async def run(running: Service, *parts: process.Part) -> None:
    """Runs it, or ends the process when a policy in force was changed."""
    try:
        await running.run(*parts)
    except PolicyRefused as error:
        raise SystemExit(f"policy: {error}") from None


async def everything() -> None:
    whole = service()
    await run(whole, *whole.everything())


async def api() -> None:
    interface = service()
    await run(interface, *interface.interface())


async def relay() -> None:
    relaying = service()
    await run(relaying, relaying.http(relaying.operations()), relaying.relay(POLL_ALONE))


async def project() -> None:
    projecting = service()
    await run(projecting, projecting.http(projecting.operations()), *projecting.projectors())


def migrate() -> None:
    migrations.upgrade(read(Settings).database_url, MIGRATIONS)


async def rebuild(words: Sequence[str]) -> int:
    """Makes a new generation, or goes back to the one before, or drops what is kept; answers with the exit code."""
    asked = command.arguments(words)
    whole = service()
    logging.configure(NAME, whole.settings.log_format, whole.settings.log_level)
    process.calm_collector()
    stop = asyncio.Event()
    parts = [] if asked.port is None else [process.http_part(whole.operations(), whole.settings.http_host, asked.port)]
    serving = [asyncio.ensure_future(part.serve(stop)) for part in parts]
    try:
        return await turn(whole, asked)
    except PolicyRefused as error:
        raise SystemExit(f"policy: {error}") from None
    finally:
        stop.set()
        await asyncio.gather(*serving)
        await whole.close()


async def turn(whole: Service, words: Namespace) -> int:
    """The work, and its words on the screen."""
    asked = Asked(words.by, words.reason, words.pause)
    content = None
    try:
        if words.back:
            print(f"Generation {await whole.go_back(asked)} serves again, and reads on from where it stopped.")
        elif words.drop_old:
            print(f"Dropped: {await whole.drop_old(asked) or 'none was kept'}")
        else:
            await whole.keep_policies()
            content = (await whole.rebuilding().run(asked)).content()
        return command.DONE
    except RebuildRefused as refused:
        content = refused.report
        print(f"refused ({refused.code}): {refused.detail}")
        return command.REFUSED
    finally:
        if content is not None:
            print(command.readable(content))
            if words.report is not None:
                with suppress(OSError):
                    words.report.write_bytes(msgspec.json.encode(content))


if __name__ == "__main__":
    process.main(
        NAME,
        {
            "all": everything,
            "api": api,
            "relay": relay,
            "project": project,
            "migrate": migrate,
        },
        {"rebuild": rebuild},
    )
