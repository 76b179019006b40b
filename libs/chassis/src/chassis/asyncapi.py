"""The AsyncAPI 3.0 document of a service: what it reads, as its running declarations say, and what it may send.

Reading is taken from the brokers of the assembled parts, so that no subscription can be forgotten here. What it sends
is what the catalogue gives it to own: its relay sends nothing else. Messages carry the published schemas of contracts.
"""

from collections.abc import Iterable
from typing import Any, Final

from contracts import registry, schemas
from contracts.topics import CATALOGUE, Topic
from faststream.kafka import KafkaBroker

VERSION: Final = "3.0.0"
BINDING: Final = "0.5.0"
HEADERS: Final = (
    "ce_specversion", "ce_id", "ce_source", "ce_type", "ce_time", "ce_subject", "ce_dataversion", "ce_sequence",
    "ce_correlationid", "content-type",
)  # fmt: skip

Document = dict[str, Any]


def document(title: str, version: str, brokers: Iterable[KafkaBroker]) -> Document:
    """As plain values. Without servers: those belong to a deployment, not to an interface."""
    reads = [(topic, group) for broker in brokers for topic, group in _reads(broker)]
    sends = [topic for topic in CATALOGUE.values() if topic.owner == title]
    topics = {topic.name: topic for topic in [*sends, *(CATALOGUE[name] for name, _ in reads)]}
    types = [type_ for topic in topics.values() for type_ in topic.types]
    messages, payloads = _components(types)
    return {
        "asyncapi": VERSION,
        "info": {
            "title": title,
            "version": version,
            "description": "Values are whole envelopes as JSON; headers repeat the CloudEvents 1.0 attributes. "
            "Delivery is at least once: an equal or lower `sequence` of an `aggregate_id` says nothing new.",
        },
        "defaultContentType": "application/json",
        "channels": {name: _channel(topic) for name, topic in sorted(topics.items())},
        "operations": {
            **{f"send {topic.name}": _operation("send", topic) for topic in sends},
            **{_named(name, group): _operation("receive", CATALOGUE[name], group) for name, group in sorted(reads)},
        },
        "components": {"messages": messages, "schemas": payloads},
    }


def _reads(broker: KafkaBroker) -> list[tuple[str, str]]:
    """(topic, group) of every subscription; the group is empty for a follower."""
    # Typed as Any: FastStream tells subscribers by their base class, which knows neither topics nor group.
    subscribers: list[Any] = list(broker.subscribers)
    return [(topic, each.group_id or "") for each in subscribers for topic in each.topic_names]


def _named(topic: str, group: str) -> str:
    return f"receive {topic} as {group}" if group else f"follow {topic}"


def _channel(topic: Topic) -> Document:
    configs = topic.configs()
    return {
        "address": topic.name,
        "description": f"Owner: {topic.owner}. Key: {topic.key}.",
        "messages": {name: {"$ref": f"#/components/messages/{name}"} for name in _versions(topic.types)},
        "bindings": {
            "kafka": {
                "topic": topic.name,
                "partitions": topic.partitions,
                "topicConfiguration": {
                    "cleanup.policy": [configs["cleanup.policy"]],
                    "retention.ms": int(configs["retention.ms"]),
                    "max.message.bytes": int(configs["max.message.bytes"]),
                },
                "bindingVersion": BINDING,
            }
        },
    }


def _operation(action: str, topic: Topic, group: str = "") -> Document:
    channel = f"#/channels/{topic.name}"
    operation: Document = {
        "action": action,
        "channel": {"$ref": channel},
        "messages": [{"$ref": f"{channel}/messages/{name}"} for name in _versions(topic.types)],
    }
    if group:
        group_id = {"type": "string", "enum": [group]}
        operation["bindings"] = {"kafka": {"groupId": group_id, "bindingVersion": BINDING}}
    return operation


def _versions(types: Iterable[str]) -> dict[str, tuple[str, int]]:
    """Name of a message → its type and version."""
    wanted = set(types)
    return {f"{type_}.v{version}": (type_, version) for type_, version in registry.EVENTS if type_ in wanted}


def _components(types: Iterable[str]) -> tuple[Document, Document]:
    versions = _versions(types)
    records, shared = schemas.records(list(versions.values()), "#/components/schemas/{name}")
    headers = {"type": "object", "properties": {name: {"type": "string"} for name in HEADERS}, "required": [*HEADERS]}
    messages = {
        name: {
            "name": name,
            "title": records[version]["title"],
            "summary": records[version]["description"],
            "contentType": "application/json",
            "correlationId": {"location": "$message.payload#/correlation_id"},
            "headers": {"$ref": "#/components/schemas/CloudEventsHeaders"},
            "payload": {"$ref": f"#/components/schemas/{name}"},
            "bindings": {"kafka": {"key": {"type": "string", "format": "uuid"}, "bindingVersion": BINDING}},
        }
        for name, version in versions.items()
    }
    payloads = {name: records[version] for name, version in versions.items()}
    return messages, {"CloudEventsHeaders": headers, **payloads, **shared}
