"""The schemas as published, and the gate that guards them: it lets through what is harmless and nothing else."""

import copy
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from compatibility import breaks
from contracts.schemas import published

SCHEMAS = Path(__file__).parents[2] / "libs/contracts/schemas"
Schema = dict[str, Any]


def schema(name: str = "target.realization_recorded.v1") -> Schema:
    return json.loads((SCHEMAS / f"{name}.schema.json").read_text())


def realization(record: Schema) -> Schema:
    return record["$defs"]["RealizationRecorded"]


def test_the_published_schemas_are_those_of_the_types():
    assert {path.name: path.read_text() for path in SCHEMAS.glob("*.json")} == dict(published())


@pytest.mark.parametrize("name", sorted(published()))
def test_a_schema_may_take_its_own_place(name: str):
    record = json.loads((SCHEMAS / name).read_text())
    assert breaks(record, copy.deepcopy(record)) == []


def optional_field(record: Schema) -> None:
    realization(record)["properties"]["verified_on"] = {"type": "string", "format": "date"}


def reworded(record: Schema) -> None:
    realization(record)["description"] = "Said better."


@pytest.mark.parametrize("change", [optional_field, reworded])
def test_harmless_changes_pass(change: Callable[[Schema], None]):
    changed = schema()
    change(changed)
    assert breaks(schema(), changed) == []


def required_field(record: Schema) -> None:
    realization(record)["properties"]["verified_by"] = {"type": "string"}
    realization(record)["required"].append("verified_by")


def removed_field(record: Schema) -> None:
    del realization(record)["properties"]["as_of"]
    realization(record)["required"].remove("as_of")


def renamed_field(record: Schema) -> None:
    removed_field(record)
    realization(record)["properties"]["day"] = {"type": "string", "format": "date"}
    realization(record)["required"].append("day")


def other_type(record: Schema) -> None:
    realization(record)["properties"]["entries"] = {"type": "string"}


def other_format(record: Schema) -> None:
    realization(record)["properties"]["as_of"] = {"type": "string", "format": "date-time"}


def no_longer_null(record: Schema) -> None:
    realization(record)["properties"]["value"] = {"type": "string", "format": "decimal"}


def other_event(record: Schema) -> None:
    record["properties"]["type"] = {"const": "target.realization_changed"}


@pytest.mark.parametrize(
    "change", [required_field, removed_field, renamed_field, other_type, other_format, no_longer_null, other_event]
)
def test_breaking_changes_are_refused(change: Callable[[Schema], None]):
    changed = schema()
    change(changed)
    assert breaks(schema(), changed)


def test_a_wider_vocabulary_is_refused_because_present_readers_do_not_know_the_word():
    changed = schema("target.plan_approved.v1")
    changed["$defs"]["Indicator"]["properties"]["direction"]["enum"].append("stabilize")
    assert any(why.startswith("forward") for why in breaks(schema("target.plan_approved.v1"), changed))
