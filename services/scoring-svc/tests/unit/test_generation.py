"""When a new generation may serve, and what is kept of a difference."""

import re

import pytest
from capaian_local.home import REPOSITORY
from chassis.platform_tables import PLATFORM_V1
from scoring_svc.adapters.rebuild.comparing import answer, same_answer
from scoring_svc.adapters.tables import FOLLOWING, PROJECTIONS, RECORDS, SAID
from scoring_svc.domain.generation import (
    SHOWN,
    Difference,
    Findings,
    RebuildCode,
    RebuildRefused,
    What,
    check_reason,
    check_return,
    decide,
)
from scoring_svc.entrypoints.rebuild import readable

CARD = Difference(What.CARD, "somebody", {"score": "1"}, None)


def findings(*found: Difference) -> Findings:
    all_found = Findings()
    for each in found:
        all_found.add(each)
    return all_found


def test_equal_generations_need_no_reason():
    decide(Findings(), None)
    assert not Findings()


def test_different_ones_are_refused_with_counts_unless_a_reason_is_stated():
    found = findings(CARD, CARD, Difference(What.SEAL, "somebody", {}, {}))
    with pytest.raises(RebuildRefused) as refused:
        decide(found, None)
    assert refused.value.code is RebuildCode.GENERATIONS_DIFFER and refused.value.report is None
    assert "(2 card, 1 seal)" in refused.value.detail and "--reason" in refused.value.detail
    assert str(refused.value) == refused.value.detail, "an operator reads it where it ends the command"
    decide(found, "A mended rule.")


def test_all_are_counted_and_the_first_are_kept():
    found = findings(*[CARD] * (SHOWN + 2))
    assert (found.first, found.counts[What.CARD]) == ([CARD] * SHOWN, SHOWN + 2)
    found.more(What.ROW, 0)
    assert What.ROW not in found.counts
    found.more(What.ROW, 3)
    found.more(What.ROW, 2)
    assert found.counts[What.ROW] == 5


def test_findings_that_nobody_looked_at_count_too():
    found = Findings()
    found.more(What.ROW, 1)
    assert found
    with pytest.raises(RebuildRefused):
        decide(found, None)


@pytest.mark.parametrize("reason", ["", "         ", "123456789", "  123456789  "])
def test_a_reason_that_says_nothing_is_refused(reason: str):
    with pytest.raises(RebuildRefused) as refused:
        check_reason(reason)
    assert refused.value.code is RebuildCode.NO_REASON and refused.value.detail.startswith("A reason is read")


def test_a_reason_is_kept_without_blanks_around():
    assert check_reason("  1234567890 ") == "1234567890"
    assert check_reason(None) is None


@pytest.mark.parametrize(
    ("kept", "now", "sealing", "reason", "code", "words"),
    [
        ("4", "4", False, None, RebuildCode.NO_REASON, "--reason"),
        ("3", "4", False, "why", RebuildCode.OTHER_TABLES, "revision 3 and the code needs 4"),
        (None, "4", False, "why", RebuildCode.OTHER_TABLES, "rebuild instead"),
        ("4", "4", True, "why", RebuildCode.SEALING_UNDER_WAY, "being sealed"),
    ],
)
def test_the_way_back_is_refused(
    kept: str | None, now: str, sealing: bool, reason: str | None, code: RebuildCode, words: str
):
    with pytest.raises(RebuildRefused) as refused:
        check_return(kept, now, sealing, reason)
    assert refused.value.code is code and words in refused.value.detail


def test_the_way_back_under_the_same_tables():
    assert check_return("4", "4", sealing=False, reason="why") == "why"


def test_an_answer_is_the_same_whenever_and_however_often_it_was_written():
    one = b'{"score":"1.0","sequence":3,"updated_at":"2026-01-01T00:00:00Z","kind":"live"}'
    assert same_answer(one, one.replace(b":3", b":4").replace(b"2026", b"2027"))
    assert not same_answer(one, one.replace(b"1.0", b"1.00"))
    assert not same_answer(one, b"damaged") and answer(one) == {"score": "1.0", "kind": "live"}


def test_a_report_is_read_by_people():
    content = {
        "generation": 4, "switched": False, "records": 1234, "records_per_second": 56, "seconds": {"reading": 1.5},
        "cards": 7, "cards_different": 1, "seals_checked": 2, "differences": {"card": 1},
        "first": [{"what": "card", "about": "c1", "name": "Siti", "serving": {"score": "1"}, "rebuilt": None},
                  {"what": "row", "about": "survey", "name": None, "serving": None, "rebuilt": {"row": "x"}}],
    }  # fmt: skip
    assert readable(content).splitlines() == [
        "Generation 4: does not serve",
        "  read       1,234 records, 56 a second",
        "  seconds    reading 1.5",
        "  compared   7 cards, 1 differ",
        "  checked    2 seals of official results",
        "  differ     1 card",
        "    card: Siti c1",
        '      serving  {"score":"1"}',
        "      rebuilt  nothing",
        "    row: survey",
        "      serving  nothing",
        '      rebuilt  {"row":"x"}',
    ]


def test_every_table_of_the_migrations_is_known_to_the_rebuild():
    folder = REPOSITORY / "services/scoring-svc/migrations/versions"
    text = "\n".join([*PLATFORM_V1, *(path.read_text() for path in sorted(folder.glob("*.py")))])
    made = set(re.findall(r"CREATE TABLE (\w+)", text)) | {"alembic_version"}
    known = [*PROJECTIONS, *SAID, *FOLLOWING, *RECORDS]
    assert len(known) == len(set(known))
    assert made == set(known), "a new table belongs into adapters/tables.py: will a rebuild make it anew?"
