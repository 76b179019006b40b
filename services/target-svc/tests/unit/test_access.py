"""Who keeps the roster, speaks for a person, and sees what."""

from typing import Any

import pytest
from target_svc.domain.access import Actor, check_keeps, check_oversees, check_speaks_for, sees, sees_number
from target_svc.domain.refusals import Code, Refusal
from target_svc.domain.roster import Agency, Entry, Unit

from .. import situations as that

ADMIN = Actor("admin", {"region_admin"}, None, None)
INSPECTOR = Actor("inspector", {"inspector"}, None, None)
OFFICER = Actor("officer", {"personnel_officer"}, that.AGENCY, None)
SYSTEM = Actor("system", {"agency_system"}, that.AGENCY, None)
ELSEWHERE = Actor("elsewhere", {"personnel_officer"}, that.OTHER_AGENCY, None)
SITI = Actor("siti", {"civil_servant"}, that.AGENCY, that.SITI)
DEWI = Actor("dewi", {"civil_servant"}, that.AGENCY, that.DEWI)
BUDI = Actor("budi", {"civil_servant"}, that.AGENCY, that.BUDI)
NOBODY = Actor("nobody", set(), None, None)
EVERYBODY = (ADMIN, INSPECTOR, OFFICER, SYSTEM, ELSEWHERE, SITI, DEWI, BUDI, NOBODY)

AGENCY = Agency(that.AGENCY, "DINKES", "Dinas Kesehatan", runs_survey=True)
UNIT = Unit(that.UNIT, that.AGENCY, None, "PKM", "Puskesmas Kedaton")


def refused(call: Any, *arguments: Any) -> tuple[Code, str | None]:
    with pytest.raises(Refusal) as caught:
        call(*arguments)
    assert caught.value.detail.endswith(".")
    return caught.value.code, caught.value.pointer


@pytest.mark.parametrize("entry", [AGENCY, that.year()])
def test_the_region_keeps_agencies_and_periods(entry: Entry):
    check_keeps(ADMIN, entry)
    for actor in EVERYBODY[1:]:
        assert refused(check_keeps, actor, entry) == (Code.FORBIDDEN, None)


@pytest.mark.parametrize("entry", [UNIT, that.siti()])
def test_an_agency_keeps_its_units_and_people(entry: Entry):
    for actor in (ADMIN, OFFICER, SYSTEM):
        check_keeps(actor, entry)
    for actor in (INSPECTOR, ELSEWHERE, SITI, DEWI, NOBODY):
        assert refused(check_keeps, actor, entry) == (Code.ANOTHER_AGENCY, "#/agency_id")


def test_who_speaks_for_a_person():
    for actor in (ADMIN, OFFICER, SYSTEM, SITI):
        check_speaks_for(actor, that.siti())
    for actor in (INSPECTOR, ELSEWHERE, DEWI, NOBODY):
        assert refused(check_speaks_for, actor, that.siti()) == (Code.ANOTHER_AGENCY, None)


def test_who_oversees_an_agency():
    for actor in (ADMIN, INSPECTOR, OFFICER, SYSTEM):
        check_oversees(actor, that.AGENCY)
    for actor in (ELSEWHERE, SITI, NOBODY):
        assert refused(check_oversees, actor, that.AGENCY) == (Code.ANOTHER_AGENCY, None)


def test_who_sees_a_persons_plans_and_who_their_number():
    seeing = [actor.subject for actor in EVERYBODY if sees(actor, that.siti(), that.TODAY)]
    assert seeing == ["admin", "inspector", "officer", "system", "siti", "dewi"]
    unmasked = [actor.subject for actor in EVERYBODY if sees_number(actor, that.siti())]
    assert unmasked == ["admin", "officer", "system", "siti"]
