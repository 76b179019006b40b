"""Titles, units of measure and weights: what cannot be measured is refused with its place, and nothing else is."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from target_svc.domain.measurable import SHORTEST_TITLE, check_measure, check_title, sounds
from target_svc.domain.refusals import Code, Refusal
from target_svc.domain.work_results import WorkResult, all_indicators, check

from .. import situations as that

RANGE = {"direction": "range", "target": None, "range_low": Decimal(2), "range_high": Decimal(8), "better": "lower"}
ZERO = {"direction": "zero", "target": Decimal(0), "consolidation": "sum"}


def refused(work_results: list[WorkResult], *, leads: bool = False, whole: bool = False) -> Refusal:
    with pytest.raises(Refusal) as found:
        check(work_results, that.year(), leads=leads, whole=whole)
    assert found.value.detail.endswith((".", ")"))
    return found.value


@pytest.mark.parametrize(
    "title",
    [
        "Baik",
        "Imunisasi",
        "Imun a.",
        "meningkatkan kinerja",
        "Meningkatkan kinerja pegawai",
        "Meningkatkan kualitas pelayanan",
        "Mendukung tugas pimpinan",
        "Kinerja yang baik",
        "Pelayanan prima",
        "Improve the quality of work",
    ],
)
def test_a_title_that_names_no_result(title: str):
    with pytest.raises(Refusal) as found:
        check_title(title)
    assert (found.value.code, found.value.pointer) == (Code.NOT_MEASURABLE, "#/title")


def test_the_sentence_names_the_vague_verb():
    with pytest.raises(Refusal, match="«meningkatkan» alone names no result: say what is counted"):
        check_title("Meningkatkan kinerja pegawai")
    with pytest.raises(Refusal, match="These words name no result: say what is counted"):
        check_title("Kinerja yang baik")
    with pytest.raises(Refusal, match="Say what is to be achieved"):
        check_title("Kinerja")


@pytest.mark.parametrize(
    "title",
    [
        "Uji petik",
        "Waktu tunggu",
        "Cakupan imunisasi",
        "Mutu vaksin",
        "Meningkatnya cakupan imunisasi",
        "Meningkatkan kinerja 12 pegawai",
        "Terlaksananya posyandu di Kedaton",
    ],
)
def test_a_title_that_names_one(title: str):
    check_title(title)


def test_the_shortest_title():
    assert len("Uji peti") == SHORTEST_TITLE
    check_title("Uji peti")
    with pytest.raises(Refusal):
        check_title("Uji pet")


@given(st.text(max_size=60))
def test_a_number_and_two_words_are_always_enough(text: str):
    check_title(f"{text} dokumen terbit 12")


@pytest.mark.parametrize("measure", ["-", "?", "12", "...", "baik", "Baik", "Baik, tepat", "n/a"])
def test_a_measure_in_which_nothing_is_counted(measure: str):
    with pytest.raises(Refusal) as found:
        check_measure(measure)
    assert (found.value.code, found.value.pointer) == (Code.NOT_MEASURABLE, "#/measure")


def test_the_sentences_about_a_measure():
    with pytest.raises(Refusal, match="Name the unit in which this is counted"):
        check_measure("-")
    with pytest.raises(Refusal, match="«Baik» is a judgement and no unit"):
        check_measure("Baik")


@pytest.mark.parametrize("measure", ["%", "persen", "hari kerja", "Rp", "°C", "‰", "laporan selesai", "% baik"])
def test_a_measure_in_which_something_is(measure: str):
    check_measure(measure)


def test_titles_that_sound_alike():
    assert sounds("  Cakupan   IMUNISASI ") == sounds("cakupan imunisasi")
    assert sounds("cakupan imunisasi") != sounds("cakupanimunisasi")


@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({"title": "Baik"}, Code.NOT_MEASURABLE, "title"),
        ({"measure": "-"}, Code.NOT_MEASURABLE, "measure"),
        ({"aspect": None}, Code.ASPECT_OR_PERSPECTIVE, "aspect"),
        ({"perspective": "budget"}, Code.ASPECT_OR_PERSPECTIVE, "aspect"),
        ({"aspect": None, "perspective": "budget"}, Code.PERSPECTIVE_OF_HEADS, "perspective"),
        ({"weight": Decimal(0)}, Code.WEIGHT_MALFORMED, "weight"),
        ({"weight": Decimal("100.01")}, Code.WEIGHT_MALFORMED, "weight"),
        ({"target": Decimal(0)}, Code.ZERO_TARGET, "target"),
        ({"target": Decimal(-1)}, Code.ZERO_TARGET, "target"),
        ({"target": None}, Code.TARGET_MALFORMED, "target"),
        ({"direction": "minimize", "target": Decimal(0)}, Code.ZERO_TARGET, "target"),
        ({"range_low": Decimal(1)}, Code.TARGET_MALFORMED, "range_low"),
        ({"range_high": Decimal(1)}, Code.TARGET_MALFORMED, "range_low"),
        ({"better": "higher"}, Code.TARGET_MALFORMED, "better"),
        ({**RANGE, "target": Decimal(5)}, Code.TARGET_MALFORMED, "target"),
        ({**RANGE, "range_low": None}, Code.TARGET_MALFORMED, "range_low"),
        ({**RANGE, "range_high": None}, Code.TARGET_MALFORMED, "range_low"),
        ({**RANGE, "range_high": Decimal(2)}, Code.TARGET_MALFORMED, "range_low"),
        ({**RANGE, "range_low": Decimal(0)}, Code.ZERO_TARGET, "range_low"),
        ({**RANGE, "better": None}, Code.TARGET_MALFORMED, "better"),
        ({**ZERO, "target": Decimal("0.5")}, Code.TARGET_MALFORMED, "target"),
        ({**ZERO, "target": Decimal(-1)}, Code.TARGET_MALFORMED, "target"),
        ({**ZERO, "target": None}, Code.TARGET_MALFORMED, "target"),
        ({**ZERO, "range_low": Decimal(1)}, Code.TARGET_MALFORMED, "range_low"),
        ({"deadline": date(2027, 1, 1)}, Code.DEADLINE_OUTSIDE, "deadline"),
        ({"deadline": date(2025, 12, 31)}, Code.DEADLINE_OUTSIDE, "deadline"),
    ],
)
def test_an_indicator_that_cannot_be_measured(changes: dict[str, Any], code: Code, field: str):
    first = that.result(that.indicator(id=that.WAITING, title="Waktu tunggu pasien", weight=Decimal(1)))
    wrong = that.result(that.indicator(**changes), id=that.OTHER_RESULT, title="Layanan gawat darurat Kedaton")
    found = refused([first, wrong])
    assert (found.code, found.pointer) == (code, f"#/work_results/1/indicators/0/{field}")


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"weight": Decimal("0.000001")},
        {"deadline": date(2026, 1, 1)},
        {"target": Decimal("0.000001")},
        RANGE,
        {**RANGE, "better": "higher"},
        {**RANGE, "range_low": Decimal("0.000001")},
        ZERO,
        {**ZERO, "target": Decimal(3)},
        {"direction": "minimize", "target": Decimal(1)},
    ],
)
def test_an_indicator_that_can(changes: dict[str, Any]):
    check([that.result(that.indicator(**changes))], that.year(), leads=False, whole=False)


def test_perspectives_are_for_who_leads():
    seen = that.indicator(aspect=None, perspective="service_recipients")
    check([that.result(seen)], that.year(), leads=True, whole=True)
    check([that.result(that.indicator())], that.year(), leads=True, whole=True)


def two(first: str, second: str, **changes: Any) -> list[WorkResult]:
    """Two results with an indicator each, of these weights."""
    other = that.indicator(id=that.WAITING, title="Waktu tunggu pasien", weight=Decimal(second))
    return [
        that.result(that.indicator(weight=Decimal(first))),
        that.result(other, **{"id": that.OTHER_RESULT, "title": "Layanan rawat jalan Kedaton", **changes}),
    ]


def test_weights_make_a_hundred():
    check(two("60", "40"), that.year(), leads=False, whole=True)
    check(two("60", "39.99"), that.year(), leads=False, whole=False)
    under, over = refused(two("60", "39.99"), whole=True), refused(two("60", "40.01"))
    assert (under.code, under.pointer) == (Code.WEIGHTS_NOT_100, "#/work_results")
    assert (over.code, over.pointer) == (Code.WEIGHTS_OVER_100, "#/work_results")
    assert "99.99 percent" in under.detail
    assert "100.01 percent" in over.detail


def test_a_whole_plan_has_a_main_result_and_an_indicator_for_each():
    check([], that.year(), leads=False, whole=False)
    none, bare = refused([], whole=True), refused([that.result()], whole=True)
    assert (none.code, none.pointer) == (Code.NO_MAIN_RESULT, "#/work_results")
    assert (bare.code, bare.pointer) == (Code.NO_INDICATORS, "#/work_results/0/indicators")
    aside = refused([that.result(that.indicator(), kind="additional")], whole=True)
    assert (aside.code, aside.pointer) == (Code.NO_MAIN_RESULT, "#/work_results")
    check(two("60", "40", kind="additional"), that.year(), leads=False, whole=True)


def test_a_results_own_title_is_measured():
    vague = refused([that.result(title="Meningkatkan kinerja")])
    assert (vague.code, vague.pointer) == (Code.NOT_MEASURABLE, "#/work_results/0/title")


def test_ids_and_titles_stand_once():
    results = two("60", "40")
    same_id = refused(two("60", "40", id=that.RESULT))
    assert (same_id.code, same_id.pointer) == (Code.REPEATED_WORK_RESULT, "#/work_results/1/id")
    same_as_the_first = refused([*results, replace(results[1], id=that.RESULT)])
    assert same_as_the_first.pointer == "#/work_results/2/id"
    same_title = refused(two("60", "40", title=results[0].title.upper()))
    assert (same_title.code, same_title.pointer) == (Code.REPEATED_TITLE, "#/work_results/1/title")
    (first,), (second,) = results[0].indicators, results[1].indicators
    again = refused([results[0], replace(results[1], indicators=(replace(second, id=first.id),))])
    assert (again.code, again.pointer) == (Code.REPEATED_INDICATOR, "#/work_results/1/indicators/0/id")
    third = replace(second, id=first.id, title="Lama rawat pasien")
    after_another = refused([results[0], replace(results[1], indicators=(second, third))])
    assert (after_another.code, after_another.pointer) == (
        Code.REPEATED_INDICATOR,
        "#/work_results/1/indicators/1/id",
    )
    alike = refused([results[0], replace(results[1], indicators=(replace(second, title=first.title.upper()),))])
    assert (alike.code, alike.pointer) == (Code.REPEATED_TITLE, "#/work_results/1/indicators/0/title")
    assert [each.id for each in all_indicators(results)] == [that.COVERAGE, that.WAITING]
