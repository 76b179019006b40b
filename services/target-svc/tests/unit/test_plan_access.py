"""Who decides on a plan and who closes it, and where the region says whether a plan waits for the superior's."""

from pathlib import Path

import pytest
from chassis.region import RegionRefused
from target_svc.adapters.region import rules as region_rules
from target_svc.domain.access import (
    Actor,
    check_brings_in_approved,
    check_closes,
    check_decides,
    check_keeps_goals,
)
from target_svc.domain.cascade import Above, check_superior_has_plan
from target_svc.domain.refusals import Code, Refusal

from .. import situations as that

ADMIN = Actor("a", {"region_admin"}, None, None)
DEWI = Actor("d", {"civil_servant"}, None, that.DEWI)
SITI = Actor("s", {"civil_servant"}, None, that.SITI)
OFFICER = Actor("o", {"personnel_officer"}, that.AGENCY, None)
FOREIGN = Actor("f", {"personnel_officer"}, that.OTHER_AGENCY, None)


def test_the_superior_decides_and_the_region_in_their_place():
    assert check_decides(DEWI, that.siti(), that.TODAY) == that.DEWI
    assert check_decides(ADMIN, that.siti(), that.TODAY) == that.DEWI
    assert check_decides(ADMIN, that.siti(reporting_lines=()), that.TODAY) is None


@pytest.mark.parametrize("actor", [SITI, OFFICER, FOREIGN])
def test_nobody_else_decides(actor: Actor):
    with pytest.raises(Refusal, match="names somebody else") as refused:
        check_decides(actor, that.siti(), that.TODAY)
    assert refused.value.code is Code.NOT_THE_SUPERIOR
    with pytest.raises(Refusal, match="names nobody for today"):
        check_decides(actor, that.siti(reporting_lines=()), that.TODAY)


@pytest.mark.parametrize(
    ("actor", "may"), [(ADMIN, True), (DEWI, True), (OFFICER, True), (SITI, False), (FOREIGN, False)]
)
def test_who_closes_a_plan(actor: Actor, may: bool):
    if may:
        check_closes(actor, that.siti(), that.TODAY)
        return
    with pytest.raises(Refusal) as refused:
        check_closes(actor, that.siti(), that.TODAY)
    assert refused.value.code is Code.NOT_THE_SUPERIOR
    assert refused.value.detail == "Only the direct superior and this person's own agency close this plan."


def test_who_sets_goals_and_who_brings_in_approvals():
    check_keeps_goals(ADMIN)
    check_brings_in_approved(OFFICER, that.siti())
    with pytest.raises(Refusal, match="Goals are set by the region's administration") as refused:
        check_keeps_goals(OFFICER)
    assert refused.value.code is Code.FORBIDDEN
    with pytest.raises(Refusal, match="is for the person's own agency to say") as refused:
        check_brings_in_approved(SITI, that.siti())
    assert (refused.value.code, refused.value.pointer) == (Code.NOT_THE_SUPERIOR, "#/status")


def test_somebody_closes_nothing_of_a_person_without_a_superior():
    nobody = Actor("n", {"civil_servant"}, None, None)
    with pytest.raises(Refusal):
        check_closes(nobody, that.siti(reporting_lines=()), that.TODAY)


def test_the_regions_choice_and_its_source(tmp_path: Path):
    rules = region_rules(that.REGION).plans
    assert (rules.superior_plan_required, rules.source) == (True, "PermenPANRB 6/2022")
    with pytest.raises(Refusal, match="PermenPANRB 6/2022"):
        check_superior_has_plan(Above(that.DEWI), rules)
    (tmp_path / "target.toml").write_text("[cascade]\nsuperior_plan_required = true\nsuperior_plans = 1\n")
    with pytest.raises(RegionRefused) as refused:
        region_rules(tmp_path)
    assert {"cascade.superior_plan_required has just a value and its source", "evidence.max_bytes is missing"} <= {
        *refused.value.faults
    }
    assert "cascade.superior_plans is not known here" in refused.value.faults
