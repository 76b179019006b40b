"""Every event of the catalogue that comes here is understood: its golden sample becomes what it should."""

from pathlib import Path

import pytest
from capaian_local.home import REPOSITORY
from contracts import registry
from contracts.topics import CATALOGUE
from scoring_svc.app import translate, translate_roster
from scoring_svc.domain.contribution import (
    EvaluationWithdrawn,
    Innovated,
    OrganizationCounts,
    PlanApproved,
    Rated,
    Realized,
    SurveyCounts,
)
from scoring_svc.domain.roster import Agency, Person, SurveyIndex, Unit, UnitRating, Year
from scoring_svc.wiring import CARDS_TOPICS, ROSTER_TOPICS

EXAMPLES = REPOSITORY / "libs" / "contracts" / "examples"
CONTRIBUTIONS = {
    "target.plan_approved": PlanApproved,
    "target.realization_recorded": Realized,
    "evaluation.submitted": Rated,
    "evaluation.acknowledged": Rated,
    "evaluation.objected": Rated,
    "evaluation.decided": Rated,
    "evaluation.withdrawn": EvaluationWithdrawn,
    "score.survey_attributed": SurveyCounts,
    "score.organization_attributed": OrganizationCounts,
    "target.plan_submitted": None,
    "target.plan_returned": None,
    "target.plan_closed": None,
    "target.innovation_changed": Innovated,
    "target.coaching_changed": None,
    "evaluation.follow_up_confirmed": None,
}
ROSTER = {
    "roster.agency_changed": Agency,
    "roster.unit_changed": Unit,
    "roster.civil_servant_changed": Person,
    "roster.period_changed": Year,
    "survey.index_changed": SurveyIndex,
    "evaluation.organization_rated": UnitRating,
}


def samples(type_: str) -> list[Path]:
    found = sorted((EXAMPLES / type_).rglob("*.json"))
    assert found, f"{type_} has no sample"
    return found


def test_every_type_of_every_topic_is_expected_here():
    assert {type_ for topic in CARDS_TOPICS for type_ in CATALOGUE[topic].types} == set(CONTRIBUTIONS)
    assert {type_ for topic in ROSTER_TOPICS for type_ in CATALOGUE[topic].types} == set(ROSTER)


@pytest.mark.parametrize("type_", CONTRIBUTIONS)
def test_an_event_of_work_is_a_contribution(type_: str):
    for path in samples(type_):
        envelope = registry.decode_envelope(path.read_bytes())
        found = translate.contribution(envelope, registry.decode_data(envelope))
        expected = CONTRIBUTIONS[type_]
        if expected is None:
            assert found is None
            continue
        assert found is not None and isinstance(found.said, expected)
        assert (found.source_id, found.sequence, found.event_id) == (
            envelope.aggregate_id, envelope.sequence, envelope.id,
        )  # fmt: skip


@pytest.mark.parametrize("type_", ROSTER)
def test_an_event_of_the_roster_changes_its_copy(type_: str):
    for path in samples(type_):
        envelope = registry.decode_envelope(path.read_bytes())
        assert isinstance(translate_roster.roster_change(envelope, registry.decode_data(envelope)), ROSTER[type_])
