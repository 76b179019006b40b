"""Golden samples: what was once written stays readable, byte for byte the same after a round trip."""

import json
from datetime import datetime
from pathlib import Path

import jsonschema
import msgspec
import pytest
from cloudevents.core.bindings.kafka import KafkaMessage, from_binary
from cloudevents.core.formats.json import JSONFormat
from contracts import registry
from contracts.envelope import headers
from contracts.topics import TOPIC_OF

LIBRARY = Path(__file__).parents[2] / "libs/contracts"
SAMPLES = sorted((LIBRARY / "examples").rglob("*.json"))


def sample_id(path: Path) -> str:
    return "/".join(path.parts[-3:])


@pytest.mark.parametrize("path", SAMPLES, ids=sample_id)
def test_a_sample_decodes_and_encodes_to_the_same_json(path: Path):
    value = path.read_bytes()
    envelope = registry.decode_envelope(value)
    data = registry.decode_data(envelope)
    again = registry.encode(msgspec.structs.replace(envelope, data=registry.encode_data(data)))
    assert json.loads(again) == json.loads(value)


@pytest.mark.parametrize("path", SAMPLES, ids=sample_id)
def test_a_sample_agrees_with_its_schema_and_its_place(path: Path):
    record = json.loads(path.read_text())
    type_, version = path.parts[-3], int(path.parts[-2].removeprefix("v"))
    assert (record["type"], record["version"]) == (type_, version)
    assert record["source"] == f"/{TOPIC_OF[type_].owner}"
    schema = json.loads((LIBRARY / f"schemas/{type_}.v{version}.schema.json").read_text())
    checker = jsonschema.Draft202012Validator(schema, format_checker=jsonschema.FormatChecker())
    assert [error.message for error in checker.iter_errors(record)] == []
    del record["data"]
    assert not checker.is_valid(record)


@pytest.mark.parametrize("path", SAMPLES, ids=sample_id)
def test_the_headers_are_cloudevents_to_a_foreign_reader(path: Path):
    value = path.read_bytes()
    envelope = registry.decode_envelope(value)
    event = from_binary(KafkaMessage(headers=dict(headers(envelope)), key=envelope.key, value=value), JSONFormat())
    assert event.get_id() == str(envelope.id)
    assert event.get_type() == envelope.type
    assert event.get_source() == envelope.source
    assert event.get_specversion() == "1.0"
    assert event.get_subject() == str(envelope.aggregate_id)
    assert event.get_time() == envelope.occurred_at
    assert isinstance(event.get_time(), datetime)
    assert event.get_datacontenttype() == "application/json"
    assert event.get_data() == json.loads(value)
    assert event.get_extension("sequence") == str(envelope.sequence)


@pytest.mark.parametrize("path", SAMPLES, ids=sample_id)
def test_an_open_reader_passes_a_field_that_it_does_not_know(path: Path):
    record = json.loads(path.read_text())
    record["new_attribute"] = record["data"]["new_field"] = {"a": 1}
    assert registry.decode_data(registry.decode_envelope(json.dumps(record).encode()))
