"""An instrument: the questions of a survey, one an element, in Indonesian and English, by key and version.

Invariant: a version that a survey uses never changes, so that an old index can always be read with what was asked for
it. The instrument that a region's file ships is in use from the start.
"""

from dataclasses import dataclass
from typing import Final

from survey_svc.domain.elements import Element
from survey_svc.domain.refusals import Code, Refusal

DEFAULT_KEY: Final = "skm"
DEFAULT_VERSION: Final = 1


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked about an element, in the two languages."""

    element: Element
    indonesian: str
    english: str


@dataclass(frozen=True, slots=True)
class Instrument:
    """One version. source: a regulation, own, or verify: and the regulation. questions: in the elements' order."""

    key: str
    version: int
    source: str
    questions: tuple[Question, ...]

    @property
    def elements(self) -> tuple[Element, ...]:
        return tuple(question.element for question in self.questions)


@dataclass(frozen=True, slots=True)
class Kept:
    """An instrument as it is kept. in_use: a survey names it, or the region ships it."""

    instrument: Instrument
    in_use: bool


def put(wanted: Instrument, kept: Kept | None) -> bool:
    """Whether there is something to keep.

    Raises:
        Refusal: `instrument_in_use`.
    """
    if kept is not None and kept.instrument == wanted:
        return False
    if kept is not None and kept.in_use:
        sentence = f"Surveys ask by «{wanted.key}» version {wanted.version}, so it stays as it is: make a new version."
        raise Refusal(Code.INSTRUMENT_IN_USE, sentence)
    return True


def check_asked(elements: tuple[Element, ...], instrument: Instrument) -> None:
    """Refuses elements for which the instrument has no question."""
    for element in elements:
        if element not in instrument.elements:
            sentence = f"«{instrument.key}» version {instrument.version} has no question about «{element}»."
            raise Refusal(Code.ELEMENT_NOT_IN_INSTRUMENT, sentence, "#/elements")
