"""Work that lies in tables is done piece by piece; how far topics reach, so that somebody can wait for it."""

import asyncio
from collections.abc import Iterator

import pytest
from aiokafka.errors import KafkaConnectionError
from capaian_local.testing.topics import Topics
from chassis.consuming.cursor import Place
from chassis.consuming.extent import ends
from chassis.working import LONGEST_WAIT, Worker
from counting import event

PASSES = (ConnectionRefusedError("no database"), KafkaConnectionError("no broker"), TimeoutError("slow"))


class Pieces:
    """A table of work: each entry is what the next step finds; after the last one the worker is told to stop."""

    def __init__(self, *found: bool | Exception) -> None:
        self._found: Iterator[bool | Exception] = iter(found)
        self.stop, self.steps, self.rung = asyncio.Event(), 0, 0
        self.rested: list[float] = []
        self.worker = Worker("pieces", self.step, self.ring, rest=1.0, pause=self.pause)

    async def step(self) -> bool:
        self.steps += 1
        found = next(self._found, None)
        if found is None:
            self.stop.set()
            return False
        if isinstance(found, Exception):
            raise found
        return found

    def ring(self) -> None:
        self.rung += 1

    async def pause(self, stop: asyncio.Event, seconds: float) -> None:
        """Instead of waiting: how long it would have been."""
        self.rested.append(seconds)


async def served(*found: bool | Exception) -> Pieces:
    made = Pieces(*found)
    async with asyncio.timeout(5):
        await made.worker.serve(made.stop)
    return made


async def test_it_works_on_while_there_is_work_and_rests_when_there_is_none():
    done = await served(True, True, False, True)
    assert (done.steps, done.rung, done.rested) == (5, 3, [1.0, 1.0])


@pytest.mark.parametrize("error", PASSES, ids=lambda error: type(error).__name__)
async def test_what_passes_by_itself_is_waited_out_longer_and_longer(error: Exception):
    done = await served(error, error, error, error)
    assert done.rested == [2.0, 4.0, LONGEST_WAIT, LONGEST_WAIT, 1.0], "and the wait begins anew after a good step"
    assert done.rung == 0


async def test_after_a_good_step_the_wait_begins_anew():
    error = PASSES[0]
    assert (await served(error, error, True, error)).rested == [2.0, 4.0, 2.0, 1.0]


async def test_a_long_rest_is_as_long_as_it_is_told_but_what_passes_is_tried_again_soon():
    made = Pieces(False, PASSES[0])
    made.worker = Worker("pieces", made.step, made.ring, rest=60.0, pause=made.pause)
    await made.worker.serve(made.stop)
    assert made.rested == [60.0, LONGEST_WAIT, 60.0]


async def test_any_other_error_ends_it_with_its_reason():
    with pytest.raises(LookupError, match="a rule is gone"):
        await served(True, LookupError("a rule is gone"), True)


async def test_health_says_what_it_waits_for():
    seen: list[tuple[bool, str]] = []
    found: Iterator[bool | Exception] = iter([ConnectionRefusedError("no database"), False])
    stop = asyncio.Event()

    async def step() -> bool:
        check = await worker.check()
        seen.append((check.ok, check.detail))
        answer = next(found, None)
        if answer is None:
            stop.set()
            return False
        if isinstance(answer, Exception):
            raise answer
        return answer

    worker = Worker("pieces", step, lambda: None, rest=0.0)
    async with asyncio.timeout(5):
        await worker.serve(stop)
    assert seen == [
        (True, "working"), (False, "waits after ConnectionRefusedError: no database"), (True, "working"),
    ]  # fmt: skip


async def test_a_piece_that_is_under_way_is_finished_first():
    began, may_end, stop = asyncio.Event(), asyncio.Event(), asyncio.Event()
    finished: list[bool] = []

    async def step() -> bool:
        began.set()
        await may_end.wait()
        finished.append(True)
        return True

    serving = asyncio.create_task(Worker("pieces", step, lambda: None).serve(stop))
    await began.wait()
    stop.set()
    may_end.set()
    async with asyncio.timeout(5):
        await serving
    assert finished == [True]


async def test_a_rest_ends_when_it_is_told_to_stop():
    rested, stop = asyncio.Event(), asyncio.Event()

    async def step() -> bool:
        rested.set()
        return False

    serving = asyncio.create_task(Worker("pieces", step, lambda: None, rest=3600.0).serve(stop))
    await rested.wait()
    stop.set()
    async with asyncio.timeout(LONGEST_WAIT - 1):
        await serving


async def test_one_that_is_told_before_it_begins_does_nothing():
    made = Pieces(True)
    made.stop.set()
    await made.worker.serve(made.stop)
    assert (made.steps, made.rung) == (0, 0)


@pytest.mark.servers
async def test_how_far_topics_reach_is_after_the_last_record_of_each_place_that_has_one(topics: Topics):
    assert await ends(topics.bootstrap, ["target-events", "evaluation-events"]) == {}
    events = [event(person, number) for person in range(3) for number in (1, 2)]
    await topics.put(events)
    expected: dict[Place, int] = {}
    for each in events:
        place = Place(each.topic, each.partition)
        expected[place] = expected.get(place, 0) + 1
    assert await ends(topics.bootstrap, ["target-events", "evaluation-events"]) == expected
    assert await ends(topics.bootstrap, ["evaluation-events"]) == {}
    await topics.put(events[:1])
    place = Place(events[0].topic, events[0].partition)
    assert (await ends(topics.bootstrap, ["target-events"]))[place] == expected[place] + 1


@pytest.mark.servers
async def test_a_broker_that_does_not_answer_is_an_error_that_passes():
    with pytest.raises(KafkaConnectionError):
        await ends("127.0.0.1:1", ["target-events"])
