"""Style, scripts and pictures, served by ourselves and kept by browsers: an address holds the content's hash.

Nothing is loaded from elsewhere, so that the pages work in a government network without a way out.
"""

import hashlib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final, NamedTuple

from fastapi import APIRouter
from fastapi.responses import Response

from chassis.problem import Problem

TYPES: Final[Mapping[str, str]] = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
}
SHARED: Final = Path(__file__).parent / "assets"
FOREVER: Final = "public, max-age=31536000, immutable"
SHORTLY: Final = "public, max-age=60"


class _Asset(NamedTuple):
    body: bytes
    version: str
    media_type: str


class Assets:
    """All files of the folders with one of the types above, read once. Later folders go before earlier ones."""

    def __init__(self, folders: Iterable[Path] = ()) -> None:
        self._assets: dict[str, _Asset] = {}
        for folder in (SHARED, *folders):
            for path in sorted(folder.iterdir()):
                if path.suffix in TYPES:
                    body = path.read_bytes()
                    self._assets[path.name] = _Asset(body, hashlib.sha256(body).hexdigest()[:12], TYPES[path.suffix])

    def url(self, name: str) -> str:
        """The address of an asset; it changes with the content.

        Raises:
            KeyError: there is none of that name.
        """
        return f"/assets/{name}?v={self._assets[name].version}"

    def router(self) -> APIRouter:
        """`/assets/{name}`."""
        router = APIRouter(include_in_schema=False)
        router.add_api_route("/assets/{name}", self._serve, methods=["GET"], response_class=Response)
        return router

    async def _serve(self, name: str, v: str = "") -> Response:
        found = self._assets.get(name)
        if found is None:
            raise Problem(404, "not_found", "There is nothing at this address.")
        kept = FOREVER if v == found.version else SHORTLY
        return Response(found.body, media_type=found.media_type, headers={"Cache-Control": kept})
