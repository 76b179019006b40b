"""The proposal from the numbers over HTTP, on a real PostgreSQL."""

from typing import Any
from uuid import UUID

import pytest

from .. import situations as that
from .conftest import PostgresWorld
from .speaking import problem
from .test_http import BODY

pytestmark = pytest.mark.servers

PLACE = f"/v1/evaluation-proposals?civil_servant_id={that.SITI}&period_id={that.QUARTER}"


async def test_the_numbers_propose_and_the_rater_decides(speak: Any, client: Any, real: PostgresWorld):
    dewi, siti = speak(that.DEWI), speak(that.SITI)
    nothing = (await siti("GET", PLACE)).json()
    assert (nothing["proposal"], nothing["meets_from"]) == (None, {"value": "90", "source": "KMK 127/2026"})
    await real.value(that.target_value())
    found = (await dewi("GET", PLACE)).json()
    assert (found["proposal"]["work_results"], found["proposal"]["value"]) == ("above", "102.3158")
    assert found["period_id"] == str(that.YEAR)
    assert "never replaces the rater's decision" in found["advice"]
    made = (await dewi("POST", "/v1/evaluations", BODY)).json()
    assert (made["work_results"], made["proposal"]) == ("meets", found["proposal"])
    await real.value(that.target_value("80", 2))
    assert (await siti("GET", f"/v1/evaluations/{that.EVALUATION}")).json()["proposal"] == found["proposal"]
    assert (await siti("GET", PLACE)).json()["proposal"]["work_results"] == "below"


@pytest.mark.parametrize(
    ("person", "place", "expected"),
    [
        (that.BUDI, PLACE, (403, "forbidden")),
        (None, PLACE, (403, "forbidden")),
        (that.DEWI, PLACE.replace(str(that.SITI), str(that.ANOTHER)), (404, "unknown_civil_servant")),
        (that.DEWI, PLACE.replace(str(that.QUARTER), str(that.ANOTHER)), (404, "unknown_period")),
    ],
)
async def test_who_reads_no_proposal(speak: Any, person: UUID | None, place: str, expected: tuple[int, str]):
    assert problem(await speak(person)("GET", place))[:2] == expected
