"""`python -m target_svc ROLE`: one process, whole or in the role that it is deployed in."""

from chassis import migrations, process
from chassis.assembly import POLL_ALONE
from chassis.settings import read

from target_svc.settings import Settings
from target_svc.wiring import MIGRATIONS, NAME, Service


async def everything() -> None:
    whole = Service(read(Settings))
    await whole.run(*whole.everything())


async def api() -> None:
    service = Service(read(Settings))
    await service.run(service.http(service.app()))


async def relay() -> None:
    service = Service(read(Settings))
    await service.run(service.http(service.operations()), service.relay(POLL_ALONE))


async def project() -> None:
    service = Service(read(Settings))
    await service.run(service.http(service.operations()), service.coaching(), service.sweeping())


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
