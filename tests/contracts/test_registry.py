"""What is not readable gets a name and a sentence; older versions are lifted."""

import json
from pathlib import Path
from typing import Any

import pytest
from contracts import registry, upcasts
from contracts.envelope import Data

SAMPLE = Path(__file__).parents[2] / "libs/contracts/examples/target.realization_recorded/v1/typical.json"


def record(**changes: Any) -> bytes:
    return json.dumps(json.loads(SAMPLE.read_text()) | changes).encode()


def decode(value: bytes) -> Data:
    return registry.decode_data(registry.decode_envelope(value))


@pytest.mark.parametrize(
    "value",
    [b"", b"not json", b"[]", b"{}", b"\xff\xfe", record(sequence=0), record(occurred_at="2026-07-09T02:15:30")],
)
def test_what_is_no_envelope(value: bytes):
    with pytest.raises(registry.NotAnEnvelope):
        decode(value)


def test_an_unknown_type_is_named():
    with pytest.raises(registry.UnknownType, match=r"target\.invented"):
        decode(record(type="target.invented"))


def test_a_newer_version_names_what_this_release_reads():
    with pytest.raises(registry.NewerVersion, match="version 2; this release reads up to 1"):
        decode(record(version=2))


def test_a_missing_field_is_named():
    with pytest.raises(registry.InvalidData, match="indicator_id"):
        decode(record(data={"value": "1"}))


@pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity", "sNaN"])
def test_a_number_that_is_none_is_refused(number: str):
    data = json.loads(SAMPLE.read_text())["data"] | {"value": number}
    with pytest.raises(registry.InvalidData):
        decode(record(data=data))


class First(Data, frozen=True, kw_only=True):
    name: str


class Second(Data, frozen=True, kw_only=True):
    name: str
    length: int


def test_an_old_version_is_lifted_step_by_step_to_the_newest():
    def measured(old: Data) -> Data:
        assert isinstance(old, First)
        return Second(name=old.name, length=len(old.name))

    assert upcasts.lift("a.b", 1, First(name="abc"), {("a.b", 1): measured}) == Second(name="abc", length=3)
    assert upcasts.lift("a.b", 2, Second(name="abc", length=3), {("a.b", 1): measured}) == Second(name="abc", length=3)
