"""PostgreSQL as every service uses it: one pool, limits on what a statement may take, and which errors pass."""

from typing import Any

import asyncpg
from sqlalchemy import make_url
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

TRANSIENT_STATES = ("08", "40", "53", "57", "55P03", "58")
"""SQLSTATE classes that pass: connection, rollback (deadlock …), resources, operator intervention, lock, system."""


def engine(url: str, pool_size: int = 8, application_name: str = "capaian", **server_settings: str) -> AsyncEngine:
    """A pool. A statement may take 10 s, an idle transaction 30 s; a dead connection is noticed before it is used."""
    return create_async_engine(
        url,
        pool_size=pool_size,
        max_overflow=0,
        pool_timeout=5,
        pool_pre_ping=True,
        connect_args={
            "timeout": 5,
            "server_settings": {
                "application_name": application_name,
                "statement_timeout": "10s",
                "idle_in_transaction_session_timeout": "30s",
                "timezone": "UTC",
                **server_settings,
            },
        },
    )


def plain_url(url: str) -> str:
    """The same address for asyncpg itself, without SQLAlchemy's driver name."""
    return make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)


async def raw(connection: AsyncConnection) -> "asyncpg.Connection[Any]":
    """asyncpg's own connection under SQLAlchemy's, inside the same transaction: for COPY and arrays."""
    proxied = await connection.get_raw_connection()
    driver: asyncpg.Connection[Any] = proxied.driver_connection  # pyright: ignore[reportAssignmentType]
    if not driver.is_in_transaction():
        # SQLAlchemy sends BEGIN only before its own first statement: without one, what is done here would be durable
        # statement by statement.
        await connection.exec_driver_sql("SELECT 1")
    return driver


def is_transient(error: BaseException) -> bool:
    """True for what passes by itself: a lost connection, a deadlock, a server that restarts, a full pool."""
    if isinstance(error, DBAPIError) and error.orig is not None:
        if error.connection_invalidated or isinstance(error, InterfaceError | OperationalError):
            return True
        return is_transient(error.orig) or (error.orig.__cause__ is not None and is_transient(error.orig.__cause__))
    if isinstance(error, asyncpg.PostgresError):
        return str(getattr(error, "sqlstate", "")).startswith(TRANSIENT_STATES)
    return isinstance(error, OSError | TimeoutError | asyncpg.InterfaceError) or type(error).__name__ == "TimeoutError"
