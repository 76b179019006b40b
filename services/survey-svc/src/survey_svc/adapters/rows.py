"""Surveys and roster entries as rows of tables, and back."""

from collections.abc import Sequence
from typing import Any, Final

import msgspec
from sqlalchemy import Row

from survey_svc.domain.elements import Element
from survey_svc.domain.facts import Answer, Definition, Entrance, Status
from survey_svc.domain.index import Rounding
from survey_svc.domain.roster import Agency, Entry, Period, Person, Unit
from survey_svc.domain.survey import Served, Survey, Tally

SURVEY_COLUMNS: Final = (
    "survey_id",
    "sequence",
    "unit_id",
    "agency_id",
    "period_id",
    "year_id",
    "service",
    "elements",
    "opens_on",
    "closes_on",
    "rounding",
    "status",
    "instrument",
    "instrument_version",
    "population",
    "respondents",
    "sums",
    "latest",
    "quarantined",
    "quarantined_sums",
    "rejected",
    "entrance",
    "served_from",
    "served_ids",
    "served_counts",
    "served_totals",
)

KINDS: Final[dict[type[Entry], str]] = {Agency: "agency", Unit: "unit", Period: "period", Person: "person"}

_encode = msgspec.json.encode


def values(state: Survey) -> dict[str, Any]:
    """Column → value."""
    asked, tally = state.definition, state.tally
    return {
        "survey_id": state.survey_id,
        "sequence": state.sequence,
        "unit_id": asked.unit_id,
        "agency_id": asked.agency_id,
        "period_id": asked.period_id,
        "year_id": asked.year_id,
        "service": asked.service,
        "elements": [element.value for element in asked.elements],
        "opens_on": asked.opens_on,
        "closes_on": asked.closes_on,
        "rounding": asked.rounding.value,
        "status": state.status.value,
        "instrument": asked.instrument,
        "instrument_version": asked.instrument_version,
        "population": asked.population,
        "respondents": tally.respondents,
        "sums": list(tally.sums),
        "latest": tally.latest,
        "quarantined": tally.quarantined,
        "quarantined_sums": list(tally.quarantined_sums),
        "rejected": tally.rejected,
        "entrance": asked.entrance.value,
        "served_from": asked.served_from,
        "served_ids": [each.civil_servant_id for each in tally.served],
        "served_counts": [each.respondents for each in tally.served],
        "served_totals": [each.total for each in tally.served],
    }


def answers(given: Sequence[Answer]) -> dict[str, list[Any]]:
    """Parameter → its values over all answers, for `unnest`."""
    return {
        "answer_ids": [each.answer_id for each in given],
        "days": [each.answered_on for each in given],
        "scores": ["{" + ",".join(map(str, each.scores)) + "}" for each in given],
        "suggestions": [each.suggestion for each in given],
        "sexes": [each.respondent.sex for each in given],
        "educations": [each.respondent.education for each in given],
        "occupations": [each.respondent.occupation for each in given],
        "by_links": [each.by_link for each in given],
        "inviteds": [each.invited for each in given],
        "servers": [each.served_by for each in given],
        "reasons": [each.reason for each in given],
        "time_slots": [each.respondent.time_slot for each in given],
    }


def survey(row: Row[Any]) -> Survey:
    """The state that a row of all columns holds."""
    return Survey(
        survey_id=row.survey_id,
        sequence=row.sequence,
        definition=Definition(
            unit_id=row.unit_id,
            agency_id=row.agency_id,
            period_id=row.period_id,
            year_id=row.year_id,
            service=row.service,
            elements=tuple(Element(name) for name in row.elements),
            opens_on=row.opens_on,
            closes_on=row.closes_on,
            rounding=Rounding(row.rounding),
            instrument=row.instrument,
            instrument_version=row.instrument_version,
            population=row.population,
            entrance=Entrance(row.entrance),
            served_from=row.served_from,
        ),
        tally=Tally(
            respondents=row.respondents,
            sums=tuple(row.sums),
            latest=row.latest,
            quarantined=row.quarantined,
            quarantined_sums=tuple(row.quarantined_sums),
            rejected=row.rejected,
            served=tuple(map(Served, row.served_ids, row.served_counts, row.served_totals)),
        ),
        status=Status(row.status),
    )


def roster_content(entry: Entry) -> str:
    """The entry as JSON."""
    return _encode(entry).decode()
