"""Problems as answers: each has a sentence, and the request's correlation id."""

import httpx2


def problem(response: httpx2.Response) -> tuple[int, str, list[str]]:
    """(status, code, pointers) of a problem, which it must be."""
    assert response.headers["content-type"] == "application/problem+json", response.text
    found = response.json()
    assert " " in found["detail"]
    assert response.headers["x-correlation-id"] == found["correlation_id"]
    return response.status_code, found["code"], [error["pointer"] for error in found["errors"]]
