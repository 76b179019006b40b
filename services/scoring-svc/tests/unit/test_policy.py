"""A policy is refused whole, with all its faults named."""

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from scoring_svc.adapters.policy_pack import PolicyRefused, load
from scoring_svc.domain.policy import Policy, Value, faults

from .. import situations as that

WEIGHTS = {"targets": "60", "evaluation": "25", "survey": "15"}


def values(**numbers: str) -> dict[str, Value]:
    return {name: Value(Decimal(number), "own") for name, number in numbers.items()}


@pytest.mark.parametrize("region", sorted(that.REGION.parent.iterdir()), ids=lambda path: path.name)
def test_every_regions_pack_can_come_into_force(region: Path):
    assert faults(load(region)) == []


@pytest.mark.parametrize(
    ("policy", "fault"),
    [
        (replace(that.LAMPUNG, weights=values(**{**WEIGHTS, "survey": "14.99"})), "weights: make 99.99, not 100"),
        (replace(that.LAMPUNG, weights=values(targets="100")), "weights: needs just targets, evaluation, survey"),
        (replace(that.LAMPUNG, weights=values(targets="110", evaluation="-25", survey="15")), "must not be negative"),
        (replace(that.LAMPUNG, rating_weights=values(work_results="70", work_behavior="31")), "rating_weights: make"),
        (replace(that.LAMPUNG, ratings=values(above="110", meets="100")), "ratings: needs just above, meets, below"),
        (replace(that.LAMPUNG, ratings=values(above="90", meets="100", below="75")), "meets not over above"),
        (replace(that.LAMPUNG, ratings=values(above="121", meets="100", below="75")), "between floor and cap"),
        (replace(that.LAMPUNG, floor=Value(Decimal(120), "own")), "floor: must lie under the cap"),
        (replace(that.LAMPUNG, survey_minimum=Value(Decimal(0), "own")), "survey.minimum_answers: at least 1"),
        (replace(that.LAMPUNG, decimals={"achievement": 4, "component": 4, "score": 9}), "decimals.score: 0 to 8"),
    ],
)
def test_a_fault_is_named(policy: Policy, fault: str):
    assert [each for each in faults(policy) if fault in each]


def test_all_faults_are_named_at_once(tmp_path: Path):
    text = (that.REGION / "policy.toml").read_text()
    (tmp_path / "policy.toml").write_text(
        text.replace("value = 60", "value = 61", 1)
        .replace("value = 30", "value = 0")
        .replace("score = 4", "score = 20")
    )
    with pytest.raises(PolicyRefused) as refused:
        load(tmp_path)
    for fault in ("weights: make 101, not 100", "minimum_answers: at least 1", "decimals.score: 0 to 8"):
        assert fault in str(refused.value)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (None, "No such file or directory"),
        ("weights = [", "Invalid value"),
        ('id = "x"', "'version' is missing or malformed"),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_path(tmp_path: Path, text: str | None, words: str):
    if text is not None:
        (tmp_path / "policy.toml").write_text(text)
    with pytest.raises(PolicyRefused, match=words) as refused:
        load(tmp_path)
    assert str(tmp_path) in str(refused.value)
