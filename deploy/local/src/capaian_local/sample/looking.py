"""Where it is worth looking in a sample, found without sending anything."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from capaian_local.sample.batches import Generated
from capaian_local.sample.interface import Landmarks
from capaian_local.sample.layout import Unit
from capaian_local.sample.people import Person

AGENCY, POSITION, INDICATOR = "DINKES", "Perawat Terampil, pelaksana imunisasi", "immunisation"
BELIEVABLE = range(85, 107)
"""Per cent of coverage at the end of the year of a nurse whom one looks at first."""


def landmarks(people: int, seed: int, today: date, region_dir: Path) -> Landmarks:
    """The landmarks of this sample.

    Raises:
        ValueError: a size or day that a sample cannot have. OSError: the region has no sample.
    """
    return of(Generated(people=people, seed=seed, today=today, region_dir=region_dir))


def of(sample: Generated) -> Landmarks:
    """The landmarks of a sample that is at hand."""
    unit, her = nurse(sample)
    plan = sample.plans.of(unit, her)
    indicator = next(each for each in plan.indicators if each.key == INDICATOR)
    agency = next(unit for unit in sample.layout.units if unit.top and unit.agency.key == AGENCY)
    head, superior = sample.people.one(agency, 0), sample.people.one(unit, 0)
    return Landmarks(
        agency_id=sample.people.agency_id(AGENCY),
        agency_name=agency.name,
        head_id=head.id,
        head_name=head.name,
        unit_id=her.unit_id,
        unit_name=unit.name,
        superior_id=superior.id,
        superior_name=superior.name,
        nurse_id=her.id,
        nurse_name=her.name,
        period_id=sample.year.id,
        survey_id=sample.judgements.survey(unit).id,
        indicator_id=indicator.id,
    )


def nurse(sample: Generated) -> tuple[Unit, Person]:
    """The first one of whom nothing is missing and whose coverage is an everyday one; else the first of all."""
    found = list(_nurses(sample, most=40))
    return next((each for each in found if _shows_everything(sample, *each)), found[0])


def _nurses(sample: Generated, most: int) -> Iterator[tuple[Unit, Person]]:
    units = [unit for unit in sample.layout.surveyed if unit.agency.key == AGENCY]
    for unit in units[:most]:
        for person in sample.people.of(unit):
            if person.position.name == POSITION:
                yield unit, person


def _shows_everything(sample: Generated, unit: Unit, nurse: Person) -> bool:
    plan = sample.plans.of(unit, nurse)
    survey = sample.judgements.survey(unit)
    if nurse.gaps or survey.answers_a_year < 90:
        return False
    return any(each.key == INDICATOR and round(each.result) in BELIEVABLE for each in plan.indicators)
