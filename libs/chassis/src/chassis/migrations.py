"""Migrations: each service's own alembic folder, run by the role `migrate`, one at a time a database.

`upgrade` is what the role calls; `run` is what each service's `env.py` calls. Tables are written as SQL in the
migrations, frozen, and never derived from the code of today.
"""

import asyncio
from pathlib import Path

from alembic import command, context
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, pool, text
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

LOCK_KEY = 4_201_002


def _config(directory: Path, url: str = "", schema: str = "public") -> Config:
    config = Config()
    config.set_main_option("script_location", str(directory))
    config.attributes["url"], config.attributes["schema"] = url, schema
    return config


def folder(wiring: Path) -> Path:
    """Where a service's migrations are: inside its package once it is installed, beside `src` in the repository."""
    installed = wiring.parent / "migrations"
    return installed if installed.exists() else wiring.parents[2] / "migrations"


def upgrade(url: str, directory: Path, schema: str = "public") -> None:
    """Brings the tables of a schema, by default the database's own, to the newest revision; waits while another process
    does the same.

    Raises:
        sqlalchemy.exc.SQLAlchemyError: nothing of the failed revision stays.
    """
    command.upgrade(_config(directory, url, schema), "head")


def run() -> None:
    """Runs what alembic asked for, in one transaction under an advisory lock."""
    attributes = context.config.attributes
    asyncio.run(_run(str(attributes["url"]), str(attributes["schema"])))


async def _run(url: str, schema: str) -> None:
    engine = create_async_engine(
        url, poolclass=pool.NullPool, connect_args={"server_settings": {"search_path": schema}}
    )
    try:
        async with engine.connect() as connection:
            await connection.run_sync(_migrate)
            await connection.commit()
    finally:
        await engine.dispose()


def _migrate(connection: Connection) -> None:
    context.configure(connection=connection, transactional_ddl=True)
    with context.begin_transaction():
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": LOCK_KEY})
        context.run_migrations()


async def pending(engine: AsyncEngine, directory: Path) -> str | None:
    """A sentence when the database is not at the newest revision of the code, None when it is."""
    newest = ScriptDirectory.from_config(_config(directory)).get_current_head()
    async with engine.connect() as connection:
        found = await connection.run_sync(lambda sync: MigrationContext.configure(sync).get_current_revision())
    return None if found == newest else f"the database is at revision {found}, the code needs {newest}: run `migrate`"
