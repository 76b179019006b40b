"""A region's policy packs: `policies/<version>.toml` of its folder, each refused whole with all its faults named.

Its hash is made over the pack's own content in one canonical writing, so that neither comments nor the order of lines
matter, and every number and every source does.
"""

import hashlib
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Final

import msgspec
from chassis.region import Region, RegionRefused

from scoring_svc.domain.faults import faults, of_all
from scoring_svc.domain.policy import (
    CATEGORIES,
    COMPONENTS,
    MOST_DECIMALS,
    ORGANIZATION_PREDICATES,
    RATINGS,
    ROUNDINGS,
    RULES,
    Category,
    Choice,
    Digits,
    ForecastRules,
    OrganizationRules,
    Packs,
    Policy,
    Step,
    SurveyRules,
    Switch,
    Value,
)

FOLDER: Final = "policies"
MOST: Final = 1000
"""No number of a policy is larger, nor under its negative."""


class PolicyRefused(Exception):
    """A pack cannot come into force; the message names every fault."""


@dataclass(frozen=True, slots=True)
class Pack:
    """A version with its content, canonically written, and the SHA-256 of that in hex."""

    policy: Policy
    content: bytes

    @property
    def hash(self) -> str:
        """What a version is known by once it is in force."""
        return hashlib.sha256(self.content).hexdigest()


def load(region: Path) -> tuple[Pack, ...]:
    """All versions in the region's folder, the earliest first.

    Raises:
        PolicyRefused: there is none, or one is not readable or wrong.
    """
    folder = region / FOLDER
    found: list[Pack] = []
    refused: list[str] = []
    for path in sorted(folder.glob("*.toml")):
        try:
            found.append(read(Region(path)))
        except RegionRefused as error:
            refused.append(str(error))
    found.sort(key=lambda pack: pack.policy.version)
    if found and not refused:
        refused = [f"{folder}: {fault}" for fault in of_all([pack.policy for pack in found])]
    if not found and not refused:
        refused = [f"{folder}: has no policy, such as 1.toml"]
    if refused:
        raise PolicyRefused("\n".join(refused))
    return tuple(found)


def packs(found: tuple[Pack, ...]) -> Packs:
    """The versions as the rules use them."""
    return Packs(tuple(pack.policy for pack in found))


def read(region: Region) -> Pack:
    """
    Raises:
        RegionRefused: with every fault.
    """
    policy = Policy(
        id=region.text("id"),
        version=_plain_whole(region),
        region=region.text("region"),
        effective_from=region.day("effective_from"),
        weights=_values(region, "weights", COMPONENTS),
        cap=_value(region, "achievement.cap"),
        floor=_value(region, "achievement.floor"),
        directions={name: _choice(region, f"directions.{name}") for name in ("maximize", "minimize", "range", "zero")},
        zero_step=_value(region, "zero.step") if region.has("zero") else None,
        counts=_choice(region, "achievement.counts"),
        full_attainable=_choice(region, "achievement.full_attainable"),
        conversion=_steps(region),
        between=_choice(region, "conversion.between") if region.has("conversion") else None,
        categories={name: _category(region, name) for name in CATEGORIES},
        basis=_choice(region, "evaluation.basis"),
        ratings=_values(region, "ratings", RATINGS),
        rating_weights=_values(region, "rating_weights.without_peers", ("work_results", "work_behavior")),
        rating_weights_peers=_values(region, "rating_weights.with_peers", ("work_results", "work_behavior")),
        survey=SurveyRules(
            _choice(region, "survey.attribution"),
            _value(region, "survey.minimum_answers"),
            Switch(*region.flag("survey.or_required_sample")),
            _choice(region, "survey.scale"),
        ),
        missing=_choice(region, "missing.rule"),
        organization=_organization(region),
        rounding={name: Digits(*region.whole(f"rounding.{name}", 0, MOST_DECIMALS)) for name in ROUNDINGS},
        minimum_group=_value(region, "summaries.minimum_group"),
        forecast=ForecastRules(_value(region, "forecast.bound"), _value(region, "forecast.few_points_percent")),
    )
    for fault in faults(policy):
        name, _, sentence = fault.partition(" ")
        region.fault(name, sentence)
    region.done()
    return Pack(policy, msgspec.json.Encoder(order="deterministic", decimal_format="string").encode(region.content))


def _organization(region: Region) -> OrganizationRules:
    names = ORGANIZATION_PREDICATES if region.has("organization.predicates") else ()
    return OrganizationRules(
        _choice(region, "organization.place"),
        _choice(region, "organization.value"),
        _values(region, "organization.predicates", names),
    )


def _category(region: Region, name: str) -> Category:
    place = f"categories.{name}"
    return Category(
        _value(region, f"{place}.from"), _value(region, f"{place}.to"), Switch(*region.flag(f"{place}.innovation"))
    )


def _steps(region: Region) -> tuple[Step, ...]:
    """The conversion's points, named by their percent and in its order: the order of lines never matters."""
    found: list[Step] = []
    for name in region.names("conversion.points"):
        value = _value(region, f"conversion.points.{name}")
        if name.isdecimal():
            found.append(Step(Decimal(name), value.value, value.source))
        else:
            region.fault(f"conversion.points.{name}", "is named by a whole percent")
    return tuple(sorted(found, key=lambda step: step.percent))


def _values(region: Region, table: str, names: tuple[str, ...]) -> dict[str, Value]:
    """The values of a table that it has; which ones it needs is the business of `faults`."""
    there = region.names(table)
    return {name: _value(region, f"{table}.{name}") for name in names if name in there}


def _value(region: Region, name: str) -> Value:
    return Value(*region.number(name, -MOST, MOST))


def _choice(region: Region, name: str) -> Choice:
    return Choice(*region.word(name, RULES[name]))


def _plain_whole(region: Region) -> int:
    value = region.plain("version")
    if type(value) is int and value >= 1:
        return value
    region.fault("version", "is a whole number from 1 on")
    return 1
