"""A survey as it is answered: plain values that JSON has, named as in the glossary; decimals as strings."""

from survey_svc.domain.survey import Survey


def resource(state: Survey) -> dict[str, object]:
    """`index` and `grade` are null before the first answer. Single answers are never shown."""
    asked, grade, means = state.definition, state.grade, state.means
    return {
        "id": str(state.survey_id),
        "sequence": state.sequence,
        "status": "closed" if state.closed else "open",
        "unit_id": str(asked.unit_id),
        "agency_id": str(asked.agency_id),
        "period_id": str(asked.period_id),
        "service": asked.service,
        "opens_on": asked.opens_on.isoformat(),
        "closes_on": asked.closes_on.isoformat(),
        "rounding": asked.rounding.value,
        "index": None if state.index is None else str(state.index),
        "grade": None if grade is None else grade.value,
        "respondents": state.tally.respondents,
        "elements": [
            {"element": element.value, "mean": str(means[place]) if means else None}
            for place, element in enumerate(asked.elements)
        ],
        "as_of": state.as_of.isoformat(),
    }
