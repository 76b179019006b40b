"""Signing in to pages: a token comes in the address's fragment, which browsers never send, and becomes a cookie.

The cookie is for reading alone, and goes only to this site (SameSite=Strict), so no other site can act or read by it.
"""

from urllib.parse import urlsplit

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from chassis.auth import COOKIE, TokenVerifier
from chassis.clock import Clock
from chassis.http import router
from chassis.inputs import RequestModel
from chassis.pages.rendering import Pages


class Token(RequestModel):
    """A bearer token, as the identity provider signed it."""

    token: str


def session_router(pages: Pages, verifier: TokenVerifier, clock: Clock) -> APIRouter:
    """`/enter`, `/session`, `/leave`."""
    routes = router()

    async def enter(request: Request, next: str = "/") -> HTMLResponse:
        return pages.page(request, "enter.html", next=own_path(next))

    async def begin(body: Token, request: Request) -> Response:
        identity = await verifier.verify(body.token)
        answer = Response(status_code=204)
        answer.set_cookie(
            COOKIE,
            body.token,
            max_age=max(0, identity.expires_at - int(clock().timestamp())),
            httponly=True,
            samesite="strict",
            secure=_encrypted(request),
        )
        return answer

    async def leave(request: Request) -> Response:
        answer = RedirectResponse("/", 303)
        answer.delete_cookie(COOKIE, httponly=True, samesite="strict", secure=_encrypted(request))
        return answer

    for path, handler, method in (("/enter", enter, "GET"), ("/session", begin, "POST"), ("/leave", leave, "POST")):
        routes.add_api_route(path, handler, methods=[method], include_in_schema=False, response_class=Response)
    return routes


def own_path(wanted: str) -> str:
    """A path of this site, or its door: never another site's address."""
    parts = urlsplit(wanted)
    inside = wanted.startswith("/") and not wanted.startswith(("//", "/\\")) and not (parts.scheme or parts.netloc)
    return wanted if inside and "\\" not in wanted else "/"


def _encrypted(request: Request) -> bool:
    """Whether the reader came by TLS, which usually ends before us."""
    return "https" in (request.url.scheme, request.headers.get("x-forwarded-proto", ""))
