"""The compatibility gate: may this schema take the place of that one on a topic that is kept for ever?

Writers are closed (they write declared fields only), readers are open (they pass unknown ones). So a new schema is
compatible when what the old writers wrote is readable by the new readers (backward: the topic is replayed), and what
the new writers write is readable by readers not yet upgraded (forward: services are deployed one by one). Anything
else is a new version with an upcast.
"""

from typing import Any, cast

from jsonsubschema import isSubschema

Schema = dict[str, Any]
_WORDS = ("title", "description", "$schema", "$id", "$defs", "default")


def breaks(old: Schema, new: Schema) -> list[str]:
    """Sentences on what would break; empty when `new` may replace `old`."""
    found: list[str] = []
    if not _accepts(reader=new, writer=old):
        found.append("backward: events already on the topic would not be readable any more")
    if not _accepts(reader=old, writer=new):
        found.append("forward: readers of the present release could not read the new events")
    return found


def _accepts(*, reader: Schema, writer: Schema) -> bool:
    return bool(isSubschema(_plain(writer, writer, closed=True), _plain(reader, reader, closed=False)))


def _plain(node: Any, root: Schema, *, closed: bool) -> Any:
    """References inlined and words dropped; a format becomes a set of its own within the strings, because the subset
    check knows types and not formats; objects closed for a writer."""
    if isinstance(node, list):
        return [_plain(item, root, closed=closed) for item in cast(list[Any], node)]
    if not isinstance(node, dict):
        return node
    schema = cast(Schema, node)
    if "$ref" in schema:
        return _plain(root["$defs"][str(schema["$ref"]).rsplit("/", 1)[-1]], root, closed=closed)
    if "const" in schema:
        return {"enum": [schema["const"]]}
    if schema.get("type") == "string" and "format" in schema:
        return {"enum": [f"a string of the format {schema['format']}"]}
    plain: Schema = {}
    for key, value in schema.items():
        if key == "properties":
            plain[key] = {name: _plain(part, root, closed=closed) for name, part in value.items()}
        elif key not in _WORDS:
            plain[key] = _plain(value, root, closed=closed)
    if closed and plain.get("type") == "object":
        plain["additionalProperties"] = False
    return plain
