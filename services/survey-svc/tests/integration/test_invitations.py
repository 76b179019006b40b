"""Invitations over HTTP: handed out once, used once, kept as little as can be."""

import asyncio
from typing import Any
from uuid import UUID

import httpx2
import pytest
from capaian_local.testing.callers import Callers
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from .. import situations as that
from ..store_suite import entry
from .conftest import PostgresWorld
from .test_http import PATH, SCORES, SURVEY, Speaker, anybody, officer, problem

__all__ = ["anybody", "officer"]
pytestmark = pytest.mark.servers

ITEM: dict[str, Any] = {"id": str(that.ANSWER), "served_by": str(that.NURSE), "served_on": "2026-07-08"}


@pytest.fixture
async def invited(officer: Speaker, real: PostgresWorld) -> dict[str, Any]:
    """A survey by invitation alone, and its first one."""
    await real.put([entry(that.NURSE, that.person())])
    assert (await officer("PUT", PATH, SURVEY | {"entry": "invitation"})).json()["entry"] == "invitation"
    made = await officer("POST", f"{PATH}/invitations", {"items": [ITEM]})
    assert (made.status_code, made.headers["cache-control"]) == (201, "no-store")
    assert (made.json()["survey_id"], made.json()["days_source"]) == (str(that.SURVEY), "own")
    (one,) = made.json()["items"]
    assert one["id"] == ITEM["id"]
    assert one["valid_until"] == "2026-07-22"
    assert one["link"] == f"http://127.0.0.1:8103/s/{one['token']}"
    return one


async def test_an_invitation_counts_once(invited: dict[str, Any], anybody: Speaker, real: PostgresWorld):
    assert problem(await anybody("POST", f"{PATH}/answers", {"scores": SCORES})) == (
        409,
        "invitation_needed",
        ["#/invitation"],
    )
    body = {"scores": SCORES, "invitation": invited["token"]}
    tries = await asyncio.gather(*(anybody("POST", f"{PATH}/answers", body) for _ in range(3)))
    assert sorted(each.status_code for each in tries) == [201, 409, 409]
    late = [problem(each)[1:] for each in tries if each.status_code == 409]
    assert late == [("invitation_used", ["#/invitation"])] * 2
    forged = body | {"invitation": invited["token"][:-3] + "AAA"}
    assert problem(await anybody("POST", f"{PATH}/answers", forged)) == (
        422,
        "invitation_not_valid",
        ["#/invitation"],
    )
    assert len(await real.answers()) == 1


async def test_a_repeated_request_gets_the_same_tokens(invited: dict[str, Any], officer: Speaker):
    body = {"items": [ITEM, {"served_on": "2026-07-09"}]}
    first, second = [await officer("POST", f"{PATH}/invitations", body, Idempotency_Key="twice") for _ in range(2)]
    assert first.json() == second.json()
    assert first.json()["items"][0] == invited
    assert second.headers["idempotent-replay"] == "true"


async def test_neither_token_nor_transaction_is_kept_nor_does_an_answer_lead_to_one(
    invited: dict[str, Any], officer: Speaker, anybody: Speaker, real: PostgresWorld
):
    await officer("POST", f"{PATH}/invitations", {"items": [ITEM]}, Idempotency_Key="kept")
    answered = await anybody("POST", f"{PATH}/answers", {"scores": SCORES, "invitation": invited["token"]})
    assert UUID(answered.json()["id"]).version == 4
    async with real.engine.connect() as connection:
        (kept,) = await connection.execute(text("SELECT * FROM invitation"))
        (answer,) = await connection.execute(text("SELECT * FROM answer"))
    assert set(kept._mapping) == {"digest", "survey_id", "served_by", "valid_until", "used"}
    assert set(kept._mapping) & set(answer._mapping) == {"survey_id", "served_by"}
    assert invited["token"] not in str(await real.everything())
    assert invited["token"].split(".")[1] not in str(await real.everything())


async def test_a_used_invitation_never_becomes_unused(invited: dict[str, Any], anybody: Speaker, real: PostgresWorld):
    await anybody("POST", f"{PATH}/answers", {"scores": SCORES, "invitation": invited["token"]})
    with pytest.raises(DBAPIError, match="used once"):
        async with real.engine.begin() as connection:
            await connection.execute(text("UPDATE invitation SET used = false"))


@pytest.mark.parametrize(
    ("change", "status", "code", "pointer"),
    [
        ({"served_by": str(that.YEAR)}, 404, "unknown_civil_servant", "#/items/0/served_by"),
        ({"served_on": "2026-07-10"}, 422, "in_the_future", "#/items/0/served_on"),
        ({"served_on": "2026-06-30"}, 409, "outside_survey_days", "#/items/0/served_on"),
        ({"valid_until": "2026-07-08"}, 409, "invitation_expired", "#/items/0/valid_until"),
        ({"served_on": "2026-07-09"}, 409, "already_exists", "#/items/0/id"),
        ({"served_on": None}, 422, "not_a_date", "#/items/0/served_on"),
        ({"name": "Siti"}, 422, "unknown_field", "#/items/0/name"),
    ],
)
async def test_a_bad_invitation(
    invited: dict[str, Any], officer: Speaker, change: dict[str, Any], status: int, code: str, pointer: str
):
    answer = await officer("POST", f"{PATH}/invitations", {"items": [ITEM | change]})
    assert problem(answer) == (status, code, [pointer])


async def test_a_thousand_at_once_and_no_more(invited: dict[str, Any], officer: Speaker):
    items = [{"served_on": "2026-07-08"}] * 1_001
    assert problem(await officer("POST", f"{PATH}/invitations", {"items": items}))[:2] == (422, "too_many_items")
    made = await officer("POST", f"{PATH}/invitations", {"items": items[1:]})
    assert len({each["token"] for each in made.json()["items"]}) == 1_000


async def test_a_survey_by_its_link_alone_invites_nobody(invited: dict[str, Any], officer: Speaker, anybody: Speaker):
    changed = await officer("PUT", PATH, SURVEY | {"entry": "open_link"}, If_Match='"1"')
    assert changed.json()["entry"] == "open_link"
    answer = await officer("POST", f"{PATH}/invitations", {"items": [ITEM]})
    assert problem(answer)[:2] == (409, "invitations_not_used")
    held = {"scores": SCORES, "invitation": invited["token"]}
    assert (await anybody("POST", f"{PATH}/answers", held)).status_code == 201


async def test_what_a_survey_does_not_say_is_the_regions_custom(officer: Speaker):
    assert (await officer("PUT", PATH, SURVEY)).json()["entry"] == "both"
    other = SURVEY | {"entry": "open_link"}
    assert (await officer("PUT", PATH, other, If_Match='"1"')).json()["entry"] == "open_link"
    assert (await officer("PUT", PATH, SURVEY)).json()["entry"] == "open_link"


@pytest.mark.parametrize(
    ("roles", "agency", "status"),
    [
        (["agency_system"], that.AGENCY, 201),
        (["region_admin"], None, 201),
        (["agency_system"], that.YEAR, 403),
        (["inspector"], None, 403),
        (["civil_servant"], that.AGENCY, 403),
    ],
)
async def test_who_invites(
    invited: dict[str, Any],
    client: httpx2.AsyncClient,
    callers: Callers,
    roles: list[str],
    agency: UUID | None,
    status: int,
):
    who = Speaker(client, callers.token("somebody", roles, agency=agency))
    assert (await who("POST", f"{PATH}/invitations", {"items": [ITEM]})).status_code == status


async def test_who_is_not_signed_in_invites_nobody(invited: dict[str, Any], anybody: Speaker):
    assert problem(await anybody("POST", f"{PATH}/invitations", {"items": [ITEM]}))[:2] == (401, "unauthenticated")
