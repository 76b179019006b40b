"""Every refusal code has its words, and the page that lists them is the code's."""

import pytest
from refusals import WORDS, Answer, document, found, words

FOUND, SAID = found(), words()


@pytest.mark.parametrize("code", sorted(FOUND))
def test_a_code_says_what_it_means_and_what_to_do(code: str):
    sentences = SAID.get(code, {})
    assert set(sentences) == {"meaning", "cure"}, f"write meaning and cure into {WORDS.name}, then `make documents`"
    for sentence in sentences.values():
        assert sentence[0].isupper() or sentence[0] == "`"
        assert sentence.endswith(".")
        assert "|" not in sentence


def test_no_words_are_left_of_a_code_that_is_gone():
    assert set(SAID) <= set(FOUND)


def test_the_list_has_what_services_share_and_what_is_theirs():
    assert FOUND["unauthenticated"] == {Answer("every", 401)}
    assert FOUND["text_too_long"] == {Answer("every", 422)}
    assert FOUND["body_too_large"] == {Answer("every", 413)}
    assert FOUND["appeal_too_late"] == {Answer("evaluation", 409)}
    assert FOUND["weights_not_100"] == {Answer("target", 422)}
    assert FOUND["not_a_moment"] == {Answer("scoring", 422)}
    # A service's own and the chassis' are one line where their status is one.
    assert FOUND["stale_version"] == {Answer("every", 412)}


def test_each_code_is_one_line_of_the_page():
    lines = [line for line in document().splitlines() if line.startswith("| `")]
    assert [line.split("`")[1] for line in lines] == sorted(FOUND)
