"""`python -m scoring_svc ROLE`: one process, whole or in the role that it is deployed in."""

from chassis import migrations, process
from chassis.assembly import POLL_ALONE
from chassis.settings import read

from scoring_svc.adapters.policy_pack import PolicyRefused
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
    )
