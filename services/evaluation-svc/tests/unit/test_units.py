"""Who stands above a unit, and who looks at what is said of it."""

from dataclasses import replace
from uuid import UUID

import pytest
from evaluation_svc.domain.access import Actor
from evaluation_svc.domain.refusals import Code, Refusal
from evaluation_svc.domain.units import check_known, check_looks_at, level_above

from .. import situations as that

LINE = (
    that.unit(that.POST, that.CLINIC),
    that.unit(that.CLINIC, that.OFFICE, that.DEWI),
    that.unit(that.OFFICE, None, that.BUDI),
)


def actor(person: UUID | None = None, *roles: str, agency: UUID | None = None) -> Actor:
    return Actor(frozenset(roles or ("civil_servant",)), agency, person)


def test_the_level_above_is_the_next_head_who_is_somebody_else():
    assert level_above(LINE) == that.DEWI
    assert level_above(LINE[1:]) == that.BUDI
    assert level_above(LINE[2:]) is None
    both = (LINE[1], replace(LINE[2], head_id=that.DEWI))
    assert level_above(both) is None
    nobody_between = (that.unit(that.POST, that.CLINIC, that.SITI), that.unit(that.CLINIC), LINE[2])
    assert level_above(nobody_between) == that.BUDI


def test_a_unit_that_is_not_there():
    assert check_known(LINE) == LINE[0]
    with pytest.raises(Refusal, match="no unit with this id") as raised:
        check_known(())
    assert raised.value.code == Code.UNKNOWN_UNIT


@pytest.mark.parametrize(
    ("who", "sees"),
    [
        (actor(that.DEWI), True),
        (actor(that.BUDI), True),
        (actor(that.SITI), False),
        (actor(None), False),
        (actor(None, "inspector"), True),
        (actor(None, "region_admin"), True),
        (actor(None, "personnel_officer", agency=that.AGENCY), True),
        (actor(None, "agency_system", agency=that.AGENCY), True),
        (actor(None, "personnel_officer", agency=that.YEAR), False),
        (actor(None, "civil_servant", agency=that.AGENCY), False),
    ],
)
def test_who_looks_at_a_unit(who: Actor, sees: bool):
    if sees:
        check_looks_at(who, LINE, None, that.TODAY)
        return
    with pytest.raises(Refusal, match="who leads the unit or one above it") as raised:
        check_looks_at(who, LINE, None, that.TODAY)
    assert raised.value.code == Code.FORBIDDEN


def test_who_rates_the_head_of_the_top_looks_at_it_too():
    top = (that.unit(that.OFFICE, None, that.SITI),)
    check_looks_at(actor(that.DEWI), top, that.siti(), that.TODAY)
    with pytest.raises(Refusal):
        check_looks_at(actor(that.DEWI), top, that.siti(), that.TODAY.replace(month=5))
    with pytest.raises(Refusal):
        check_looks_at(actor(that.DEWI), top, None, that.TODAY)
