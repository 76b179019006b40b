"""The explanation as text: byte for byte as it was approved, and each of its sums is right by plain arithmetic."""

import ast
import operator
import re
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from typing import Any, Final

import pytest
from scoring_svc.domain.as_of import AsOf
from scoring_svc.domain.policy import Choice
from scoring_svc.entrypoints.pages.formulas import Formulas
from scoring_svc.entrypoints.pages.plain import Plain

from .. import golden
from .. import situations as that

OPERATIONS: Final[dict[type[ast.operator], Callable[[Any, Any], Any]]] = {
    ast.Add: operator.add, ast.Sub: operator.sub, ast.Mult: operator.mul, ast.Div: operator.truediv,
}  # fmt: skip
SUM: Final = re.compile(r"^[-\d.,()+−×÷ %]+$")


async def test_the_files_are_what_is_written():
    written = await golden.files()
    assert sorted(written) == sorted(path.name for path in golden.HERE.iterdir() if path.suffix in (".txt", ".json"))
    for name, content in written.items():
        assert content == (golden.HERE / name).read_bytes(), f"{name} is not what was approved"


def by_hand(node: ast.expr) -> Fraction:
    if isinstance(node, ast.Constant):
        return Fraction(str(node.value))
    if isinstance(node, ast.UnaryOp):
        return -by_hand(node.operand)
    assert isinstance(node, ast.BinOp), ast.dump(node)
    return OPERATIONS[type(node.op)](by_hand(node.left), by_hand(node.right))


def read(text: str) -> Fraction:
    """`(60 × 90 + 25 % × 100) ÷ 85`, by the rules of arithmetic."""
    for sign, plain in ((",", ""), ("−", "-"), ("×", "*"), ("÷", "/"), (" %", "/100")):
        text = text.replace(sign, plain)
    return by_hand(ast.parse(text.strip(), mode="eval").body)


def sums(text: str) -> list[tuple[str, str]]:
    """Each «sum = result» in a text, without what is said before and after."""
    found: list[tuple[str, str]] = []
    for line in text.splitlines():
        for piece in line.split("→"):
            left, equals, right = piece.rpartition(" = ")
            left = left.rpartition(": ")[2]
            result = re.match(r" *-?[\d,.]*\d", right)
            if equals and result and SUM.match(left):
                found.append((left, result[0].replace(",", "")))
    return found


@pytest.mark.parametrize("policy", golden.policies())
def test_each_sum_is_right_by_plain_arithmetic(policy: str):
    found = sums((golden.HERE / f"{policy}.en.txt").read_text())
    assert len(found) >= 15, "the text shows how its numbers came about"
    for left, result in found:
        exact, shown = read(left), Fraction(result)
        tolerance = Fraction(1, 2 * 10 ** max(2, len(result.partition(".")[2])))
        assert abs(exact - shown) <= tolerance, f"{left} is {float(exact)}, not {result}"


@pytest.mark.parametrize("policy", golden.policies())
@pytest.mark.parametrize("language", golden.LANGUAGES)
def test_every_event_is_named_and_no_source_is_a_mark(policy: str, language: str):
    text = (golden.HERE / f"{policy}.{language}.txt").read_text()
    counted = [each for each in golden.log() if policy != "lampung" or each.source_id.int != 0xF501]
    for each in counted:
        assert str(each.event_id) in text
    assert not re.search(r": (own|verify)\b", text)


@pytest.mark.parametrize(
    ("source", "id_", "en"),
    [
        ("PP 30/2019 Ps 41", "PP 30/2019 Ps 41", "PP 30/2019 Ps 41"),
        ("own", "kebijakan daerah (tidak ada aturan pusat)", "the region's own policy (no national rule)"),
        ("owners", "owners", "owners"),
        ("own, within PP 30/2019", "kebijakan daerah (tidak ada aturan pusat), within PP 30/2019",
         "the region's own policy (no national rule), within PP 30/2019"),
        ("verify: KMK 127/2026", "KMK 127/2026 (belum diperiksa terhadap peraturan)",
         "KMK 127/2026 (not yet checked against the regulation)"),
        ("PermenPANRB 8/2021 annex VI; own inside the range",
         "PermenPANRB 8/2021 lampiran VI; di dalam rentang: kebijakan daerah (tidak ada aturan pusat)",
         "PermenPANRB 8/2021 annex VI; inside the range: the region's own policy (no national rule)"),
        ("verify: PP 2/2000 annex I", "PP 2/2000 lampiran I (belum diperiksa terhadap peraturan)",
         "PP 2/2000 annex I (not yet checked against the regulation)"),
        ("PP 1/2000; verify: PP 2/2000", "PP 1/2000; PP 2/2000 (belum diperiksa terhadap peraturan)",
         "PP 1/2000; PP 2/2000 (not yet checked against the regulation)"),
    ],
)  # fmt: skip
def test_a_source_in_words(source: str, id_: str, en: str):
    assert [Formulas(golden.PAGES, language).source(source) for language in golden.LANGUAGES] == [id_, en]


async def test_a_moment_is_named():
    moment = AsOf(that.TODAY, that.NOW)
    then = {"effective_on": moment.effective_on, "known_at": moment.known_at}
    why = {**await golden.explained(that.LAMPUNG), "as_of": then}
    text = Plain(golden.PAGES, "en", "Asia/Jakarta").write(why)
    assert "By what is known now of the days up to 9 July 2026." in text
    assert "By what was known at 9 July 2026, 10:00 WIB." in text
    half = Plain(golden.PAGES, "en", "Asia/Jakarta").write({**why, "as_of": {**then, "known_at": None}})
    assert "By what was known at" not in half


@pytest.mark.parametrize("policy", golden.policies())
async def test_an_empty_card_says_what_is_missing_and_shows_no_sum(policy: str):
    why = await golden.explained(golden.policies()[policy], [])
    text = Plain(golden.PAGES, "en", "Asia/Jakarta").write(why)
    for sentence in ("No plan has been approved yet.", "The superior has not evaluated yet.", "There is no score yet"):
        assert sentence in text
    assert sums(text) == [] and "RUNNING ACHIEVEMENT SCORE: –" in text


async def test_what_is_met_at_the_floor_and_what_is_kept_back_are_told():
    """A score of a very good one without an innovation, and a policy by which what is missing counts as the floor."""
    floored = replace(that.LAMPUNG, missing=Choice("floor", "own"))
    said = [that.plan(that.indicator(target="100", max_attainable=True)), that.realized("100")]
    text = Plain(golden.PAGES, "en", "Asia/Jakarta").write(await golden.explained(floored, said))
    assert "(60 × 120 + 25 × 0) ÷ 85 = 84.7059" in text
    kept = Plain(golden.PAGES, "en", "Asia/Jakarta").write(await golden.explained(that.LAMPUNG, said))
    assert "Very good" in kept and "Good: from 90 to 110" in kept
