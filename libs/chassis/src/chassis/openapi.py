"""The OpenAPI document as the service really answers: problems instead of the framework's errors, and the headers by
which a command is made safe to repeat.
"""

from typing import Any, Final, Literal

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from chassis.problem import MEDIA_TYPE

Version = Literal["none", "optional", "required"]

PROBLEM: Final[dict[str, Any]] = {
    "type": "object",
    "description": "RFC 9457. `code` is stable, `detail` is a sentence for people; each error has its place: a JSON "
    "pointer into the body, or `header:`, `query:` or `path:` and a name.",
    "required": ["type", "title", "status", "code", "detail", "correlation_id"],
    "properties": {
        "type": {"type": "string", "format": "uri"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "code": {"type": "string"},
        "detail": {"type": "string"},
        "correlation_id": {"type": "string"},
        "extra": {
            "type": "object",
            "description": "Further facts: of a stale version, what it is now and what changed; of a body that is "
            "too large or of another type, what is taken (`max_bytes`, `accepted`).",
        },
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["pointer", "code", "detail"],
                "properties": {name: {"type": "string"} for name in ("pointer", "code", "detail")},
            },
        },
    },
}
REFUSED: Final = {
    "description": "A problem.",
    "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
}
IDEMPOTENCY_KEY: Final = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": False,
    "schema": {"type": "string", "minLength": 1, "maxLength": 128},
    "description": "The client's own name for this attempt: a repetition gets the first one's answer.",
}
ETAG: Final = {"ETag": {"schema": {"type": "string"}, "description": "The version, for If-Match."}}


def command(*, version: Version = "none", creates: bool = False) -> dict[str, Any]:
    """What a route's document says of a command. version: whether If-Match names the version seen."""
    parameters: list[dict[str, Any]] = [IDEMPOTENCY_KEY]
    if version != "none":
        parameters.append(
            {
                "name": "If-Match",
                "in": "header",
                "required": version == "required",
                "schema": {"type": "string"},
                "description": "The ETag that was read; another version in the meantime is refused with 412.",
            }
        )
    said: dict[str, Any] = {"openapi_extra": {"parameters": parameters}}
    if creates:
        said |= {"status_code": 201, "responses": {200: {"description": "It was there already.", "headers": ETAG}}}
    return said


def install(app: FastAPI) -> None:
    """Lets the application describe itself so."""

    def described() -> dict[str, Any]:
        if app.openapi_schema is None:
            app.openapi_schema = _described(app)
        return app.openapi_schema

    app.openapi = described


def _described(app: FastAPI) -> dict[str, Any]:
    document = get_openapi(title=app.title, version=app.version, routes=app.routes)
    schemas = document.setdefault("components", {}).setdefault("schemas", {})
    for frameworks_own in ("HTTPValidationError", "ValidationError"):
        schemas.pop(frameworks_own, None)
    schemas["Problem"] = PROBLEM
    for operations in document["paths"].values():
        for operation in operations.values():
            operation["responses"].pop("422", None)
            operation["responses"]["default"] = REFUSED
    return document
