"""Optimistic concurrency (RFC 9110 13.1): an aggregate's ETag is its sequence, and a change names the one it saw."""

import re

from fastapi import Request

from chassis.problem import Problem

_ETAG = re.compile(r'"(\d{1,9})"')


def etag(sequence: int) -> str:
    """The strong ETag of an aggregate's state."""
    return f'"{sequence}"'


def if_match(request: Request) -> int | None:
    """The sequence that the client saw; None without the header.

    Raises:
        Problem: 400 `malformed_if_match`.
    """
    given = request.headers.get("if-match")
    if given is None:
        return None
    found = _ETAG.fullmatch(given.strip())
    if found is None:
        raise Problem(
            400, "malformed_if_match", 'If-Match must be the ETag of one version, such as "3".', "header:If-Match"
        )
    return int(found[1])


def required_if_match(request: Request) -> int:
    """The same, where a change without it could undo somebody's work unseen.

    Raises:
        Problem: 428 `version_required`, 400 `malformed_if_match`.
    """
    sequence = if_match(request)
    if sequence is None:
        raise Problem(
            428, "version_required", "Say with If-Match which version you have seen (its ETag).", "header:If-Match"
        )
    return sequence


def stale(expected: int, found: int) -> Problem:
    """412: somebody else changed it meanwhile."""
    detail = f"You saw version {expected}, meanwhile it is version {found}: read it again and see what changed."
    return Problem(412, "stale_version", detail, "header:If-Match", headers={"ETag": etag(found)})
