"""A policy is refused whole, with all its faults named; which version holds for a year."""

import re
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import msgspec
import pytest
from chassis.region import RegionRefused
from scoring_svc.adapters.policy_draft import draft
from scoring_svc.adapters.policy_pack import PolicyRefused, load
from scoring_svc.domain.faults import faults, of_all
from scoring_svc.domain.policy import Category, Choice, Digits, Packs, Policy, Step, Switch, Value

from .. import situations as that

WEIGHTS = {"targets": "60", "evaluation": "25", "survey": "15"}
STEP = "zero.step must be above 0, for a graded zero takes it off for each occurrence"
PACK = (that.REGION / "policies" / "1.toml").read_text()
LAMPUNG, JATENG = that.LAMPUNG, that.JATENG


def number(value: str) -> Value:
    return Value(Decimal(value), "own")


def values(**numbers: str) -> dict[str, Value]:
    return {name: number(value) for name, value in numbers.items()}


def banded(name: str, low: str, high: str, *, innovation: bool = False) -> Policy:
    """Lampung's policy with one category elsewhere."""
    band = Category(number(low), number(high), Switch(innovation, "own"))
    return replace(LAMPUNG, categories={**LAMPUNG.categories, name: band})


def stepped(*steps: tuple[str, str]) -> Policy:
    return replace(JATENG, conversion=tuple(Step(Decimal(at), Decimal(value), "own") for at, value in steps))


def ruled(name: str, rule: str) -> Policy:
    return replace(LAMPUNG, directions={**LAMPUNG.directions, name: Choice(rule, "own")})


@pytest.mark.parametrize("region", sorted(that.REGION.parent.iterdir()), ids=lambda path: path.name)
def test_every_regions_packs_can_come_into_force(region: Path):
    assert all(faults(pack.policy) == [] for pack in load(region))


@pytest.mark.parametrize(
    ("policy", "fault"),
    [
        (replace(LAMPUNG, weights=values(**{**WEIGHTS, "survey": "14.99"})), "weights make 99.99, not 100"),
        (replace(LAMPUNG, weights=values(targets="100")), "weights needs just targets, evaluation, survey"),
        (
            replace(LAMPUNG, weights=values(targets="110", evaluation="-25", survey="15")),
            "weights.evaluation must not be negative",
        ),
        (
            replace(JATENG, weights=values(**WEIGHTS)),
            "weights needs just targets, evaluation, survey, organization",
        ),
        (
            replace(LAMPUNG, rating_weights=values(work_results="70", work_behavior="31")),
            "rating_weights.without_peers make 101, not 100",
        ),
        (
            replace(LAMPUNG, rating_weights_peers=values(work_results="60")),
            "rating_weights.with_peers needs just work_results, work_behavior",
        ),
        (replace(LAMPUNG, ratings=values(above="110", meets="100")), "ratings needs just below, meets, above"),
        (
            replace(LAMPUNG, ratings=values(above="100", meets="100", below="75")),
            "ratings.meets must lie under ratings.above",
        ),
        (
            replace(LAMPUNG, ratings=values(above="121", meets="100", below="75")),
            "ratings.above must lie between floor and cap",
        ),
        (
            replace(LAMPUNG, ratings=values(above="110", meets="100", below="-1")),
            "ratings.below must lie between floor and cap",
        ),
        (replace(LAMPUNG, floor=number("120")), "achievement.floor must lie under the cap"),
        (
            replace(LAMPUNG, survey=replace(LAMPUNG.survey, minimum=number("0"))),
            "survey.minimum_answers must be at least 1, for an index of nobody does not exist",
        ),
        (
            replace(LAMPUNG, rounding={**LAMPUNG.rounding, "score": Digits(9, "own")}),
            "rounding.score must be a whole number from 0 to 8",
        ),
        (replace(LAMPUNG, rounding={}), "rounding.value must be a whole number from 0 to 8"),
        (
            banded("good", "90", "110.01"),
            "categories.good overlaps categories.very_good from 110 to 110.01",
        ),
        (
            banded("good", "90.01", "110"),
            "categories has a gap between needs_improvement and good, from 90 to 90.01",
        ),
        (banded("good", "110", "110"), "categories.good is empty: it begins at 110 and ends at 110"),
        (banded("very_good", "110", "119"), "categories.very_good must end at the cap, 120"),
        (banded("very_poor", "1", "50"), "categories.very_poor must begin at the floor, 0"),
        (
            banded("very_poor", "0", "50", innovation=True),
            "categories.very_poor cannot need an innovation, for nothing lies under it",
        ),
        (
            replace(LAMPUNG, categories=dict(reversed(list(LAMPUNG.categories.items())))),
            "categories needs just very_good, good, needs_improvement, poor, very_poor, the best first",
        ),
        (stepped(("0", "0")), "conversion.points needs at least two points"),
        (
            stepped(("0", "0"), ("60", "50"), ("60", "51")),
            "conversion.points has 60 twice, or not in ascending order",
        ),
        (
            stepped(("0", "0"), ("60", "50"), ("80", "49")),
            "conversion.points falls from 60 to 80: more would count less",
        ),
        (replace(JATENG, between=None), "conversion.between is missing"),
        (replace(JATENG, zero_step=None), STEP),
        (
            replace(JATENG, zero_step=number("0")),
            STEP,
        ),
        (
            ruled("maximize", "magic"),
            "directions.maximize has the unknown rule magic: it is one of ratio, ratio_damped",
        ),
        (replace(LAMPUNG, directions={}), "directions.zero is missing"),
        (ruled("sideways", "ratio"), "directions.sideways is not known here"),
        (
            replace(
                JATENG,
                organization=replace(JATENG.organization, predicates=values(outstanding="115")),
            ),
            "organization.predicates needs just very_poor, poor, needs_improvement, good, outstanding",
        ),
    ],
)  # fmt: skip
def test_a_fault_is_named(policy: Policy, fault: str):
    assert fault in faults(policy)


def test_bands_that_only_touch_and_the_outermost_values_are_no_fault():
    assert faults(replace(LAMPUNG, ratings=values(above="120", meets="100", below="0"))) == []
    assert faults(replace(LAMPUNG, survey=replace(LAMPUNG.survey, minimum=number("1")))) == []
    assert faults(replace(LAMPUNG, rounding={name: Digits(8, "own") for name in LAMPUNG.rounding})) == []
    assert faults(replace(LAMPUNG, rounding={name: Digits(0, "own") for name in LAMPUNG.rounding})) == []
    assert faults(stepped(("0", "50"), ("60", "50"))) == []
    assert faults(replace(LAMPUNG, weights=values(targets="100", evaluation="0", survey="0"))) == []


def test_a_graded_zero_may_take_off_as_little_as_it_likes():
    assert faults(replace(JATENG, zero_step=number("1"))) == []
    assert faults(replace(JATENG, zero_step=number("0.01"))) == []


@pytest.mark.parametrize(("policy", "value"), [(LAMPUNG, "predicate"), (JATENG, "achievement")])
def test_predicates_need_numbers_only_where_they_count_within_the_score(policy: Policy, value: str):
    rules = replace(policy.organization, value=Choice(value, "own"), predicates={})
    assert faults(replace(policy, organization=rules)) == []


def region(tmp_path: Path, *packs: str) -> Path:
    (tmp_path / "policies").mkdir()
    for number_, text in enumerate(packs, start=1):
        (tmp_path / "policies" / f"{number_}.toml").write_text(text)
    return tmp_path


def test_all_faults_are_named_at_once(tmp_path: Path):
    text = PACK.replace("targets = { value = 60", "targets = { value = 59.99")
    text = text.replace("minimum_answers = { value = 30", "minimum_answers = { value = 0")
    text = text.replace('maximize = { value = "ratio"', 'maximize = { value = "guess"')
    text = text.replace("from = { value = 70", "from = { value = 71")
    text = text.replace("score = { value = 4", "score = { value = 20") + "[bonus]\nvalue = 1\n"
    with pytest.raises(PolicyRefused) as refused:
        load(region(tmp_path, text.replace('zero = { value = "all_or_nothing", source = "own" }', "")))
    for fault in (
        "weights make 99.99, not 100",
        "survey.minimum_answers must be at least 1",
        "directions.maximize is one of ratio, ratio_damped, not «guess»",
        "categories has a gap between poor and needs_improvement, from 70 to 71",
        "rounding.score lies between 0 and 8, not at 20",
        "directions.zero is missing",
        "bonus.value is not known here",
    ):
        assert fault in str(refused.value)


@pytest.mark.parametrize(
    ("text", "words"),
    [("weights = [", "Invalid value"), ('id = "x"', "version is missing"), ("", "weights.targets|weights needs just")],
)
def test_what_cannot_be_read_is_refused_with_its_path(tmp_path: Path, text: str, words: str):
    with pytest.raises(PolicyRefused, match=words) as refused:
        load(region(tmp_path, text))
    assert str(tmp_path) in str(refused.value)


def test_a_region_without_a_policy_is_refused(tmp_path: Path):
    with pytest.raises(PolicyRefused, match=re.escape("has no policy, such as 1.toml")):
        load(tmp_path)


def later(version: int, day: date, id_: str = "lampung") -> Policy:
    return replace(LAMPUNG, id=id_, version=version, effective_from=day)


def test_versions_follow_each_other():
    second = later(2, date(2027, 1, 1))
    assert of_all([LAMPUNG, second]) == []
    assert of_all([LAMPUNG, LAMPUNG]) == ["version 1 is there twice"]
    assert of_all([LAMPUNG, later(2, LAMPUNG.effective_from)]) == ["version 2 must be in force later than version 1"]
    assert of_all([LAMPUNG, later(2, date(2027, 1, 1), "other")]) == [
        "version 2 has the id other, but the versions before it lampung"
    ]


def test_two_versions_of_a_region_are_read_in_order(tmp_path: Path):
    second = PACK.replace("version = 1", "version = 2").replace("2025-01-01", "2027-01-01")
    found = load(region(tmp_path, second, PACK))
    assert [pack.policy.version for pack in found] == [1, 2]


@pytest.mark.parametrize(
    ("starts_on", "version"),
    [
        (date(2024, 1, 1), 1),
        (date(2025, 1, 1), 1),
        (date(2026, 1, 1), 1),
        (date(2026, 12, 31), 1),
        (date(2027, 1, 1), 2),
        (date(2027, 1, 2), 2),
    ],
)
def test_the_version_in_force_at_a_years_start_holds_for_the_year(starts_on: date, version: int):
    packs = Packs((LAMPUNG, later(2, date(2027, 1, 1))))
    assert packs.of_year(starts_on).version == version


def test_a_version_is_found_by_its_name():
    packs = Packs((LAMPUNG, later(2, date(2027, 1, 1))))
    assert packs.find("lampung", 2) == packs.versions[1]
    assert packs.find("lampung", 3) is None and packs.find("other", 1) is None


def test_the_hash_is_of_what_a_pack_says_and_not_of_how_it_is_written(tmp_path: Path):
    (one,) = load(region(tmp_path, PACK.replace("# Lampung", "# The same")))
    assert one.hash == that.LAMPUNG_PACK[0].hash
    (tmp_path / "policies" / "1.toml").write_text(
        PACK.replace('targets = { value = 60, source = "own"', 'targets = { value = 60, source = "a decree"')
    )
    (other,) = load(tmp_path)
    assert other.hash != one.hash


def content() -> dict[str, Any]:
    return msgspec.json.decode(that.LAMPUNG_PACK[0].content)


def test_a_packs_own_content_comes_back_as_a_draft():
    assert draft(content()) == LAMPUNG
    jateng = msgspec.json.decode(load(that.REGION.parent / "jawa-tengah")[0].content)
    assert list(jateng["conversion"]["points"])[:3] == ["0", "100", "101"], "canonical writing is in the order of words"
    assert draft(jateng) == JATENG


def test_a_faulty_draft_names_all_its_faults():
    sent = content()
    sent["weights"]["targets"]["value"] = "60.5"
    sent["effective_from"] = "someday"
    sent["survey"]["scale"] = "as_is"
    with pytest.raises(RegionRefused) as refused:
        draft(sent)
    assert {
        "effective_from is a day, as in 2026-01-01",
        "weights make 100.5, not 100",
        "survey.scale has just a value and its source",
    } <= set(refused.value.faults)
