"""`python -m evaluation_svc ROLE`: one process, whole or in the role that it is deployed in."""

import json

from chassis import migrations, process
from chassis.assembly import POLL_ALONE, POLL_BESIDE_A_DOORBELL
from chassis.settings import read

from evaluation_svc.settings import Settings
from evaluation_svc.wiring import MIGRATIONS, NAME, Service


async def everything() -> None:
    """The interface, the relay and the consumer in one event loop."""
    service = Service(read(Settings))
    await service.run(service.http(service.app()), service.roster(), service.relay(POLL_BESIDE_A_DOORBELL))


async def api() -> None:
    service = Service(read(Settings))
    await service.run(service.http(service.app()))


async def relay() -> None:
    service = Service(read(Settings))
    await service.run(service.http(service.operations()), service.relay(POLL_ALONE))


async def project() -> None:
    service = Service(read(Settings))
    await service.run(service.http(service.operations()), service.roster())


def migrate() -> None:
    migrations.upgrade(read(Settings).database_url, MIGRATIONS)


def openapi() -> None:
    """Prints the document. It is made from the routes alone: nothing is connected to, so the addresses are none."""
    nowhere = Settings(database_url="postgresql+asyncpg://none/none", kafka_bootstrap="none:0", jwks="none")
    print(json.dumps(Service(nowhere).app().openapi(), indent=2, ensure_ascii=False))


if __name__ == "__main__":
    process.main(
        NAME,
        {
            "all": everything,
            "api": api,
            "relay": relay,
            "project": project,
            "migrate": migrate,
            "openapi": openapi,
        },
    )
