"""One civil servant's year, from nothing to a live score that explains itself, over HTTP alone.

What is asserted is worked by hand from the published rules: 60 % targets, 25 % evaluation, 15 % survey; weighted mean
of what is there; ratings above 110, meets 100, work results 70 % and behaviour 30 %; four decimals, half-up.
"""

import json
from collections.abc import Generator, Iterator
from itertools import islice
from typing import Any

import httpx2
import pytest
from chassis.ids import new_id

from .running import System
from .situation import (
    AGENCY,
    ANNUAL,
    COVERAGE,
    PERSON,
    QUARTER,
    SITI,
    SUPERIOR,
    UNIT,
    WAITING,
    answer_survey,
    evaluated_on,
    realize,
    who,
)  # fmt: skip

pytestmark = [pytest.mark.servers, pytest.mark.containers, pytest.mark.timeout(900)]


class Stream:
    """An open card: the events of its stream, one after the other."""

    def __init__(self, response: httpx2.Response) -> None:
        self._events = self._read(response.iter_lines())

    @staticmethod
    def _read(lines: Iterator[str]) -> Generator[Any, None, None]:
        for line in lines:
            if line.startswith("data: "):
                yield json.loads(line.removeprefix("data: "))

    def until(self, score: str | None) -> Any:
        """The first event with that score. The request's own time limit ends a wait in vain."""
        return next(card for card in islice(self._events, 200) if card["score"] == score)


def test_a_fact_of_each_kind_changes_the_open_card(prepared: System) -> None:
    system, scoring = prepared, prepared.endpoints.scoring
    address = f"{scoring}/v1/cards/{SITI}/stream?period_id={ANNUAL}"
    headers = {"Authorization": f"Bearer {system.sign(PERSON)}"}
    with httpx2.stream("GET", address, headers=headers, timeout=httpx2.Timeout(10, read=60)) as response:
        assert response.status_code == 200, response.read()
        card = Stream(response)
        assert card.until(None)["completeness"] == "0.00"

        realize(system, COVERAGE, "81")
        # 81 of 90 is 90 %; it is all that is known, so it is the score.
        assert card.until("90.0000")["completeness"] == "36.00"

        realize(system, WAITING, "33")
        # 200 - 33/30·100 = 90 %.
        card.until("90.0000")

        rated = {
            "civil_servant_id": SITI, "evaluated_period_id": QUARTER,
            "work_results": "above", "work_behavior": "meets", "evaluated_on": str(evaluated_on()),
        }  # fmt: skip
        system.done(SUPERIOR, "POST", f"{system.endpoints.evaluation}/v1/evaluations", rated)
        # 0.7·110 + 0.3·100 = 107; (60·90 + 25·107) / 85 = 95.
        assert card.until("95.0000")["predicate"] == "good"

        answer_survey(system)
        # 30 answers of 3 and 4 in turn: a mean of 3.5 is an index of 87.5; (60·90 + 25·107 + 15·87.5) / 100.
        assert card.until("93.8750")["completeness"] == "100.00"


def test_the_score_explains_itself(prepared: System) -> None:
    address = f"{prepared.endpoints.scoring}/v1/cards/{SITI}"
    card = prepared.done(PERSON, "GET", f"{address}?period_id={ANNUAL}")
    why = prepared.done(PERSON, "GET", f"{address}/explanation?period_id={ANNUAL}")
    assert card["score"] == why["score"] == "93.8750"
    assert {part["component"]: part["value"] for part in why["components"]} == {
        "targets": "90.0000", "evaluation": "107.0000", "survey": "87.5000",
    }  # fmt: skip
    assert all(line["events"] for part in why["components"] for line in part["lines"])
    points = prepared.done(PERSON, "GET", f"{address}/course?period_id={ANNUAL}")["points"]
    assert points[-1]["score"] == "93.8750"


def test_the_board_shows_her_to_whom_it_concerns_alone(prepared: System) -> None:
    address = f"{prepared.endpoints.scoring}/v1/units/{UNIT}/board?period_id={ANNUAL}"
    board = prepared.done(who("personnel_officer", AGENCY), "GET", address)
    assert board["whole"] and [person["name"] for person in board["people"]] == [
        "Dewi Lestari", "Rina Wati", "Siti Aminah",
    ]  # fmt: skip
    scores = {person["name"]: person["card"]["score"] for person in board["people"]}
    # Nobody has reported anything of the superior: the unit's survey alone counts for her, and completeness says so.
    assert (scores["Dewi Lestari"], scores["Siti Aminah"]) == ("87.5000", "93.8750")
    led = prepared.done(SUPERIOR, "GET", address)
    assert not led["whole"] and len(led["people"]) == 3
    refused = prepared.call(who("personnel_officer", str(new_id())), "GET", address)
    assert (refused.status_code, refused.json()["code"]) == (403, "forbidden")


def test_every_service_says_that_it_is_well(prepared: System) -> None:
    for base in (prepared.endpoints.target, prepared.endpoints.evaluation, prepared.endpoints.survey):
        answer = httpx2.get(f"{base}/health/ready", timeout=10)
        assert answer.status_code == 200, answer.text
        assert "capaian_http_requests_total" in httpx2.get(f"{base}/metrics", timeout=10).text
