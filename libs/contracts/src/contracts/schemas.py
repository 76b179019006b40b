"""The JSON schema of every event as it stands on a topic: the envelope with that event's data in it.

Generated from the types, never written by hand; `schemas/` keeps them as published. `type` and `version` are
constants, so that each schema describes one event and no other.
"""

import json
from collections.abc import Mapping
from typing import Any

import msgspec

from contracts.envelope import Envelope
from contracts.registry import EVENTS

DIALECT = "https://json-schema.org/draft/2020-12/schema"
REF_TEMPLATE = "#/$defs/{name}"


def schema_of(type_: str, version: int) -> dict[str, Any]:
    """The schema of one record's value. Unknown fields pass: readers are open."""
    (envelope, data), defs = msgspec.json.schema_components(
        (Envelope, EVENTS[type_, version]), ref_template=REF_TEMPLATE
    )
    record = {name: part for name, part in defs.pop(_named(envelope)).items() if name != "description"}
    properties = record["properties"]
    properties["type"] = {"const": type_}
    properties["version"] = {"const": version}
    properties["data"] = {"$ref": data["$ref"]}
    return {
        "$schema": DIALECT,
        "$id": f"urn:capaian:event:{type_}:{version}",
        **record,
        "title": f"{type_} version {version}",
        "description": " ".join((EVENTS[type_, version].__doc__ or "").split()),
        "$defs": defs,
    }


def published() -> Mapping[str, str]:
    """File name → text, for all events, as they are committed."""
    return {
        f"{type_}.v{version}.schema.json": json.dumps(schema_of(type_, version), indent=2, ensure_ascii=False) + "\n"
        for type_, version in EVENTS
    }


def _named(reference: Mapping[str, Any]) -> str:
    return str(reference["$ref"]).rsplit("/", 1)[-1]
