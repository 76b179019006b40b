"""The region's own words for its sample (`sample.toml`, `names.toml`), read into types.

Invariant: a file with an unknown field, a missing one or a wrong type is refused when it is read, and so is a position
that expects something that the catalogue does not have.
"""

import tomllib
from itertools import chain, zip_longest
from pathlib import Path
from typing import Literal

import msgspec
from contracts.words import Aspect, Consolidation, Direction, Perspective, PositionKind, WorkResultKind


class Expectation(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An indicator that positions have; see the comments of `sample.toml`.

    coverage: the year's result is drawn from published figures. rate: of one occurrence in a quarter.
    """

    title: str
    aspect: Aspect
    measure: str
    direction: Direction
    perspective: Perspective | None = None
    curve: str = "level"
    target: tuple[int, int] = (0, 0)
    step: int = 1
    range: tuple[int, int] | None = None
    mean: float = 1.0
    spread: float = 0.0
    rate: float = 0.0
    better: Literal["higher", "lower"] | None = None
    coverage: bool = False
    consolidation: Consolidation | None = None
    cadence: Literal["monthly", "quarterly"] = "monthly"
    decimals: int = 0
    max_attainable: bool = False
    note: str | None = None

    @property
    def consolidated_by(self) -> Consolidation:
        """What is said, else occurrences are summed and everything else is the last known."""
        return self.consolidation or ("sum" if self.direction == "zero" else "last")


class RegionalGoal(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A goal of the region. agency: the key of the agency whose it is, None for every agency's."""

    title: str
    indicator: str
    agency: str | None = None


class Result(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A work result that positions have. serves: keys of goals and of superiors' results, the best first."""

    title: str
    serves: list[str]
    kind: WorkResultKind = "main"


class Position(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A position. contract, women: the part of its holders. indicators: key → weight in percent. results: key
    of a result → its indicators; each indicator stands under just one."""

    name: str
    kind: PositionKind
    indicators: dict[str, int]
    results: dict[str, list[str]]
    title: str = ""
    prefix: str = ""
    serves_public: bool = False
    contract: float = 0.0
    women: float = 0.5


class Office(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A unit that an agency has once. size: people, where the agency has many other units."""

    key: str
    name: str
    head: str
    positions: list[str]
    size: int = 6


class Many(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Units of one kind, as many as the people need. free: the public pays nothing, so it is not asked about cost."""

    key: str
    name: str
    head: str
    size: int
    service: str
    positions: list[str]
    free: bool = False


class AgencyKind(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An agency; `share` and `most` decide how many people it has, see `layout`."""

    key: str
    name: str
    head: str
    share: int
    offices: list[Office]
    runs_survey: bool = False
    most: int = 0
    from_people: int = 0
    many: Many | None = None


class Sample(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`sample.toml`."""

    immunisation_coverage: list[float]
    curves: dict[str, list[float]]
    indicators: dict[str, Expectation]
    goals: dict[str, RegionalGoal]
    results: dict[str, Result]
    positions: dict[str, Position]
    agencies: list[AgencyKind]


class Names(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`names.toml`."""

    men: list[str]
    women: list[str]
    men_second: list[str]
    women_second: list[str]
    families: list[str]
    places: list[list[str]]

    def places_in_turn(self) -> list[str]:
        """The first place of every district, then the second of every one, and so on."""
        return [place for place in chain.from_iterable(zip_longest(*self.places)) if place]


class Catalogue(msgspec.Struct, frozen=True):
    """Both files."""

    sample: Sample
    names: Names


def read(region_dir: Path) -> Catalogue:
    """The sample of the region whose files are in `region_dir`.

    Raises:
        OSError: a file is not there. msgspec.ValidationError: it says something that nobody knows.
        ValueError: a position expects, or an agency has, what is not in the catalogue.
    """
    folder = region_dir / "sample"
    sample = msgspec.convert(tomllib.loads((folder / "sample.toml").read_text("utf-8")), Sample)
    names = msgspec.convert(tomllib.loads((folder / "names.toml").read_text("utf-8")), Names)
    named = [*chain.from_iterable(position.indicators for position in sample.positions.values())]
    curves = [indicator.curve for indicator in sample.indicators.values()]
    for what, known, used in (
        ("indicators", sample.indicators, named),
        ("curves", sample.curves, curves),
        ("positions", sample.positions, _positions(sample)),
        ("results", sample.results, chain.from_iterable(each.results for each in sample.positions.values())),
        ("results or goals", {*sample.results, *sample.goals}, _served(sample)),
    ):
        if missing := set(used) - set(known):
            raise ValueError(f"{folder / 'sample.toml'}: no {what} named {', '.join(sorted(missing))}")
    for key, position in sample.positions.items():
        if sorted(chain.from_iterable(position.results.values())) != sorted(position.indicators):
            raise ValueError(f"{folder / 'sample.toml'}: the results of {key} do not share out its indicators")
    return Catalogue(sample, names)


def _served(sample: Sample) -> list[str]:
    return [key for result in sample.results.values() for key in result.serves]


def _positions(sample: Sample) -> list[str]:
    found = [agency.head for agency in sample.agencies]
    for agency in sample.agencies:
        for unit in (*agency.offices, *([agency.many] if agency.many else [])):
            found += [unit.head, *unit.positions]
    return found
