"""Fresh databases for tests on one server."""

import itertools
import re
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

import asyncpg
from sqlalchemy import make_url

from capaian_local.servers.ports import free_port
from capaian_local.servers.postgres import start_postgres


class Databases:
    """Makes databases on the server at `url` (of its superuser)."""

    def __init__(self, url: str) -> None:
        self.url = url
        self._numbers = itertools.count(1)

    async def new(self, name: str = "test") -> str:
        """An empty database; answers with its SQLAlchemy address."""
        safe = re.sub(r"[^a-z0-9]+", "_", name.lower())[:40]
        database = f"{safe}_{next(self._numbers)}"
        connection = await asyncpg.connect(make_url(self.url).set(drivername="postgresql").render_as_string(False))
        try:
            await connection.execute(f'CREATE DATABASE "{database}"')
        finally:
            await connection.close()
        return make_url(self.url).set(database=database).render_as_string(hide_password=False)


@contextmanager
def embedded_databases(folder: Path) -> Generator[Databases, None, None]:
    """A PostgreSQL of its own, without flushing to the disk: its data is thrown away."""
    server = start_postgres(folder / "data", folder / "postgres.log", free_port(), durable=False)
    try:
        yield Databases(server.url())
    finally:
        server.child.stop(10)
