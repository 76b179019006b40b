"""Instruments: those that the region's file ships, and those kept as rows of a table."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

import msgspec
from chassis.region import Region
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from survey_svc.domain.elements import Element
from survey_svc.domain.instrument import DEFAULT_KEY, DEFAULT_VERSION, Instrument, Kept, Question

FILE: Final = "skm.toml"

# A survey that is being made with an instrument, and a change of it, wait for each other here.
_LOCK: Final = text("SELECT pg_advisory_xact_lock(hashtextextended(:name, 1))")
_ONE: Final = text("SELECT content::text AS content FROM instrument WHERE key = :key AND version = :version")
_USED: Final = text("""
    SELECT EXISTS (SELECT FROM survey WHERE instrument = :key AND instrument_version = :version)
""")
_KEEP: Final = text("""
    INSERT INTO instrument (key, version, content) VALUES (:key, :version, CAST(:content AS jsonb))
    ON CONFLICT (key, version) DO UPDATE SET content = excluded.content
""")


def shipped(region_dir: Path) -> tuple[Instrument, ...]:
    """The instrument of the regulation in the region's words.

    Raises:
        RegionRefused: the file is wrong, with all its faults.
    """
    region = Region(region_dir / FILE)
    source = region.text("source")
    asked = [(each, region.text(f"{each}.id"), region.text(f"{each}.en")) for each in Element]
    region.done()
    return (Instrument(DEFAULT_KEY, DEFAULT_VERSION, source, tuple(Question(*each) for each in asked)),)


def of(among: Sequence[Instrument], key: str, version: int) -> Instrument | None:
    return next((each for each in among if (each.key, each.version) == (key, version)), None)


async def read(connection: AsyncConnection, key: str, version: int) -> Instrument | None:
    content = (await connection.execute(_ONE, {"key": key, "version": version})).scalar_one_or_none()
    return None if content is None else msgspec.json.decode(content, type=Instrument)


async def claim(connection: AsyncConnection, key: str, version: int) -> Kept | None:
    """The instrument, and whether a survey names it; nobody else changes or takes it until the transaction's end."""
    await connection.execute(_LOCK, {"name": f"{key}/{version}"})
    found = await read(connection, key, version)
    if found is None:
        return None
    used = await connection.execute(_USED, {"key": key, "version": version})
    return Kept(found, in_use=used.scalar_one())


async def keep(connection: AsyncConnection, instrument: Instrument) -> None:
    content = msgspec.json.encode(instrument).decode()
    await connection.execute(_KEEP, {"key": instrument.key, "version": instrument.version, "content": content})
