"""Every word that a page may ask for has a text, in both languages, with the same places for values."""

import re
import string

import pytest
from chassis.pages.rendering import HERE, read_texts
from survey_svc.domain.elements import Element
from survey_svc.domain.index import Grade, Rounding
from survey_svc.domain.refusals import Code
from survey_svc.entrypoints.pages import FOLDER
from survey_svc.entrypoints.pages.answering import CHOICES
from survey_svc.entrypoints.result_schemas import SourcesView

TEXTS = {
    language: {**read_texts(HERE / "texts")[language], **own} for language, own in read_texts(FOLDER / "texts").items()
}
PUBLIC_REFUSALS = {
    Code.UNKNOWN_SURVEY, Code.SURVEY_NOT_OPEN, Code.SURVEY_CLOSED, Code.OUTSIDE_SURVEY_DAYS, Code.INVITATION_NEEDED,
    Code.INVITATION_NOT_VALID, Code.INVITATION_USED, Code.INVITATION_EXPIRED,
}  # fmt: skip
KEYS = {
    *(f"element.{element}" for element in Element),
    *(f"grade.{grade}" for grade in Grade),
    *(f"basis.rounding_{rounding}" for rounding in Rounding),
    *(f"basis.{name}" for name in SourcesView.model_fields if name != "rounding"),
    *(f"source.{name}" for name in SourcesView.model_fields),
    *(f"score.{score}" for score in range(1, 5)),
    *(f"fault.{fault}" for fault in ("missing", "score", "choice", "suggestion", "unknown")),
    *(f"respondent.{name}_{each.value}" for name, kind in CHOICES.items() for each in kind),
    *(f"respondent.{name}" for name in (*CHOICES, "suggestion")),
    *(f"problem.{code}.{part}" for code in PUBLIC_REFUSALS for part in ("title", "text")),
}
ASKED = re.compile(r"\bt\('(?P<key>[a-z_.]+)'(?! *~)")


def places(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize("language", TEXTS)
def test_every_word_has_a_text(language: str):
    asked = {found["key"] for path in (FOLDER / "templates").iterdir() for found in ASKED.finditer(path.read_text())}
    assert asked
    assert (KEYS | asked) <= set(TEXTS[language])


def test_both_languages_have_the_same_words_and_values():
    indonesian, english = TEXTS["id"], TEXTS["en"]
    assert set(indonesian) == set(english)
    assert {key for key, text in indonesian.items() if places(text) != places(english[key])} == set()
