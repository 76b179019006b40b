"""An exact effect on real servers: repetition, crashes, rivals, poison, and a database that goes away."""

import asyncio
import random
import sys
from collections.abc import AsyncIterator, Awaitable, Callable

import pytest
from aiokafka import AIOKafkaConsumer, TopicPartition
from capaian_local.testing.topics import Topics
from chassis import metrics as m
from chassis.consuming import ConsumerStopped, Limits
from chassis.consuming.leaving import LEAVE_SECONDS
from chassis.outbox.writer import partition_of
from contracts.topics import CATALOGUE
from counting import GROUP, TABLE, TOPIC, Running, counts, event, parked, total
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

Eventually = Callable[..., Awaitable[object]]
pytestmark = [pytest.mark.servers, pytest.mark.containers]


@pytest.fixture
async def witness(engine: AsyncEngine) -> AsyncIterator[AsyncEngine]:
    async with engine.begin() as connection:
        await connection.execute(text(TABLE))
    yield engine


async def test_each_record_counts_once_and_the_cursor_says_so(
    witness: AsyncEngine, topics: Topics, eventually: Eventually
):
    await topics.put([event(person, number) for number in range(1, 4) for person in range(20)])
    running = Running(witness, topics.bootstrap)
    await eventually(lambda: _counted(witness, 60))
    await running.end()
    assert set((await counts(witness)).values()) == {3}
    async with witness.connect() as connection:
        rows = await connection.execute(
            text("SELECT sum(next_offset) FROM consumer_cursor WHERE group_name = :g"), {"g": GROUP}
        )
        assert rows.scalar() == 60


async def test_records_that_change_nothing_move_the_cursor_all_the_same(
    witness: AsyncEngine, topics: Topics, eventually: Eventually
):
    running = Running(witness, topics.bootstrap)
    running.projection.indifferent = True
    await topics.put([event(1, 1), event(1, 2)])
    await eventually(lambda: _cursor_at(witness, 2))
    running.projection.indifferent = False
    await topics.put([event(1, 3)])
    await eventually(lambda: _counted(witness, 1))
    await running.end()


async def _cursor_at(engine: AsyncEngine, offsets: int) -> bool:
    async with engine.connect() as connection:
        rows = await connection.execute(text("SELECT sum(next_offset) FROM consumer_cursor"))
        return rows.scalar() == offsets


async def test_a_restart_goes_on_where_it_was(witness: AsyncEngine, topics: Topics, eventually: Eventually):
    await topics.put([event(1, number) for number in range(1, 11)])
    first = Running(witness, topics.bootstrap)
    await eventually(lambda: _counted(witness, 10))
    await first.end()
    await topics.put([event(1, number) for number in range(11, 16)])
    second = Running(witness, topics.bootstrap)
    await eventually(lambda: _counted(witness, 15))
    await second.end()
    assert await total(witness) == 15


async def test_a_restored_database_is_caught_up_though_kafka_says_that_all_was_read(
    witness: AsyncEngine, topics: Topics, eventually: Eventually
):
    await topics.put([event(person, 1) for person in range(30)])
    first = Running(witness, topics.bootstrap)
    await eventually(lambda: _counted(witness, 30))
    await first.end()
    await _tell_kafka_that_all_was_read(topics.bootstrap)
    async with witness.begin() as connection:
        await connection.execute(text("TRUNCATE seen, consumer_cursor"))
    second = Running(witness, topics.bootstrap)
    await eventually(lambda: _counted(witness, 30), within=60)
    await second.end()
    assert set((await counts(witness)).values()) == {1}


async def _tell_kafka_that_all_was_read(bootstrap: str) -> None:
    consumer = AIOKafkaConsumer(bootstrap_servers=bootstrap, group_id=GROUP, enable_auto_commit=False)
    await consumer.start()
    try:
        places = [TopicPartition(TOPIC, each) for each in range(CATALOGUE[TOPIC].partitions)]
        consumer.assign(places)
        await consumer.commit(await consumer.end_offsets(places))
    finally:
        await consumer.stop()


async def test_a_stale_rewind_counts_nothing_twice(witness: AsyncEngine, topics: Topics, eventually: Eventually):
    await topics.put([event(person, 1) for person in range(30)])
    running = Running(witness, topics.bootstrap)
    await eventually(lambda: _counted(witness, 30))
    consumer = running.runner.subscriber.consumer
    await consumer.seek_to_beginning()
    await topics.put([event(99, 1)])
    await eventually(lambda: _counted(witness, 31))
    await running.end()
    assert set((await counts(witness)).values()) == {1}


async def test_a_lost_fence_forgets_memory_and_reads_again(
    witness: AsyncEngine, topics: Topics, eventually: Eventually
):
    """Somebody else has moved the cursor meanwhile: what is folded must not be written."""
    await topics.put([event(1, 1)])
    running = Running(witness, topics.bootstrap)
    await eventually(lambda: _counted(witness, 1))
    running.projection.hold.clear()
    place = partition_of(event(1, 1).key, 8)
    async with witness.begin() as connection:
        await connection.execute(
            text("UPDATE consumer_cursor SET next_offset = next_offset + 1 WHERE partition = :p"), {"p": place}
        )
    await topics.put([event(1, 2), event(1, 3)])
    running.projection.hold.set()
    await eventually(lambda: _counted(witness, 2))
    await running.end()
    assert await total(witness) == 2, "the record that somebody else has counted must not count again here"
    assert running.projection.forgotten >= 1
    assert running.metrics.registry.get_sample_value(m.CONSUMER_FENCED.name, {"group": GROUP}) == 1


@pytest.mark.parametrize("seed", range(3))
async def test_rivals_crashes_and_rewinds_leave_an_exact_count(
    witness: AsyncEngine, topics: Topics, eventually: Eventually, seed: int
):
    chance = random.Random(seed)
    members = [Running(witness, topics.bootstrap) for _ in range(2)]
    sent = 0
    for _ in range(6):
        batch = [event(person, sent + 1) for person in chance.sample(range(50), 25)]
        await topics.put(batch)
        sent += len(batch)
        match chance.choice(["kill", "end", "join", "rewind"]):
            case "kill" if members:
                await members.pop().kill()
            case "end" if members:
                await members.pop(0).end()
            case "rewind" if members and (consumer := members[0].runner.subscriber.consumer):
                for place in consumer.assignment():
                    consumer.seek(TopicPartition(place.topic, place.partition), 0)
            case _:
                members.append(Running(witness, topics.bootstrap))
    members.append(Running(witness, topics.bootstrap))
    await eventually(lambda: _counted(witness, sent), within=60)
    for member in members:
        await member.end()
    assert await total(witness) == sent


async def test_poison_is_put_aside_and_its_neighbours_count(
    witness: AsyncEngine, topics: Topics, eventually: Eventually
):
    good = event(1, 1)
    poison: list[tuple[bytes | None, str]] = [
        (b"not json", "not_an_envelope"),
        (good.payload.replace(b"realization_recorded", b"never_heard_of"), "unknown_type"),
        (good.payload.replace(b'"version":1', b'"version":9'), "newer_version"),
        (good.payload.replace(b'"as_of"', b'"as_off"'), "invalid_data"),
        (b'"' + b"x" * 2_097_152 + b'"', "too_large"),
        (None, "empty"),
        (event(1, 2, "13").payload, "unlucky"),
        (event(1, 3, "14").payload, "unsavable"),
    ]
    for value, _ in poison:
        await topics.put_raw(TOPIC, 0, good.payload)
        await topics.put_raw(TOPIC, 0, value, b"a key")
    running = Running(witness, topics.bootstrap)
    await eventually(lambda: _counted(witness, len(poison)))
    await eventually(lambda: _parked(witness, len(poison)))
    await running.end()
    assert await parked(witness) == [(TOPIC, 2 * i + 1, reason) for i, (_, reason) in enumerate(poison)]
    for reason in {reason for _, reason in poison}:
        labels = {"group": GROUP, "topic": TOPIC, "reason": reason}
        assert running.metrics.registry.get_sample_value(m.CONSUMER_PARKED.name, labels) == 1, reason


async def test_a_parked_record_is_read_again_when_the_cursor_is_set_back(
    witness: AsyncEngine, topics: Topics, eventually: Eventually
):
    """As docs/operations/parked-records.md tells operators to do once the cause is mended."""
    await topics.put([event(1, 1, "13")])
    running = Running(witness, topics.bootstrap)
    await eventually(lambda: _parked(witness, 1))
    await running.end()
    set_back = text(
        'WITH taken_up AS (DELETE FROM parked_record WHERE group_name = :g RETURNING topic, partition, "offset") '
        "UPDATE consumer_cursor c SET next_offset = least(c.next_offset, first.begins) "
        'FROM (SELECT topic, partition, min("offset") AS begins FROM taken_up GROUP BY 1, 2) AS first '
        "WHERE c.group_name = :g AND (c.topic, c.partition) = (first.topic, first.partition)"
    )
    async with witness.begin() as connection:
        await connection.execute(set_back, {"g": GROUP})
    mended = Running(witness, topics.bootstrap)
    mended.projection.unlucky = 0
    await eventually(lambda: _counted(witness, 1))
    await mended.end()
    assert await parked(witness) == []


async def test_nothing_but_poison_stops_the_consumer_and_loses_nothing(witness: AsyncEngine, topics: Topics):
    for _ in range(12):
        await topics.put_raw(TOPIC, 0, b"not json")
    running = Running(witness, topics.bootstrap, Limits(parked_in_a_row=10))
    with pytest.raises(ConsumerStopped, match="10 records in a row"):
        await asyncio.wait_for(running.task, 30)
    assert await parked(witness) == [], "what was not durable is read again after somebody has looked"


async def test_what_gets_dirty_during_a_commit_goes_with_the_next_one(
    witness: AsyncEngine, topics: Topics, eventually: Eventually
):
    running = Running(witness, topics.bootstrap)
    running.projection.hold.clear()
    await topics.put([event(1, 1)])
    await eventually(lambda: running.runner._in_flight)
    await topics.put([event(2, 1), event(2, 2)])
    await eventually(lambda: sum(running.projection.pending.values()) == 2)
    running.projection.hold.set()
    await eventually(lambda: _counted(witness, 3))
    await running.end()


async def _counted(engine: AsyncEngine, expected: int) -> bool:
    return await total(engine) >= expected


async def _parked(engine: AsyncEngine, expected: int) -> bool:
    return len(await parked(engine)) >= expected


DEAD_MEMBER = """
import asyncio, sys
from aiokafka import AIOKafkaConsumer
from aiokafka.coordinator.assignors.range import RangePartitionAssignor

async def main(bootstrap, group, topic):
    consumer = AIOKafkaConsumer(topic, bootstrap_servers=bootstrap, group_id=group, session_timeout_ms=30_000,
                                partition_assignment_strategy=(RangePartitionAssignor,))
    await consumer.start()
    print("joined", flush=True)
    await asyncio.Event().wait()

asyncio.run(main(*sys.argv[1:]))
"""


async def test_a_stop_does_not_wait_for_a_group_that_waits_for_the_killed(witness: AsyncEngine, topics: Topics):
    """For half a minute the group answers nobody who wants in: it waits for the one that was killed."""
    member = await asyncio.create_subprocess_exec(
        sys.executable, "-c", DEAD_MEMBER, topics.bootstrap, GROUP, TOPIC, stdout=asyncio.subprocess.PIPE
    )
    assert member.stdout is not None
    assert await member.stdout.readline() == b"joined\n"
    member.kill()
    await member.wait()
    running = Running(witness, topics.bootstrap)
    done, _ = await asyncio.wait({running.task}, timeout=1.5)
    assert not done and not running.runner.subscriber.consumer.assignment(), "it waits for the group"
    async with asyncio.timeout(LEAVE_SECONDS + 1.5):
        await running.end()
