"""What a reader may make of a citizen's words, and what is pointed out."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule
from survey_svc.domain.facts import Answer, Decision, Reason
from survey_svc.domain.integrity import Response
from survey_svc.domain.refusals import Code
from survey_svc.domain.suggestions import (
    MASK,
    Choice,
    Hint,
    Judge,
    Kind,
    State,
    Suggestion,
    Verdict,
    hints,
    judge,
    masked,
)

from .. import situations as that
from ..situations import refused

TEXT = "Bu Rina lambat, telepon 0812-3456-7890."


def suggestion(
    text: str | None = TEXT,
    reason: Reason | None = None,
    decision: Decision | None = None,
    verdict: Verdict | None = None,
) -> Suggestion:
    answer = Answer(that.ANSWER, that.TODAY, (4, 4, 4), text, reason=reason)
    return Suggestion(Response(that.SURVEY, answer, decision), verdict)


def show(text: str | None = None, reason: str | None = None) -> Judge:
    return Judge(that.ANSWER, Choice.SHOWN, reason, text)


def hide(reason: str | None = "Tidak pantas.", text: str | None = None) -> Judge:
    return Judge(that.ANSWER, Choice.HIDDEN, reason, text)


@pytest.mark.parametrize(
    ("shown", "is_masked"),
    [
        (TEXT, True),
        ("… lambat, telepon ….", True),
        ("Bu …, telepon 0812-3456-7890.", True),
        ("Bu Rina lambat…", True),
        ("…", True),
        ("…lambat…", True),
        ("Bu Rina cepat, telepon 0812-3456-7890.", False),
        ("Bu Rina lambat", False),
        ("…cepat…", False),
        ("… lambat, telepon … sekali", False),
        ("Pak … lambat, telepon 0812-3456-7890.", False),
        (f"{TEXT}…", False),
        (f"…{TEXT}", False),
        ("Bu Rina… lambat, telepon 0812-3456-7890.", False),
        ("…telepon…lambat…", False),
        ("Bu Rina lambat, telepon 0812-3456-7890…telepon 0812-3456-7890.", False),
        ("", False),
    ],
)
def test_a_mask_stands_for_a_part_of_the_original(shown: str, is_masked: bool):
    assert masked(TEXT, shown) is is_masked


def test_a_mask_that_could_stand_in_two_places():
    assert masked("ababab", "…ab…")
    assert masked("abab", "ab…b")
    assert masked("aXbYaZb", "a…a…b")
    assert not masked("ab", "a…b")
    assert masked("a…b", "a…b")
    assert not masked("aa", "a…a")
    assert masked("aaa", "a…a")
    assert not masked("aaaa", "a…a…a")
    assert masked("aaaaa", "a…a…a")


@given(
    st.text("abc …", min_size=1, max_size=12), st.lists(st.tuples(st.integers(0, 12), st.integers(1, 5)), max_size=3)
)
def test_whatever_is_masked_is_seen_as_masked(original: str, cuts: list[tuple[int, int]]):
    shown = original
    for start, length in cuts:
        if start < len(shown):
            shown = shown[:start] + MASK + shown[start + length :]
    assert masked(original, shown)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("NIK 1871014101900001", [Hint(Kind.IDENTITY_NUMBER, 4, 20)]),
        ("1871 0141 0190 0001", [Hint(Kind.IDENTITY_NUMBER, 0, 19)]),
        ("NIP 19960818 202204 1 001.", [Hint(Kind.EMPLOYEE_NUMBER, 4, 25)]),
        ("199608182022041001", [Hint(Kind.EMPLOYEE_NUMBER, 0, 18)]),
        ("12345678901234567", []),
        ("1234567890123456789", []),
        ("0812-3456-7890", [Hint(Kind.PHONE_NUMBER, 0, 14)]),
        ("+62 812 3456 789", [Hint(Kind.PHONE_NUMBER, 0, 16)]),
        ("(0721) 123456", [Hint(Kind.PHONE_NUMBER, 1, 13)]),
        ("62812345678", [Hint(Kind.PHONE_NUMBER, 0, 11)]),
        ("081234567", [Hint(Kind.PHONE_NUMBER, 0, 9)]),
        ("08123456", []),
        ("12345678", []),
        ("siti.a+b@contoh.go.id, ya", [Hint(Kind.EMAIL, 0, 21)]),
        ("siti@rumah", []),
        ("Antre 3 jam, loket 2.", []),
        ("a@b.id 0812-3456-7890", [Hint(Kind.EMAIL, 0, 6), Hint(Kind.PHONE_NUMBER, 7, 21)]),
    ],
)
def test_what_is_pointed_out(text: str, found: list[Hint]):
    assert list(hints(text)) == found


def test_a_long_text_without_anything_is_looked_through_once():
    """Anybody may send one; by the square of its length this one would last longer than a test may."""
    assert hints("a" * 1_000_000) == ()


def test_a_text_is_shown_whole_or_masked():
    assert judge(show(), suggestion()) == Verdict(Choice.SHOWN, None, TEXT)
    assert judge(show("… lambat, telepon …."), suggestion()) == Verdict(Choice.SHOWN, None, "… lambat, telepon ….")
    code, pointer, detail = refused(lambda: judge(show("Bu Rina cepat."), suggestion()))
    assert (code, pointer) == (Code.NOT_MASKED, "#/shown_text")
    assert "«…»" in detail
    for empty in ("…", "…."):
        code, pointer, detail = refused(lambda empty=empty: judge(show(empty), suggestion()))
        assert (code, pointer) == (Code.NOTHING_LEFT, "#/shown_text")
        assert "hide it" in detail


def test_what_is_hidden_says_why_and_shows_nothing():
    assert judge(hide(), suggestion()) == Verdict(Choice.HIDDEN, "Tidak pantas.", None)
    code, pointer, detail = refused(lambda: judge(hide(None), suggestion()))
    assert (code, pointer) == (Code.REASON_REQUIRED, "#/reason")
    assert "Say why" in detail
    code, pointer, detail = refused(lambda: judge(hide(text=TEXT), suggestion()))
    assert (code, pointer) == (Code.NOT_MASKED, "#/shown_text")
    assert "hidden suggestion" in detail


def test_an_answer_without_words_has_nothing_to_decide():
    code, pointer, detail = refused(lambda: judge(show(), suggestion(None)))
    assert (code, pointer) == (Code.NO_SUGGESTION, None)
    assert "without a suggestion" in detail


@pytest.mark.parametrize(
    ("reason", "decision", "counts"),
    [
        (None, None, True),
        (Reason.FLOOD, None, False),
        (Reason.FLOOD, Decision.REJECTED, False),
        (Reason.FLOOD, Decision.ACCEPTED, True),
    ],
)
def test_only_what_counts_is_shown(reason: Reason | None, decision: Decision | None, counts: bool):
    found = suggestion(reason=reason, decision=decision)
    assert found.counts is counts
    assert judge(hide(), found) is not None
    if counts:
        assert judge(show(), found) is not None
    else:
        code, pointer, detail = refused(lambda: judge(show(), found))
        assert (code, pointer) == (Code.SUGGESTION_SET_ASIDE, None)
        assert "review the answer first" in detail


class Verdicts(RuleBasedStateMachine):
    """The model is a word and the text that the public reads."""

    def __init__(self) -> None:
        super().__init__()
        self.found, self.state, self.text = suggestion(), "waiting", None

    @rule(
        shown=st.sampled_from([None, TEXT, "… lambat, telepon …."]),
        hidden=st.booleans(),
        reason=st.sampled_from([None, "Sebab."]),
    )
    def judged(self, shown: str | None, hidden: bool, reason: str | None) -> None:
        command = hide(reason) if hidden else show(shown, reason)
        wanted = ("hidden", None) if hidden else ("shown", shown or TEXT)
        if wanted == (self.state, self.text):
            assert judge(command, self.found) is None
        elif reason is None and (hidden or self.state != "waiting"):
            assert refused(lambda: judge(command, self.found))[:2] == (Code.REASON_REQUIRED, "#/reason")
        else:
            verdict = judge(command, self.found)
            assert verdict == Verdict(Choice(wanted[0]), reason, wanted[1])
            self.found = suggestion(verdict=verdict)
            self.state, self.text = wanted

    @invariant()
    def agrees(self) -> None:
        assert self.found.state is State(self.state)


TestVerdicts = Verdicts.TestCase
