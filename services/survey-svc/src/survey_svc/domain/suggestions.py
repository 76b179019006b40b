"""What citizens suggest in their own words: a person reads it before the public does.

waiting → shown | hidden, and between these two again, each time with a word on why. A shown text is the original with
parts masked by «…»: nobody puts words into a citizen's mouth. Hints point the reader at what looks like a number or an
address of somebody; they delete nothing. Invariant: a suggestion stands in no event.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Final
from uuid import UUID

from survey_svc.domain.facts import Decision
from survey_svc.domain.integrity import Response
from survey_svc.domain.refusals import Code, Refusal

MASK: Final = "…"


class State(StrEnum):
    """Of a suggestion."""

    WAITING = "waiting"
    SHOWN = "shown"
    HIDDEN = "hidden"


class Choice(StrEnum):
    """What a reader decides."""

    SHOWN = "shown"
    HIDDEN = "hidden"


class Kind(StrEnum):
    """What a part of a text looks like: NIK has 16 digits, NIP 18."""

    IDENTITY_NUMBER = "identity_number"
    EMPLOYEE_NUMBER = "employee_number"
    PHONE_NUMBER = "phone_number"
    EMAIL = "email"


@dataclass(frozen=True, slots=True)
class Hint:
    """Where such a part stands: from `start` to before `end`, in characters."""

    kind: Kind
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Verdict:
    """Somebody's decision. reason: why, in words. shown_text: what the public reads, None where it is hidden."""

    choice: Choice
    reason: str | None
    shown_text: str | None


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A citizen's text, its answer, and the last verdict, None where nobody has read it."""

    response: Response
    verdict: Verdict | None

    @property
    def state(self) -> State:
        return State.WAITING if self.verdict is None else State(self.verdict.choice.value)

    @property
    def counts(self) -> bool:
        """Whether its answer counts: it was never set aside, or accepted after a look."""
        return self.response.answer.reason is None or self.response.decision is Decision.ACCEPTED


@dataclass(frozen=True, slots=True)
class Judge:
    """Shows a suggestion, as it is or masked, or hides it."""

    answer_id: UUID
    choice: Choice
    reason: str | None
    shown_text: str | None


_DIGITS: Final = re.compile(r"(?<![0-9])\+?[0-9](?:[ .\-()]{0,2}[0-9]){7,}(?![0-9])")
# It begins where such a part begins: to try each letter of a long one would take the square of its length.
_EMAIL: Final = re.compile(r"(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_BY_LENGTH: Final[Mapping[int, Kind]] = MappingProxyType({16: Kind.IDENTITY_NUMBER, 18: Kind.EMPLOYEE_NUMBER})
_PHONE: Final = re.compile(r"\+?62[0-9]{7,12}|0[0-9]{8,12}")


def hints(text: str) -> tuple[Hint, ...]:
    """What in the text looks as if it led to somebody, in the order of its places."""
    found = [Hint(Kind.EMAIL, *each.span()) for each in _EMAIL.finditer(text)]
    for each in _DIGITS.finditer(text):
        digits = re.sub(r"[^0-9+]", "", each[0])
        kind = _BY_LENGTH.get(len(digits)) or (Kind.PHONE_NUMBER if _PHONE.fullmatch(digits) else None)
        if kind is not None:
            found.append(Hint(kind, *each.span()))
    return tuple(sorted(found, key=lambda hint: (hint.start, hint.end)))


def judge(command: Judge, found: Suggestion) -> Verdict | None:
    """The verdict to keep; None where just this was decided already.

    Raises:
        Refusal: `no_suggestion`, `suggestion_set_aside`, `reason_required`, `not_masked`, `nothing_left`.
    """
    original = found.response.answer.suggestion
    if original is None:
        raise Refusal(Code.NO_SUGGESTION, "This answer came without a suggestion.")
    shown = None
    if command.choice is Choice.SHOWN:
        if not found.counts:
            sentence = "The answer of this suggestion is set aside or rejected: review the answer first, or hide this."
            raise Refusal(Code.SUGGESTION_SET_ASIDE, sentence)
        shown = _checked(command.shown_text, original)
    elif command.shown_text is not None:
        raise Refusal(Code.NOT_MASKED, "A hidden suggestion has no text that is shown.", "#/shown_text")
    wanted = Verdict(command.choice, command.reason, shown)
    if found.verdict is not None and (found.verdict.choice, found.verdict.shown_text) == (command.choice, shown):
        return None
    if command.reason is None and (command.choice is Choice.HIDDEN or found.verdict is not None):
        sentence = "Say why it is hidden, or why it was decided otherwise before."
        raise Refusal(Code.REASON_REQUIRED, sentence, "#/reason")
    return wanted


def masked(original: str, shown: str) -> bool:
    """Whether `shown` is the original with parts, of one character at least, replaced by the mask."""
    first, *others = shown.split(MASK)
    if not original.startswith(first):
        return False
    if not others:
        return shown == original
    at = len(first)
    for piece in others[:-1]:
        # The leftmost place leaves most for the rest, so no other needs to be tried.
        at = original.find(piece, at + 1)
        if at < 0:
            return False
        at += len(piece)
    last = others[-1]
    return original.endswith(last) and len(original) - len(last) > at


def _checked(wanted: str | None, original: str) -> str:
    shown = original if wanted is None else wanted
    if not masked(original, shown):
        sentence = f"A shown text is the original with parts replaced by «{MASK}»: nothing is added or put otherwise."
        raise Refusal(Code.NOT_MASKED, sentence, "#/shown_text")
    if not any(character.isalnum() for character in shown):
        raise Refusal(Code.NOTHING_LEFT, "Nothing to read is left of this text: hide it instead.", "#/shown_text")
    return shown
