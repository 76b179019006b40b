"""Ratings that the person answered are left alone, and another one is drawn."""

from datetime import date
from pathlib import Path
from random import Random
from typing import Any, cast

import httpx2
import msgspec
import pytest
from capaian_local.sample.batches import Generated
from capaian_local.sample.sending import Refused, Sender
from capaian_local.sample.trickling import DRAWS, Steps

REGION = Path(__file__).parents[4] / "deploy" / "regions" / "lampung"


class Service:
    """Refuses the first revisions with `codes`, and takes the ones after them."""

    def __init__(self, *codes: str) -> None:
        self.codes = list(codes)
        self.revised = list[str]()

    async def send(self, _service: str, method: str, path: str, *_rest: Any) -> httpx2.Response:
        if method == "GET":
            content = msgspec.json.encode({"work_results": "meets"})
            return httpx2.Response(200, headers={"ETag": '"1"'}, content=content)
        self.revised.append(path)
        if self.codes:
            raise Refused(path, 409, {"code": self.codes.pop(0)})
        return httpx2.Response(200)


def steps(service: Service) -> Steps:
    sample = Generated(people=300, seed=1, today=date(2026, 11, 24), region_dir=REGION)
    return Steps(sample, cast(Sender, service), Random(1))


async def test_of_answered_ratings_another_one_is_drawn():
    service = Service("already_acknowledged", "already_objected", "already_decided", "stale_version")
    assert await steps(service).revise()
    assert len(service.revised) == 5
    assert service.revised[3] == service.revised[4]
    assert len(set(service.revised)) > 1


async def test_where_all_are_answered_nothing_is_revised():
    service = Service(*["already_acknowledged"] * DRAWS)
    assert not await steps(service).revise()
    assert len(service.revised) == DRAWS


async def test_another_refusal_is_not_kept_silent():
    with pytest.raises(Refused):
        await steps(Service("not_the_rater")).revise()
