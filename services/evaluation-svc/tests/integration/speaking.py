"""Callers of the interface, each with a token of their own, and what they are answered."""

import json
from typing import Any

import httpx2


class Speaker:
    """One caller: sends JSON with a token of its own."""

    def __init__(self, client: httpx2.AsyncClient, token: str) -> None:
        self._client = client
        self._headers = {"Authorization": f"Bearer {token}"}

    async def __call__(self, method: str, path: str, body: Any = None, **headers: str) -> httpx2.Response:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        content = None if body is None else body if isinstance(body, bytes) else json.dumps(body).encode()
        given = {"Content-Type": "application/json", **self._headers, **named}
        return await self._client.request(method, path, content=content, headers=given)


def problem(response: httpx2.Response) -> tuple[int, str, list[str]]:
    """(status, code, pointers) of a problem, which it must be."""
    assert response.headers["content-type"] == "application/problem+json", response.text
    found = response.json()
    assert " " in found["detail"]
    return response.status_code, found["code"], [error["pointer"] for error in found["errors"]]
