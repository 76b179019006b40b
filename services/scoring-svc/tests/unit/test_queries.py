"""Questions about scores: what is answered, to whom, and which year is meant."""

from datetime import date
from uuid import UUID

import pytest
from scoring_svc.app import queries
from scoring_svc.app.queries import Asked
from scoring_svc.domain.access import Actor
from scoring_svc.domain.refusals import Code, Refusal

from .. import situations as that
from ..fakes import MemoryReads
from ..reads_suite import LAST_YEAR

OFFICER = Actor({"personnel_officer"}, that.AGENCY, None)
STRANGER = Actor({"civil_servant"}, None, that.BUDI)
SUPERIOR = Actor({"civil_servant"}, None, that.DEWI)


@pytest.fixture
def reads() -> MemoryReads:
    entries = (that.agency(), that.unit(), that.siti(), that.dewi(), that.year(), LAST_YEAR)
    log = [that.plan(that.indicator(target="100")), that.realized("80")]
    return MemoryReads(log, {entry.id: entry for entry in entries})


def asked(actor: Actor = OFFICER, today: date = that.TODAY, period_id: UUID | None = None) -> Asked:
    return Asked(actor, today, period_id)


@pytest.mark.parametrize(
    ("today", "period_id", "year"),
    [
        (that.TODAY, None, that.YEAR),
        (date(2025, 6, 1), None, LAST_YEAR.id),
        (date(2027, 2, 1), None, that.YEAR),
        (that.TODAY, LAST_YEAR.id, LAST_YEAR.id),
    ],
)
async def test_the_year_that_is_meant(reads: MemoryReads, today: date, period_id: UUID | None, year: UUID):
    assert (await queries.year_of(asked(today=today, period_id=period_id), reads)).id == year


async def test_what_cannot_be_answered_is_refused(reads: MemoryReads):
    for question, code in (
        (queries.subject(that.UNKNOWN, asked(), reads), Code.UNKNOWN_CIVIL_SERVANT),
        (queries.subject(that.SITI, asked(period_id=that.UNKNOWN), reads), Code.UNKNOWN_PERIOD),
        (queries.subject(that.SITI, asked(STRANGER), reads), Code.FORBIDDEN),
        (queries.board(that.UNKNOWN, asked(), reads, that.PACKS), Code.UNKNOWN_UNIT),
        (queries.board(that.UNIT, asked(STRANGER), reads, that.PACKS), Code.FORBIDDEN),
    ):
        with pytest.raises(Refusal) as refused:
            await question
        assert refused.value.code == code


async def test_a_board_shows_everybody_who_serves_there_by_name(reads: MemoryReads):
    board = await queries.board(that.UNIT, asked(), reads, that.PACKS)
    assert [(row.person.name, row.card["score"]) for row in board.rows] == [
        ("Dewi Lestari", None),
        ("Siti Aminah", "80.0000"),
    ]
    assert board.whole


async def test_a_superior_sees_their_part_of_the_board(reads: MemoryReads):
    board = await queries.board(that.UNIT, asked(SUPERIOR), reads, that.PACKS)
    assert not board.whole and [row.person.name for row in board.rows] == ["Dewi Lestari", "Siti Aminah"]


async def test_the_explanation_and_the_course_end_at_the_cards_score(reads: MemoryReads):
    of = await queries.subject(that.SITI, asked(), reads)
    why = await queries.explanation(of, reads, that.PACKS)
    points = await queries.course_of(of, reads, that.PACKS)
    row = await queries.row(that.UNIT, of, that.TODAY, reads, that.PACKS)
    assert str(why["score"]) == str(points[-1].score) == row.card["score"] == "80.0000"


async def test_somebody_of_whom_nothing_is_known_has_an_empty_card(reads: MemoryReads):
    of = await queries.subject(that.DEWI, asked(), reads)
    found = await queries.card(of, reads, that.PACKS)
    assert found.sequence == 0 and b'"score":null' in found.body
    assert (await queries.explanation(of, reads, that.PACKS))["score"] is None


async def test_the_door_leads_everybody_to_what_is_theirs_and_refuses_nobody(reads: MemoryReads):
    officer = await queries.overview(asked(), reads)
    assert [(agency.name, [unit.name for unit in units]) for agency, units in officer.agencies] == [
        ("Dinas Kesehatan", ["Puskesmas Kedaton"])
    ]
    superior = await queries.overview(asked(SUPERIOR), reads)
    assert superior.person == that.dewi() and list(superior.reports) == [that.siti()] and not superior.agencies
    stranger = await queries.overview(asked(STRANGER), reads)
    assert (stranger.person, list(stranger.reports), stranger.agencies) == (None, [], [])
    nothing = await queries.overview(asked(STRANGER), MemoryReads())
    assert nothing.year is None
