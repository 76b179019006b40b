"""The catalogue read as law: each event has one topic, one owner, a sample and a schema; each topic is kept whole."""

import json
from pathlib import Path

import pytest
from contracts import topics
from contracts.envelope import Data
from contracts.registry import EVENTS, NEWEST

LIBRARY = Path(__file__).parents[2] / "libs/contracts"
SERVICES = {"target-svc", "evaluation-svc", "survey-svc", "scoring-svc"}


def test_each_event_stands_on_exactly_one_topic():
    listed = [type_ for topic in topics.CATALOGUE.values() for type_ in topic.types]
    assert sorted(listed) == sorted(NEWEST)


def test_owners_and_consumers_are_services_of_ours():
    for topic in topics.CATALOGUE.values():
        assert {topic.owner, *(group.split(".")[0] for group in topic.consumers)} <= SERVICES


def test_topics_that_one_projector_joins_have_equal_partitions():
    groups = {group for topic in topics.CATALOGUE.values() for group in topic.consumers}
    for group in groups:
        assert len({t.partitions for t in topics.CATALOGUE.values() if group in t.consumers}) == 1, group


def test_nothing_is_compacted_or_expires():
    for topic in topics.CATALOGUE.values():
        assert topic.configs()["cleanup.policy"] == "delete"
        assert topic.configs()["retention.ms"] == "-1"


def test_an_oversized_record_fits_a_topic_so_that_it_can_be_seen_and_parked():
    for topic in topics.CATALOGUE.values():
        assert topic.max_message_bytes > 2 * topics.MAX_EVENT_BYTES


@pytest.mark.parametrize(("name", "cls"), EVENTS.items())
def test_versions_start_at_one_and_leave_no_gap(name: tuple[str, int], cls: type[Data]):
    type_, version = name
    assert version == 1 or (type_, version - 1) in EVENTS
    assert issubclass(cls, Data)


def test_a_class_has_one_name():
    assert len(set(EVENTS.values())) == len(EVENTS)


@pytest.mark.parametrize(("type_", "version"), EVENTS)
def test_each_event_has_a_sample_and_a_schema(type_: str, version: int):
    samples = list((LIBRARY / "examples" / type_ / f"v{version}").glob("*.json"))
    assert samples
    assert json.loads((LIBRARY / "schemas" / f"{type_}.v{version}.schema.json").read_text())
