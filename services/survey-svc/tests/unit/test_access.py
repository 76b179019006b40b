"""Who runs, reviews and sees surveys: each role on both sides of the agency's border, and the sentence of each no."""

import pytest
from survey_svc.domain.access import (
    ANYBODY,
    Actor,
    check_makes_instruments,
    check_reviews,
    check_runs_surveys,
)
from survey_svc.domain.refusals import Code

from .. import situations as that
from ..situations import refused

RUN_BY = "Surveys are run by an agency's officers and its software."
ELSEWHERE = "This unit belongs to another agency, which runs its surveys itself."
REVIEWED_BY = "Answers that were set aside are reviewed by the agency's officers and by inspectors."


def actor(role: str, own: bool = True) -> Actor:
    return Actor(frozenset({role}), that.AGENCY if own else that.OTHER_AGENCY)


@pytest.mark.parametrize(
    ("asking", "everything", "this_agency"),
    [
        (actor("region_admin", own=False), True, True),
        (actor("inspector", own=False), True, True),
        (actor("personnel_officer"), False, True),
        (actor("agency_system"), False, True),
        (actor("personnel_officer", own=False), False, False),
        (actor("agency_system", own=False), False, False),
        (actor("civil_servant"), False, False),
        (ANYBODY, False, False),
    ],
)
def test_who_sees_drafts(asking: Actor, everything: bool, this_agency: bool):
    assert asking.sees_all is everything
    assert asking.sees(that.AGENCY) is this_agency


@pytest.mark.parametrize(
    "asking", [actor("region_admin", own=False), actor("personnel_officer"), actor("agency_system")]
)
def test_who_runs_surveys(asking: Actor):
    check_runs_surveys(asking, that.AGENCY)


@pytest.mark.parametrize(
    ("asking", "said"),
    [
        (actor("inspector"), (Code.FORBIDDEN, None, RUN_BY)),
        (actor("civil_servant"), (Code.FORBIDDEN, None, RUN_BY)),
        (ANYBODY, (Code.FORBIDDEN, None, RUN_BY)),
        (actor("personnel_officer", own=False), (Code.ANOTHER_AGENCY, None, ELSEWHERE)),
        (actor("agency_system", own=False), (Code.ANOTHER_AGENCY, None, ELSEWHERE)),
    ],
)
def test_who_does_not_run_surveys(asking: Actor, said: tuple[Code, str | None, str]):
    assert refused(lambda: check_runs_surveys(asking, that.AGENCY)) == said


def test_what_surveys_ask_is_the_regions():
    check_makes_instruments(actor("region_admin", own=False))
    for asking in (actor("personnel_officer"), actor("inspector"), ANYBODY):
        assert refused(lambda asking=asking: check_makes_instruments(asking)) == (
            Code.FORBIDDEN,
            None,
            "What surveys ask is laid down by the region's administration.",
        )


def test_who_reviews_what_was_set_aside():
    check_reviews(actor("inspector", own=False), that.AGENCY)
    check_reviews(actor("personnel_officer"), that.AGENCY)
    for asking in (
        actor("personnel_officer", own=False),
        actor("agency_system"),
        actor("region_admin"),
        actor("civil_servant"),
    ):
        said = refused(lambda asking=asking: check_reviews(asking, that.AGENCY))
        assert said == (Code.FORBIDDEN, None, REVIEWED_BY)
