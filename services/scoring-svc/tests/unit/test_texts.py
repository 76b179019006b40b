"""Every word that a page may ask for has a text, in both languages, with the same places for values."""

import re
import string
from pathlib import Path
from typing import get_args

import pytest
from chassis.pages.rendering import HERE, read_texts
from contracts import words
from scoring_svc.adapters.rows import KINDS
from scoring_svc.domain.disclosure import LeftOut
from scoring_svc.domain.policy import COMPONENTS, ORGANIZATION_PREDICATES, RATINGS, ROUNDINGS
from scoring_svc.domain.policy import RULES as RULES_OF_POLICY
from scoring_svc.entrypoints.pages import FOLDER
from scoring_svc.entrypoints.pages.formulas import ALL_REACHED, RULES

TEXTS = {
    language: {**read_texts(HERE / "texts")[language], **own} for language, own in read_texts(FOLDER / "texts").items()
}
KEYS = {
    *(f"component.{name}.{text}" for name in COMPONENTS for text in ("title", "short")),
    *(f"rating.{rating}" for rating in RATINGS),
    *(f"direction.{direction}" for direction in get_args(words.Direction)),
    *(f"predicate.{predicate}" for predicate in (*get_args(words.Predicate), "none")),
    *(f"rule.{rule}" for rule in RULES),
    *(f"rule.{rule}{ALL_REACHED}" for rule in RULES if rule != "missing"),
    *(
        f"missing.{why}"
        for why in ("no_realization", "no_approved_plan", "no_evaluation", "no_survey", "too_few_answers")
    ),
    *("source.own", "source.verify", "source.verify_of"),
    *(f"basis.{basis}" for basis in RULES_OF_POLICY["survey.attribution"]),
    *(f"plain.by_{value}" for value in RULES_OF_POLICY["organization.value"]),
    *(f"organization.{predicate}" for predicate in ORGANIZATION_PREDICATES),
    *(f"rounding.{point}" for point in ROUNDINGS),
    *(f"left_out.{why}" for why in LeftOut),
}

ASKED = re.compile(r"\bt\('(?P<key>[a-z_.]+)'(?! *~)")


def places(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize("language", TEXTS)
def test_what_an_explanation_can_say_has_a_text(language: str):
    assert KEYS - set(TEXTS[language]) == set()
    causes = {"".join(f"_{c.lower()}" if c.isupper() else c for c in kind).lstrip("_") for kind in KINDS}
    assert {f"cause.{cause}" for cause in causes} - set(TEXTS[language]) == set()


def test_both_languages_say_the_same_things():
    indonesian, english = TEXTS["id"], TEXTS["en"]
    assert set(indonesian) == set(english)
    assert [key for key in indonesian if places(indonesian[key]) != places(english[key])] == []


@pytest.mark.parametrize("folder", [FOLDER, HERE], ids=["scoring-svc", "chassis"])
def test_what_templates_ask_for_by_name_has_a_text(folder: Path):
    for template in (folder / "templates").glob("*.html"):
        for piece in ASKED.finditer(template.read_text()):
            assert piece["key"] in TEXTS["id"], f"{template.name} asks for {piece['key']}"
