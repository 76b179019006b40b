"""A text's lines as a page places them."""

import pytest
from scoring_svc.entrypoints.pages.sections import Entry, is_formula, section


def test_lines_are_placed_by_their_indentation():
    found = section(["TITLE", "  a note", "  - one", "    of one", "    more", "  - two", "  of the whole"])
    assert found.title == "TITLE" and found.notes == ["a note", "of the whole"]
    assert found.entries == [Entry("one", ["of one", "more"]), Entry("two", [])]


def test_an_indented_line_before_any_entry_is_of_the_whole():
    assert section(["TITLE", "    deep"]).notes == ["deep"]


@pytest.mark.parametrize(
    ("line", "formula"),
    [
        ("77,4 ÷ 93 × 100 = 83,2258", True),
        ("80 ≤ 85 ≤ 90 → 100", True),
        ("Rating: meets = 100", False),
        ("a ÷ b", False),
        ("A sentence.", False),
    ],
)
def test_what_can_be_reckoned_looks_so(line: str, formula: bool):
    assert is_formula(line) is formula
