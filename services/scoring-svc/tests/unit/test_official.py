"""Sealed results: the bytes under the seal, when a version is made and when not, what is late, when a year closes."""

import json
from dataclasses import FrozenInstanceError, replace
from datetime import date
from decimal import Decimal
from hashlib import sha256
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as any_
from scoring_svc.domain.card import Card, apply, fold
from scoring_svc.domain.contribution import EvaluationWithdrawn
from scoring_svc.domain.explanation import explain
from scoring_svc.domain.formula import score
from scoring_svc.domain.official import Reason, Result, canonical, closes, late, revise, seal
from scoring_svc.domain.roster import Year

from .. import situations as that

ON = date(2027, 1, 15)
FACTS = (that.plan(that.indicator(target="100")), that.realized("80"), that.rated(), that.surveyed())


def card() -> Card:
    return fold(that.empty(), FACTS)


def sealed(of: Card | None = None, former: Result | None = None, reason: Reason = Reason.PERIOD_CLOSED) -> Result:
    made = seal(of or card(), that.LAMPUNG, former, reason, ON)
    assert made is not None
    return made


def test_the_first_version_holds_the_card_and_its_seal():
    result = sealed()
    assert (result.version, result.reason, result.replaces, result.sealed_on) == (1, Reason.PERIOD_CLOSED, None, ON)
    assert result.facts == card()
    live = score(card(), that.LAMPUNG)
    assert (result.score, result.completeness, result.predicate) == (live.value, live.completeness, "good")
    assert result.category == live.category == "needs_improvement", "by the policy's bounds, beside the predicate"
    assert (result.policy, result.policy_version) == (that.LAMPUNG.id, that.LAMPUNG.version)


def test_anybody_can_compute_the_hash_again():
    """By other means than the code's own: the explanation through a JSON reader and writer."""
    result = sealed()
    read = json.loads(result.canonical)
    spelled = json.dumps(read, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode("utf-8")
    assert spelled == result.canonical
    assert result.hash == sha256(spelled).hexdigest()
    assert read["score"] == str(result.score) and read["civil_servant_id"] == str(that.SITI)
    assert read["period_id"] == str(that.YEAR)
    why = explain(score(card(), that.LAMPUNG), that.LAMPUNG)
    assert set(read) == {*why, "civil_servant_id", "period_id"}
    events = {event for part in read["components"] for line in part["lines"] for event in line["events"]}
    assert events == {str(each.event_id) for each in FACTS}


def test_whose_result_it_is_lies_under_the_seal():
    theirs = Card(that.DEWI, that.YEAR, card().slots)
    assert sealed(theirs).hash != sealed().hash
    other_year = Card(that.SITI, that.QUARTER, card().slots)
    assert sealed(other_year).hash != sealed().hash


def test_equal_facts_make_no_new_version():
    assert seal(card(), that.LAMPUNG, sealed(), Reason.REOPENING, ON) is None
    backwards = fold(that.empty(), reversed(FACTS))
    assert seal(backwards, that.LAMPUNG, sealed(), Reason.REOPENING, ON) is None, "order is no fact"


def test_a_reopening_names_what_it_replaces():
    first = sealed()
    corrected = apply(card(), that.realized("90", sequence=2))
    second = sealed(corrected, first, Reason.REOPENING)
    assert (second.version, second.replaces, second.reason) == (2, first.hash, Reason.REOPENING)
    assert second.hash != first.hash and second.facts == corrected
    third = sealed(card(), second, Reason.REOPENING)
    assert (third.version, third.replaces) == (3, second.hash)


def test_another_policy_is_another_result():
    stricter = replace(that.LAMPUNG, version=that.LAMPUNG.version + 1)
    again = seal(card(), stricter, sealed(), Reason.REOPENING, ON)
    assert again is not None and again.policy_version == stricter.version


def test_a_decision_replaces_the_ratings_of_its_evaluation_alone():
    first = sealed()
    late_fact = that.realized("100", sequence=2)
    decision = that.rated("above", "above", sequence=3)
    made = revise(first, decision, that.LAMPUNG, date(2027, 2, 1))
    assert made is not None
    assert (made.version, made.reason, made.replaces) == (2, Reason.APPEAL, first.hash)
    assert made.sealed_on == date(2027, 2, 1)
    assert made.facts == apply(first.facts, decision), "a late realization is not in it"
    assert late(made.facts, [*FACTS, decision, late_fact]) == [late_fact]
    assert made.score == score(apply(card(), decision), that.LAMPUNG).value


def test_a_decision_that_the_result_has_already_makes_nothing():
    assert revise(sealed(), that.rated(), that.LAMPUNG, ON) is None


@pytest.mark.parametrize(
    "sealed_without", [[], [that.of(that.RATING, EvaluationWithdrawn())]], ids=["unknown", "withdrawn"]
)
def test_a_decision_on_what_the_result_does_not_rest_on_is_a_late_fact(sealed_without: list[object]):
    without = fold(that.empty(), [FACTS[0], FACTS[1], *sealed_without])  # pyright: ignore[reportArgumentType]
    decision = that.rated("above", sequence=2)
    assert revise(sealed(without), decision, that.LAMPUNG, ON) is None
    assert late(without, [decision]) == [decision]


def test_late_is_what_is_newer_than_the_sealed_word_of_its_source():
    facts = apply(card(), that.realized("85", sequence=3))
    same, older, newer = (that.realized("86", sequence=n) for n in (3, 2, 4))
    unheard = that.realized("1", that.WAITING)
    assert late(facts, [same, older, newer, unheard]) == sorted([newer, unheard], key=lambda each: each.sequence)


def test_late_facts_come_by_the_days_they_speak_of():
    march, june = date(2026, 3, 1), date(2026, 6, 1)
    first, second = that.realized("85", sequence=3, day=march), that.realized("84", sequence=2, day=june)
    assert late(card(), [second, first]) == [first, second]
    same_day = [that.realized("85", sequence=3, day=march), that.realized("84", sequence=2, day=march)]
    assert late(card(), same_day) == same_day[::-1]


@pytest.mark.parametrize(
    ("value", "spelled"),
    [
        ({"b": 1, "a": Decimal("92.1250")}, b'{"a":"92.1250","b":1}'),
        ({"n": Decimal("1E+2"), "s": Decimal("1E-8")}, b'{"n":"100","s":"0.00000001"}'),
        ([None, True, date(2026, 7, 9)], b'[null,true,"2026-07-09"]'),
        (
            {"id": UUID(int=1), "t": ("é", '"')},
            '{"id":"00000000-0000-0000-0000-000000000001","t":["é","\\""]}'.encode(),
        ),
    ],
)
def test_one_spelling(value: object, spelled: bytes):
    assert canonical(value) == spelled


@pytest.mark.parametrize(
    ("value", "kind"), [(1.5, "float"), ({1, 2}, "set"), (b"bytes", "bytes"), (object(), "object")]
)
def test_what_has_no_exact_spelling_is_refused(value: object, kind: str):
    with pytest.raises(TypeError, match=f"^{kind} has no canonical spelling$"):
        canonical({"deep": [value]})


@given(
    any_.dictionaries(any_.text(), any_.one_of(any_.integers(), any_.decimals(allow_nan=False, allow_infinity=False)))
)
def test_a_spelling_does_not_depend_on_the_order_of_keys(value: dict[str, object]):
    assert canonical(value) == canonical(dict(reversed(value.items())))


def closed(**changes: object) -> Year:
    return that.year(status="closed", **changes)


@pytest.mark.parametrize(
    ("former", "now", "expected"),
    [
        (None, closed(), True),
        (that.year(status="open"), closed(), True),
        (that.year(status="published"), closed(), True),
        (closed(), closed(), False),
        (closed(), closed(name="Another name"), False),
        (closed(), closed(reopened=1), True),
        (closed(reopened=1), closed(reopened=1), False),
        (closed(), that.year(status="open", reopened=1), False),
        (None, that.year(status="published"), False),
        (None, closed(kind="quarterly"), False),
        (that.year(status="open", kind="monthly"), closed(kind="monthly"), False),
    ],
)
def test_when_results_are_sealed(former: Year | None, now: Year, expected: bool):
    assert closes(former, now) is expected


def test_a_result_is_frozen():
    with pytest.raises(FrozenInstanceError):
        sealed().score = Decimal(120)  # pyright: ignore[reportAttributeAccessIssue]
