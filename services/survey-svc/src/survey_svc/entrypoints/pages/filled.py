"""A form as somebody filled it in: read into an answer's body, or its faults by field."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from pydantic import ValidationError

from survey_svc.domain.elements import HIGHEST, LOWEST, Element
from survey_svc.entrypoints.schemas import AnswerBody

RESPONDENT: Final = ("sex", "education", "occupation", "time_slot")
SCORES: Final[Mapping[str, int]] = {str(each): each for each in range(LOWEST, HIGHEST + 1)}
KEY: Final = "key"
"""Names one showing of the form, so that a second press of the button is no second answer."""


@dataclass(frozen=True, slots=True)
class Filled:
    """values: as they were sent. faults: field → the name of what is wrong, in the form's order. body: None with
    faults."""

    values: Mapping[str, str]
    faults: Mapping[str, str]
    body: AnswerBody | None

    @property
    def key(self) -> str | None:
        return self.values.get(KEY) or None


def read(sent: Mapping[str, str], asked: tuple[Element, ...]) -> Filled:
    """Every fault at once, so that nobody is sent back twice; fields that the form does not have are one too."""
    known = {*asked, *RESPONDENT, "suggestion", KEY}
    wrong = [each for each in asked if sent.get(each) not in SCORES]
    faults = {each.value: "score" if sent.get(each) else "missing" for each in wrong}
    faults |= {name: "unknown" for name in sent if name not in known}
    content: dict[str, Any] = {
        "scores": {each.value: SCORES[sent[each]] for each in asked if sent.get(each) in SCORES},
        # A browser ends the lines of a text by carriage return and line feed.
        "suggestion": sent.get("suggestion", "").replace("\r\n", "\n") or None,
        "respondent": {name: sent[name] for name in RESPONDENT if sent.get(name)},
    }
    body = None
    try:
        body = AnswerBody.model_validate(content)
    except ValidationError as error:
        for each in error.errors():
            field = str(each["loc"][-1])
            faults[field] = "suggestion" if field == "suggestion" else "choice"
    return Filled(sent, faults, None if faults else body)
