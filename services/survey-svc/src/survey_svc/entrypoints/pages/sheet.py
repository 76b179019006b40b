"""Invitations as a sheet to be printed and cut: a QR code, the service, the last day.

Tokens are kept nowhere, so the sheet is another form of the answer in which they are made. It stands alone, style and
pictures included, because an agency's software keeps or prints it as a file; its own policy lets just that style in.
"""

import base64
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import segno
from chassis.pages import Pages
from fastapi import Request
from fastapi.responses import Response
from markupsafe import Markup

from survey_svc.app.inviting import Handed
from survey_svc.app.showing import Form
from survey_svc.entrypoints.pages import FOLDER

STYLE: Final = (FOLDER / "assets" / "sheet.css").read_text()
POLICY: Final = (
    f"default-src 'none'; style-src 'sha256-{base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()}'; "
    "frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
)


@dataclass(frozen=True, slots=True)
class Cut:
    """One piece of the sheet. code: its QR code as a picture in SVG."""

    one: Handed
    code: Markup


def sheet(pages: Pages, request: Request, asked: Form, handed: Sequence[Handed]) -> Response:
    """The sheet of a survey's invitations; up to a thousand take a few seconds, so it is made beside the event loop."""
    cuts = [Cut(each, _code(each.link)) for each in handed]
    answer = pages.page(request, "sheet.html", 201, asked=asked, cuts=cuts, style=Markup(STYLE))
    answer.headers["Content-Security-Policy"] = POLICY
    return answer


def _code(link: str) -> Markup:
    # Level M: a code is still read when a seventh of it is dirty or torn.
    picture = segno.make_qr(link, error="m").svg_inline(omitsize=True, border=4, svgclass="code", lineclass=None)
    # Made here of modules alone: no text of anybody stands in it.
    return Markup(picture)
