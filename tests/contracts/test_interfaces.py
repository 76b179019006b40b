"""The published documents are those of the code, and the catalogue names just who reads what."""

import json

import pytest
from contracts.topics import CATALOGUE
from faststream.specification.asyncapi.v3_0_0.schema import ApplicationSchema
from interfaces import FOLDER, documents

DOCUMENTS = documents()
EVENTS = {name: json.loads(text) for name, text in DOCUMENTS.items() if name.startswith("asyncapi/")}


@pytest.mark.parametrize("name", DOCUMENTS)
def test_what_is_published_is_what_runs(name: str):
    assert (FOLDER / name).read_text() == DOCUMENTS[name], "run `make documents`"


def test_nothing_else_is_published():
    assert {path.relative_to(FOLDER).as_posix() for path in FOLDER.rglob("*.json")} == set(DOCUMENTS) - {"refusals.md"}


@pytest.mark.parametrize("name", EVENTS)
def test_it_is_an_asyncapi_document_whose_references_lead_somewhere(name: str):
    document = EVENTS[name]
    ApplicationSchema.model_validate(document)
    for reference in references(document):
        place = document
        for step in reference.removeprefix("#/").split("/"):
            place = place[step]


def references(value: object) -> list[str]:
    match value:
        case {"$ref": str(reference)}:
            return [reference]
        case dict():
            return [found for inner in value.values() for found in references(inner)]
        case list():
            return [found for inner in value for found in references(inner)]
        case _:
            return []


def test_the_catalogues_consumers_are_those_that_subscribe():
    found = {
        (operation["channel"]["$ref"].rsplit("/", 1)[-1], operation["bindings"]["kafka"]["groupId"]["enum"][0])
        for document in EVENTS.values()
        for operation in document["operations"].values()
        if operation["action"] == "receive" and "bindings" in operation
    }
    assert found == {(topic.name, group) for topic in CATALOGUE.values() for group in topic.consumers}


def test_each_topic_has_one_writer():
    senders = [
        (operation["channel"]["$ref"].rsplit("/", 1)[-1], document["info"]["title"])
        for document in EVENTS.values()
        for operation in document["operations"].values()
        if operation["action"] == "send"
    ]
    assert sorted(senders) == sorted((topic.name, topic.owner) for topic in CATALOGUE.values())
