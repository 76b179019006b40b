"""Logs, watchdog, verdicts, consumer settings, idempotency under rivalry, and figures on pages."""

import asyncio
import hashlib
import json
import logging
import tomllib
from datetime import date
from decimal import Decimal
from typing import Any

import asyncpg
import pytest
import structlog
from aiokafka.coordinator.assignors.range import RangePartitionAssignor
from aiokafka.errors import KafkaConnectionError
from capaian_local.testing.topics import Topics
from chassis import clock, idempotency, pages
from chassis import logging as logs
from chassis.consuming import failure
from chassis.consuming.cursor import Place
from chassis.consuming.failure import Limits, Park, Retry, Stop, Tally
from chassis.consuming.watchdog import Watchdog
from chassis.idempotency import Attempt, Stored
from chassis.pages import rendering
from chassis.pages.session import own_path
from chassis.problem import Problem
from counting import GROUP, Running
from fastapi import Request
from sqlalchemy.ext.asyncio import AsyncEngine
from starlette.types import Message

NUMBER = "199608182022041001"


def test_no_log_line_shows_an_employee_number(capsys: pytest.CaptureFixture[str]):
    handlers, level = list(logging.getLogger().handlers), logging.getLogger().level
    try:
        logs.configure("test", "json", "INFO")
        log = structlog.stdlib.get_logger("masking")
        log.info(f"person {NUMBER}", field=NUMBER, number=int(NUMBER), nested={"a": [NUMBER]})
        logging.getLogger("library").warning("from a library: %s", NUMBER)
        try:
            raise ValueError(f"bad {NUMBER}")
        except ValueError as error:
            log.error("failed", exc_info=error)
        lines = capsys.readouterr().out.splitlines()
    finally:
        logging.getLogger().handlers[:] = handlers
        logging.getLogger().setLevel(level)
        structlog.reset_defaults()
    assert len(lines) == 3
    assert all(json.loads(line)["service"] == "test" for line in lines)
    assert [json.loads(line)["logger"] for line in lines] == ["masking", "library", "masking"]
    assert not [line for line in lines if NUMBER in line]
    assert all("199608********1001" in line for line in lines)


def test_the_watchdog_sees_that_nothing_moves():
    place, quiet = Place("t", 0), Place("t", 1)
    watchdog = Watchdog(60)
    ends = {place: 10, quiet: 5}
    assert watchdog.stalled({place: 3, quiet: 5}, ends, 0) is None
    assert watchdog.stalled({place: 3, quiet: 5}, ends, 59) is None
    assert watchdog.stalled({place: 4, quiet: 5}, ends, 70) is None
    assert watchdog.stalled({place: 4, quiet: 5}, ends, 129) is None
    found = watchdog.stalled({place: 4, quiet: 5}, ends, 130)
    assert found is not None and found.startswith("t[0]: 6 records")
    # A place that went to another member and came back begins anew.
    assert watchdog.stalled({quiet: 5}, ends, 131) is None
    assert watchdog.stalled({place: 4, quiet: 5}, ends, 132) is None


def test_a_partition_that_waits_for_its_turn_is_no_standstill_while_others_move():
    first, last = Place("t", 0), Place("t", 1)
    watchdog = Watchdog(60, 600)
    ends = {first: 1_000, last: 1_000}
    for now in range(0, 600, 50):
        assert watchdog.stalled({first: now, last: 3}, ends, now) is None
    found = watchdog.stalled({first: 600, last: 3}, ends, 600)
    assert found is not None and found.startswith("t[1]: 997 records")
    # Nothing moves any more: then the shorter limit holds again.
    watchdog = Watchdog(60, 600)
    assert watchdog.stalled({first: 1, last: 3}, ends, 0) is None
    assert watchdog.stalled({first: 2, last: 3}, ends, 50) is None
    assert watchdog.stalled({first: 2, last: 3}, ends, 109) is None
    assert watchdog.stalled({first: 2, last: 3}, ends, 110) is not None


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (ConnectionRefusedError(), Retry),
        (TimeoutError(), Retry),
        (asyncpg.DeadlockDetectedError("x"), Retry),
        (asyncpg.AdminShutdownError("x"), Retry),
        (KafkaConnectionError(), Retry),
        (asyncpg.CheckViolationError("x"), Park),
        (ValueError("x"), Park),
        (MemoryError(), Stop),
    ],
)
def test_what_a_failure_means(error: Exception, kind: type):
    assert isinstance(failure.verdict(error, 1), kind)


def test_pauses_grow_to_a_limit():
    pauses = [failure.verdict(TimeoutError(), attempt) for attempt in range(1, 30)]
    assert [pause.after for pause in pauses[:3] if isinstance(pause, Retry)] == [0.1, 0.2, 0.4]
    assert pauses[-1] == Retry(10.0)


def test_too_many_parked_records_are_an_accident():
    tally = Tally(Limits(parked_in_a_row=3, window=10, parked_share=0.2))
    assert [tally.parked(), tally.parked()] == [None, None]
    tally.good(1)
    assert [tally.parked(), tally.parked()] == [None, None]
    assert isinstance(tally.parked(), Stop)
    shared = Tally(Limits(parked_in_a_row=100, window=10, parked_share=0.2))
    shared.good(8)
    assert [shared.parked(), shared.parked()] == [None, None]
    shared.good(1)
    assert isinstance(shared.parked(), Stop)


@pytest.mark.servers
async def test_the_clients_effective_settings(engine: AsyncEngine, topics: Topics, eventually: Any):
    """What the defaults of client and framework would do to records is written down in `consuming.settings`."""
    running = Running(engine, topics.bootstrap)
    consumer = await eventually(lambda: running.runner.subscriber.consumer)
    assert consumer._enable_auto_commit is False
    assert consumer._auto_offset_reset == "earliest"
    assert consumer._group_id == GROUP
    assert tuple(consumer._partition_assignment_strategy) == (RangePartitionAssignor,)
    assert consumer._rebalance_timeout_ms == 60_000
    await running.end()


@pytest.mark.servers
async def test_of_two_requests_with_one_key_one_is_done(engine: AsyncEngine):
    attempt = Attempt("siti", "key", b"fingerprint")
    done = 0

    async def command() -> bytes:
        nonlocal done
        async with engine.begin() as connection:
            if (earlier := await idempotency.replay(connection, attempt)) is not None:
                return earlier.body
            done += 1
            answer = f"answer {done}".encode()
            await asyncio.sleep(0.05)
            await idempotency.remember(connection, attempt, Stored(201, answer, None, None), clock.now())
            return answer

    assert set(await asyncio.gather(*(command() for _ in range(8)))) == {b"answer 1"}
    assert done == 1
    async with engine.begin() as connection:
        with pytest.raises(Problem) as reused:
            await idempotency.replay(connection, attempt._replace(fingerprint=b"another"))
        assert reused.value.code == "idempotency_key_reused"
        assert await idempotency.replay(connection, attempt._replace(actor="budi")) is None


@pytest.mark.parametrize(
    ("value", "decimals", "indonesian", "english"),
    [
        ("98.6215", 2, "98,62", "98.62"),
        ("98.625", 2, "98,63", "98.63"),
        ("38.990000", None, "38,99", "38.99"),
        ("100", None, "100", "100"),
        ("1234567.5", None, "1.234.567,5", "1,234,567.5"),
        ("-0.5", 0, "-1", "-1"),
        (None, 2, "–", "–"),
    ],
)
def test_numbers_as_their_readers_write_them(value: str | None, decimals: int | None, indonesian: str, english: str):
    exact = None if value is None else Decimal(value)
    assert rendering.number("id", exact, decimals) == indonesian
    assert rendering.number("en", exact, decimals) == english


def test_days_and_moments():
    assert rendering.day("id", date(2026, 8, 17)) == "17 Agustus 2026"
    assert rendering.moment("id", "Asia/Jakarta", "2026-11-24T15:05:00Z") == "24 November 2026, 22.05 WIB"
    assert rendering.moment("en", "Asia/Jakarta", "2026-11-24T15:05:00Z") == "24 November 2026, 22:05 WIB"


@pytest.mark.parametrize(
    "wanted",
    [
        "//evil.example",
        "https://evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "evil",
        "javascript:alert(1)",
        "",
    ],
)
def test_after_signing_in_nobody_is_sent_elsewhere(wanted: str):
    assert own_path(wanted) == "/"


def test_after_signing_in_one_goes_where_one_wanted():
    assert own_path("/cards/1?period_id=2") == "/cards/1?period_id=2"


def test_files_of_other_projects_are_the_published_ones():
    folder = rendering.HERE / "assets"
    listed = tomllib.loads((folder / "VENDORED.toml").read_text())
    for name, origin in listed.items():
        assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == origin["sha256"], name
    minified = {path.name for path in folder.iterdir() if ".min." in path.name}
    assert minified == set(listed)


def test_both_languages_have_the_same_words():
    texts = rendering.read_texts(rendering.HERE / "texts")
    assert texts["id"].keys() == texts["en"].keys()
    assert pages.Assets().url("capaian.css").startswith("/assets/capaian.css?v=")


async def tried(body: bytes, query: bytes = b"", actor: str | None = "siti") -> Attempt:
    async def receive() -> Message:
        return {"type": "http.request", "body": body, "more_body": False}

    scope = {"type": "http", "method": "POST", "path": "/v1/evidence", "query_string": query, "root_path": ""}
    scope |= {"scheme": "http", "server": ("test", 80), "headers": [(b"idempotency-key", b"once")]}
    return await idempotency.attempt(Request(scope, receive), actor)


async def test_a_key_stands_for_one_address_with_its_query():
    one, same, other, none = [await tried(b"x", query) for query in (b"a=1", b"a=1", b"a=2", b"")]
    assert one == same
    assert len({one.fingerprint, other.fingerprint, none.fingerprint}) == 3
    assert {each.actor for each in (one, other, none)} == {"siti"}


async def test_a_key_without_a_sign_in_is_of_one_request_alone():
    one, same, other = [await tried(body, actor=None) for body in (b"x", b"x", b"y")]
    assert one == same
    assert one.actor != other.actor
    assert one.key == other.key == "once"
