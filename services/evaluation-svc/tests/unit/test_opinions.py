"""What peers and subordinates think: who is asked, until when, and that nobody can tell who thought what."""

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

import pytest
from evaluation_svc.domain.behavior import BehaviorRating, BehaviorValue
from evaluation_svc.domain.decide import submit
from evaluation_svc.domain.distribution import Bound
from evaluation_svc.domain.evaluation import evolve
from evaluation_svc.domain.opinions import Aggregate, Group, Opinion, Think, aggregate, last_day, think
from evaluation_svc.domain.ratings import Rating
from evaluation_svc.domain.refusals import Code, Refusal
from evaluation_svc.domain.roster import CivilServant, PeriodStatus, ReportingLine
from evaluation_svc.domain.rules import Days, OpinionRules
from hypothesis import given
from hypothesis import strategies as st

from .. import situations as that

RULES = OpinionRules(asked=True, source="Pergub 3", days=Days(10, "own"), smallest=Bound(5, "own"))
LAST = date(2026, 7, 10)
SHOWN = LAST + timedelta(days=1)
THINK = Think(that.SITI, that.QUARTER, that.ANOTHER, None, that.SEVEN, "Ramah.")


def somebody(superior: UUID | None = that.DEWI, person: UUID = that.ANOTHER) -> CivilServant:
    lines = () if superior is None else (ReportingLine(superior, date(2024, 1, 1), None),)
    return replace(that.siti(), civil_servant_id=person, reporting_lines=lines)


def thought(group: Group = Group.PEERS, number: int = 0, rating: Rating = Rating.MEETS) -> Opinion:
    seven = tuple(BehaviorRating(value, rating) for value in BehaviorValue)
    return Opinion(that.SITI, that.QUARTER, UUID(int=number + 1), 1, group, seven, None, that.TODAY)


def refused(code: Code, command: Think = THINK, author: CivilServant | None = None, **given: object) -> Refusal:
    with pytest.raises(Refusal) as raised:
        think(command, None, author or somebody(), replace(that.given(), **given), RULES)  # pyright: ignore[reportArgumentType]
    assert raised.value.code == code
    return raised.value


def test_a_colleague_under_the_same_superior_gives_one():
    assert think(THINK, None, somebody(), that.given(), RULES) == Opinion(
        that.SITI, that.QUARTER, that.ANOTHER, 1, Group.PEERS, that.SEVEN, "Ramah.", that.TODAY
    )


@pytest.mark.parametrize(
    ("author", "person", "group"),
    [
        (somebody(), that.siti(), Group.PEERS),
        (somebody(that.SITI), that.siti(), Group.SUBORDINATES),
        (that.serving(somebody(that.SITI), that.POST), that.serving(that.siti(), that.POST), Group.SUBORDINATES),
        (that.serving(somebody(that.BUDI), that.POST), that.serving(that.siti(), that.POST), Group.PEERS),
        (that.serving(somebody(None), that.POST), that.serving(somebody(None, that.SITI), that.POST), Group.PEERS),
        (that.serving(somebody(that.BUDI), that.POST), that.serving(that.siti(), that.CLINIC), None),
        (that.serving(somebody(None), that.POST), that.serving(somebody(None, that.SITI), that.CLINIC), None),
        (somebody(None), somebody(None, that.SITI), None),
        (somebody(that.BUDI), that.siti(), None),
        (that.serving(somebody(that.BUDI), that.POST, that.TODAY - timedelta(days=1)),
         that.serving(that.siti(), that.POST), None),
        (that.serving(replace(that.dewi(), reporting_lines=()), that.POST), that.serving(that.siti(), that.POST), None),
    ],
)  # fmt: skip
def test_who_is_asked(author: CivilServant, person: CivilServant, group: Group | None):
    command = replace(THINK, author_id=author.civil_servant_id)
    if group is not None:
        assert think(command, None, author, replace(that.given(), person=person), RULES).group is group
        return
    refusal = refused(Code.NOT_A_COLLEAGUE, command, author, person=person)
    assert "under the same superior" in refusal.detail


def test_neither_oneself_nor_a_stranger():
    own = refused(Code.OWN_EVALUATION, replace(THINK, author_id=that.SITI), that.siti())
    assert "self-assessment" in own.detail
    for who in (None, that.ANOTHER):
        with pytest.raises(Refusal) as raised:
            think(replace(THINK, author_id=who), None, None, that.given(), RULES)
        assert raised.value.code == Code.NOT_A_COLLEAGUE


def test_a_region_that_asks_nobody():
    with pytest.raises(Refusal, match=r"does not ask.*\(Pergub 3\)") as raised:
        think(THINK, None, somebody(), that.given(), replace(RULES, asked=False))
    assert raised.value.code == Code.OPINIONS_NOT_ASKED


def test_all_seven_values_are_rated():
    for some in ((), that.SEVEN[:6]):
        refusal = refused(Code.BEHAVIORS_INCOMPLETE, replace(THINK, behaviors=some))
        assert (refusal.pointer, "all seven values" in refusal.detail) == ("#/behaviors", True)


@pytest.mark.parametrize(
    ("status", "today", "code"),
    [
        (PeriodStatus.PLANNED, that.TODAY, Code.PERIOD_NOT_OPEN),
        (PeriodStatus.CLOSED, that.TODAY, Code.PERIOD_FROZEN),
        (PeriodStatus.OPEN, date(2026, 3, 31), Code.BEFORE_PERIOD),
        (PeriodStatus.EVALUATION, SHOWN, Code.OPINIONS_CLOSED),
    ],
)
def test_when_none_is_taken(status: PeriodStatus, today: date, code: Code):
    author = replace(somebody(), reporting_lines=that.siti().reporting_lines)
    refused(code, THINK, author, period=that.quarter(status), today=today)


def test_the_last_day_is_said():
    assert last_day(that.quarter(), RULES) == LAST
    assert think(THINK, None, somebody(), that.given(today=LAST), RULES).given_on == LAST
    assert "2026-07-10 (own)" in refused(Code.OPINIONS_CLOSED, today=SHOWN).detail


def test_one_may_think_again_on_the_version_that_one_saw():
    state = think(THINK, None, somebody(), that.given(), RULES)
    assert think(replace(THINK, expected_sequence=8), state, somebody(), that.given(today=SHOWN), RULES) is state
    for other in (replace(THINK, text=None), replace(THINK, behaviors=thought(rating=Rating.BELOW).behaviors)):
        again = think(replace(other, expected_sequence=1), state, somebody(), that.given(), RULES)
        assert (again.sequence, again.text, again.behaviors) == (2, other.text, other.behaviors)
        with pytest.raises(Refusal, match="Your opinion is at version 1") as raised:
            think(replace(other, expected_sequence=2), state, somebody(), that.given(), RULES)
        assert (raised.value.code, raised.value.found) == (Code.STALE_VERSION, 1)


def shown(opinions: list[Opinion], today: date = SHOWN) -> Aggregate:
    return aggregate(opinions, that.quarter(), today, RULES)


def test_nothing_is_shown_while_somebody_could_add_to_it():
    many = [thought(number=number) for number in range(9)]
    with pytest.raises(Refusal, match=r"until 2026-07-10 \(own\)") as raised:
        shown(many, LAST)
    assert raised.value.code == Code.OPINIONS_OPEN


@given(st.integers(0, 8), st.integers(0, 8))
def test_groups_are_shown_apart_only_where_each_is_large_enough(peers: int, subordinates: int):
    opinions = [thought(Group.PEERS, number) for number in range(peers)]
    opinions += [thought(Group.SUBORDINATES, 100 + number, Rating.ABOVE) for number in range(subordinates)]
    if peers + subordinates < 5:
        with pytest.raises(Refusal, match="Fewer than 5") as raised:
            shown(opinions)
        assert raised.value.code == Code.TOO_FEW_OPINIONS
        return
    found = shown(opinions).groups
    assert all(each.people >= 5 for each in found)
    apart = peers >= 5 and subordinates >= 5
    assert [each.group.value for each in found] == (["peers", "subordinates"] if apart else ["together"])
    assert sum(each.people for each in found) == peers + subordinates


@given(st.lists(st.sampled_from(list(Rating)), min_size=5, max_size=9))
def test_what_is_shown_depends_on_nobodys_place(ratings: list[Rating]):
    opinions = [thought(number=number, rating=rating) for number, rating in enumerate(ratings)]
    found = shown(opinions)
    assert found == shown(list(reversed(opinions)))
    (together,) = found.groups
    for counts in together.counts.values():
        assert {rating: people for rating, people in counts.items() if people} == Counter(ratings)


def test_each_group_shows_what_it_thinks():
    opinions = [thought(Group.PEERS, number) for number in range(5)]
    opinions += [thought(Group.SUBORDINATES, 100 + number, Rating.ABOVE) for number in range(6)]
    peers, subordinates = shown(opinions).groups
    assert (peers.people, peers.counts[BehaviorValue.LOYAL][Rating.MEETS]) == (5, 5)
    assert (subordinates.people, subordinates.counts[BehaviorValue.LOYAL][Rating.ABOVE]) == (6, 6)


def test_texts_are_in_the_order_of_their_words():
    texts = ["Ramah.", None, "Cekatan.", "Tegas.", None]
    opinions = [replace(thought(number=number), text=text) for number, text in enumerate(texts)]
    assert shown(opinions).texts == ("Cekatan.", "Ramah.", "Tegas.")


def test_an_evaluation_says_whether_opinions_were_asked_for():
    for asked in (True, False):
        (fact,) = submit(that.submission(), None, replace(that.given(), peers=asked))
        assert evolve(None, fact).peers is asked
