"""A day that comes in is `chassis.inputs.Day`: pydantic's own dates would take 0 and a moment of some zone too."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any, get_args

import pytest
from chassis.inputs import RequestModel
from fastapi.routing import APIRoute
from interfaces import services
from pydantic import BeforeValidator, TypeAdapter
from starlette.routing import BaseRoute


def bodies(model: type[RequestModel] = RequestModel) -> Iterator[type[RequestModel]]:
    for each in model.__subclasses__():
        yield each
        yield from bodies(each)


def guesses(annotation: Any, metadata: tuple[Any, ...] = ()) -> bool:
    """Whether there is a date in it that pydantic would read its own way."""
    if annotation in (date, datetime):
        return not any(isinstance(each, BeforeValidator) for each in metadata)
    inner, *more = get_args(annotation) or (None,)
    if hasattr(annotation, "__metadata__"):
        return guesses(inner, (*metadata, *annotation.__metadata__))
    return inner is not None and any(guesses(each, metadata) for each in (inner, *more))


def routes() -> Iterator[BaseRoute]:
    for service, _ in services():
        yield from service.app().routes  # pyright: ignore[reportAttributeAccessIssue]  # Each has one.


@pytest.fixture(scope="module")
def found() -> list[APIRoute]:
    return [route for route in routes() if isinstance(route, APIRoute)]


def test_no_body_guesses_at_a_day(found: list[APIRoute]):
    assert found
    ours = [each for each in bodies() if each.__module__.split(".")[0].endswith("_svc")]
    assert len(ours) > 50
    loose = [
        f"{each.__name__}.{name}"
        for each in ours
        for name, field in each.model_fields.items()
        if guesses(field.annotation, tuple(field.metadata))
    ]
    assert loose == []


def test_no_parameter_guesses_at_a_day(found: list[APIRoute]):
    loose = [
        f"{route.path} {param.name}"
        for route in found
        for param in (*route.dependant.query_params, *route.dependant.path_params)
        if guesses(param.field_info.annotation, tuple(param.field_info.metadata))
    ]
    assert loose == []


def test_the_check_finds_what_pydantic_would_guess():
    class Loose(RequestModel):
        since: date | None = None
        days: list[date] = []  # noqa: RUF012  # A field, whose default pydantic copies.

    assert all(guesses(field.annotation, tuple(field.metadata)) for field in Loose.model_fields.values())
    assert TypeAdapter(date).validate_python(0) == date(1970, 1, 1)
