"""A database with the chassis' own tables."""

from collections.abc import AsyncIterator

import pytest
from chassis import postgres
from chassis.platform_tables import PLATFORM_V1
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine


@pytest.fixture
async def engine(database: str) -> AsyncIterator[AsyncEngine]:
    """An engine on a fresh database with the platform tables."""
    engine = postgres.engine(database)
    async with engine.begin() as connection:
        for statement in PLATFORM_V1:
            await connection.execute(text(statement))
    yield engine
    await engine.dispose()
