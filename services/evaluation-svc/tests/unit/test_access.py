"""Who sees an evaluation, a draft, an appeal, and who brings evaluations in."""

from collections.abc import Set as AbstractSet
from datetime import date
from uuid import UUID

import pytest
from evaluation_svc.domain.access import Actor, Sight, check_brings_in, is_shown, sees_all_of, sees_appeal, sight
from evaluation_svc.domain.refusals import Code, Refusal

from .. import situations as that

ELSEWHERE = UUID("0196a0c2-7d40-7099-8b2e-4f1d5a6b7c99")


def somebody(*roles: str, agency: UUID | None = None, person: UUID | None = None) -> Actor:
    return Actor(frozenset(roles), agency, person)


READERS = [
    (somebody("inspector"), True),
    (somebody("region_admin"), True),
    (somebody("personnel_officer", agency=that.AGENCY), True),
    (somebody("agency_system", agency=that.AGENCY), True),
    (somebody("personnel_officer", agency=ELSEWHERE), False),
    (somebody("personnel_officer"), False),
    (somebody("civil_servant", agency=that.AGENCY), False),
    (somebody("civil_servant", person=that.SITI), True),
    (somebody("civil_servant", person=that.DEWI), True),
    (somebody("civil_servant", person=that.ANOTHER), False),
    (somebody(), False),
]


@pytest.mark.parametrize(("actor", "sees"), [*READERS, (somebody("civil_servant", person=that.BUDI), False)])
def test_who_sees_all_evaluations_of_a_person(actor: Actor, sees: bool):
    assert sees_all_of(actor, that.siti(), that.TODAY) is sees


def test_the_superior_of_the_day_sees_them():
    budi = somebody("civil_servant", person=that.BUDI)
    assert sees_all_of(budi, that.siti(), date(2026, 5, 31))
    assert not sees_all_of(budi, that.siti(), date(2026, 6, 1))


@pytest.mark.parametrize(("actor", "sees"), [*READERS, (somebody("civil_servant", person=that.BUDI), True)])
def test_who_sees_an_appeal(actor: Actor, sees: bool):
    assert sees_appeal(actor, that.objected(), that.AGENCY) is sees


def test_nobody_is_the_official_of_an_appeal_that_is_not_there():
    assert not sees_appeal(somebody("civil_servant", person=that.BUDI), that.submitted(), that.AGENCY)
    assert not sees_appeal(somebody("civil_servant"), that.submitted(), None)
    assert not sees_appeal(somebody("personnel_officer"), that.objected(), None)


@pytest.mark.parametrize(
    ("actor", "expected"),
    [
        (somebody("inspector"), Sight(True, None, None)),
        (somebody("region_admin", person=that.BUDI), Sight(True, None, that.BUDI)),
        (somebody("personnel_officer", agency=that.AGENCY), Sight(False, that.AGENCY, None)),
        (somebody("agency_system", agency=that.AGENCY), Sight(False, that.AGENCY, None)),
        (somebody("civil_servant", agency=that.AGENCY, person=that.SITI), Sight(False, None, that.SITI)),
    ],
)
def test_whose_appeals_are_listed(actor: Actor, expected: Sight):
    assert sight(actor) == expected


@pytest.mark.parametrize(("actor", "_sees"), [*READERS, (somebody("civil_servant", person=that.BUDI), True)])
def test_a_draft_is_its_raters_alone(actor: Actor, _sees: bool):
    assert is_shown(actor, that.drafted()) is (actor.civil_servant_id == that.DEWI)
    assert is_shown(actor, that.submitted())


@pytest.mark.parametrize(
    ("roles", "agency", "allowed"),
    [
        ({"region_admin"}, None, True),
        ({"personnel_officer"}, that.AGENCY, True),
        ({"agency_system"}, that.AGENCY, True),
        ({"agency_system"}, ELSEWHERE, False),
        ({"civil_servant"}, that.AGENCY, False),
        ({"inspector"}, None, False),
    ],
)
def test_who_brings_evaluations_in(roles: AbstractSet[str], agency: UUID | None, allowed: bool):
    actor = Actor(roles, agency, None)
    if allowed:
        check_brings_in(actor, that.siti(), "#/civil_servant_id")
        return
    with pytest.raises(Refusal) as raised:
        check_brings_in(actor, that.siti(), "#/civil_servant_id")
    assert (raised.value.code, raised.value.pointer) == (Code.ANOTHER_AGENCY, "#/civil_servant_id")
