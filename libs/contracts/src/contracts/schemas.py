"""The JSON schema of every event as it stands on a topic: the envelope with that event's data in it.

Generated from the types, never written by hand; `schemas/` keeps them as published. `type` and `version` are
constants, so that each schema describes one event and no other.
"""

import inspect
import json
from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from contracts.envelope import Envelope
from contracts.registry import EVENTS

DIALECT = "https://json-schema.org/draft/2020-12/schema"
REF_TEMPLATE = "#/$defs/{name}"


Schema = dict[str, Any]
Version = tuple[str, int]


def records(versions: Sequence[Version], ref_template: str) -> tuple[dict[Version, Schema], dict[str, Schema]]:
    """((type, version) → the schema of such a record's value, name → a definition that they refer to)."""
    kinds = [EVENTS[version] for version in versions]
    (envelope, *datas), defs = msgspec.json.schema_components((Envelope, *kinds), ref_template=ref_template)
    for part in defs.values():
        if "description" in part:
            # Docstrings keep their indentation up to Python 3.12 and lose it from 3.13 on.
            part["description"] = inspect.cleandoc(part["description"])
    record = {name: part for name, part in defs.pop(_named(envelope)).items() if name != "description"}
    found = {
        (type_, version): {
            **record,
            "properties": {
                **record["properties"],
                "type": {"const": type_},
                "version": {"const": version},
                "data": {"$ref": data["$ref"]},
            },
            "title": f"{type_} version {version}",
            "description": " ".join((kind.__doc__ or "").split()),
        }
        for (type_, version), kind, data in zip(versions, kinds, datas, strict=True)
    }
    return found, defs


def schema_of(type_: str, version: int) -> Schema:
    """The schema of one record's value. Unknown fields pass: readers are open."""
    found, defs = records([(type_, version)], REF_TEMPLATE)
    return {"$schema": DIALECT, "$id": f"urn:capaian:event:{type_}:{version}", **found[type_, version], "$defs": defs}


def published() -> Mapping[str, str]:
    """File name → text, for all events, as they are committed."""
    return {
        f"{type_}.v{version}.schema.json": json.dumps(schema_of(type_, version), indent=2, ensure_ascii=False) + "\n"
        for type_, version in EVENTS
    }


def _named(reference: Mapping[str, Any]) -> str:
    return str(reference["$ref"]).rsplit("/", 1)[-1]
