"""A survey as it is answered: plain values that JSON has, named as in the glossary; decimals as strings."""

from survey_svc.domain import index, sample
from survey_svc.domain.elements import Element
from survey_svc.domain.facts import Status
from survey_svc.domain.instrument import Instrument
from survey_svc.domain.integrity import Response
from survey_svc.domain.survey import Survey


def resource(state: Survey, shown: bool = True) -> dict[str, object]:
    """`index` and `grade` are null before the first answer, and where the result is not `shown` yet to who asks.
    Single answers are never shown."""
    asked, grade, means = state.definition, state.grade if shown else None, state.means if shown else ()
    return {
        "id": str(state.survey_id),
        "sequence": state.sequence,
        "status": state.status.value,
        "unit_id": str(asked.unit_id),
        "agency_id": str(asked.agency_id),
        "period_id": str(asked.period_id),
        "service": asked.service,
        "instrument": asked.instrument,
        "instrument_version": asked.instrument_version,
        "population": asked.population,
        "opens_on": asked.opens_on.isoformat(),
        "closes_on": asked.closes_on.isoformat(),
        "rounding": asked.rounding.value,
        "entry": asked.entrance.value,
        "index": str(state.index) if shown and state.index is not None else None,
        "grade": None if grade is None else grade.value,
        "respondents": state.tally.respondents,
        "quarantined": state.tally.quarantined,
        "rejected": state.tally.rejected,
        "elements": [
            {"element": element.value, "mean": str(means[place]) if means else None}
            for place, element in enumerate(asked.elements)
        ],
        "as_of": state.as_of.isoformat(),
        "findings": findings(state),
    }


def findings(state: Survey) -> list[dict[str, object]]:
    """What a reader of the result should know; nothing while a draft asks nobody."""
    if state.status is Status.DRAFT or state.lacks == 0:
        return []
    reached, required = state.tally.respondents, state.required_sample
    sentence = f"{reached} of the {required} answers that the sample asks for were given; {state.lacks} are missing."
    return [{"code": "sample_not_reached", "detail": sentence, "source": sample.SOURCE}]


def result(state: Survey) -> dict[str, object]:
    """The result with the rule that each value comes from. `converted` is the mean times 25."""
    means, with_all = state.means, state.index_with_quarantined
    return resource(state) | {
        "elements": [
            {
                "element": element.value,
                "mean": str(means[place]) if means else None,
                "converted": str(index.converted(means[place])) if means else None,
            }
            for place, element in enumerate(state.definition.elements)
        ],
        "index_with_quarantined": None if with_all is None else str(with_all),
        "required_sample": state.required_sample,
        "sources": {
            "index": "PermenPANRB 14/2017",
            "rounding": index.ROUNDING_SOURCES[state.definition.rounding],
            "grade": "PermenPANRB 14/2017; own: the index is rounded to two decimals first",
            "required_sample": sample.SOURCE,
        },
    }


def instrument_resource(found: Instrument) -> dict[str, object]:
    return {
        "key": found.key,
        "version": found.version,
        "source": found.source,
        "questions": [
            {"element": each.element.value, "id": each.indonesian, "en": each.english} for each in found.questions
        ],
    }


def response_resource(found: Response, asked: tuple[Element, ...]) -> dict[str, object]:
    """An answer that was set aside; when it came is not told to the minute."""
    answer, said = found.answer, found.answer.respondent
    return {
        "id": str(answer.answer_id),
        "answered_on": answer.answered_on.isoformat(),
        "scores": dict(zip(asked, answer.scores, strict=True)),
        "respondent": {
            "sex": said.sex,
            "education": said.education,
            "occupation": said.occupation,
            "time_slot": said.time_slot,
        },
        "reason": answer.reason,
        "decision": found.decision,
    }
