"""What is spread over a unit's people: surveys, by what their year's policy counts of them; the unit's achievement,
by the last day of the period that was judged."""

from datetime import date

from scoring_svc.adapters.spreading import Kind, Tables
from scoring_svc.app import translate_roster
from scoring_svc.domain.attribution import Attribution, Source, of_rating, of_survey
from scoring_svc.domain.contribution import OrganizationCounts, SurveyCounts
from scoring_svc.domain.policy import Packs
from scoring_svc.domain.roster import SurveyIndex, UnitRating, Year


def surveys(packs: Packs) -> Kind[SurveyIndex, SurveyCounts]:
    """A survey is spread by its year's policy; by the newest one, while the year is not known."""

    def basis(year: Year | None) -> str:
        policy = packs.versions[-1] if year is None else packs.of_year(year.starts_on)
        return policy.survey.attribution.value

    return Kind(
        Tables("survey", "attribution", "survey_id"),
        SurveyIndex,
        Attribution[SurveyCounts],
        lambda told: (told.survey_id, told.period_id),
        basis,
        of_survey,
        translate_roster.survey_attributed,
    )


def ratings() -> Kind[UnitRating, OrganizationCounts]:
    """A unit's achievement is spread over who served there at the end of the period that was judged."""

    def until(year: Year | None) -> str:
        return "" if year is None else year.ends_on.isoformat()

    def source(told: UnitRating, by: str) -> Source[OrganizationCounts]:
        return of_rating(told, date.fromisoformat(by) if by else None)

    return Kind(
        Tables("unit_rating", "unit_attribution", "rating_id"),
        UnitRating,
        Attribution[OrganizationCounts],
        lambda told: (told.rating_id, told.evaluated_period_id),
        until,
        source,
        translate_roster.organization_attributed,
    )
