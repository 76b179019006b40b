"""Evaluations and roster entries as rows of tables, and back."""

from collections.abc import Iterable
from typing import Any, Final

import msgspec
from sqlalchemy import Row

from evaluation_svc.domain.evaluation import Evaluation
from evaluation_svc.domain.facts import Judgement, Withdrawn
from evaluation_svc.domain.ratings import Rating
from evaluation_svc.domain.roster import Agency, CivilServant, Entry, Period, Unit

EVALUATION_COLUMNS: Final[dict[str, str]] = {
    "evaluation_id": "uuid",
    "sequence": "int",
    "civil_servant_id": "uuid",
    "period_id": "uuid",
    "evaluated_period_id": "uuid",
    "evaluated_until": "date",
    "rater_id": "uuid",
    "work_results": "text",
    "work_behavior": "text",
    "evaluated_on": "date",
    "note": "text",
    "withdrawn_on": "date",
    "reason": "text",
}
"""Each column of `evaluation` with its type."""

KINDS: Final[dict[type[Entry], str]] = {
    Agency: "agency",
    Unit: "unit",
    CivilServant: "civil_servant",
    Period: "period",
}

_encode = msgspec.json.encode


def columns_of(states: Iterable[Evaluation]) -> dict[str, list[Any]]:
    """Column → its values over all states, for `unnest`."""
    columns: dict[str, list[Any]] = {name: [] for name in EVALUATION_COLUMNS}
    for state in states:
        for name, value in _values(state).items():
            columns[name].append(value)
    return columns


def _values(state: Evaluation) -> dict[str, Any]:
    withdrawn = state.withdrawn
    return {
        "evaluation_id": state.evaluation_id,
        "sequence": state.sequence,
        "civil_servant_id": state.civil_servant_id,
        "period_id": state.period_id,
        "evaluated_period_id": state.evaluated_period_id,
        "evaluated_until": state.evaluated_until,
        "rater_id": state.rater_id,
        "work_results": state.judgement.work_results.value,
        "work_behavior": state.judgement.work_behavior.value,
        "evaluated_on": state.judgement.evaluated_on,
        "note": state.judgement.note,
        "withdrawn_on": None if withdrawn is None else withdrawn.withdrawn_on,
        "reason": None if withdrawn is None else withdrawn.reason,
    }


def evaluation(row: Row[Any]) -> Evaluation:
    """The state that a row of all columns holds."""
    withdrawn = None if row.withdrawn_on is None else Withdrawn(withdrawn_on=row.withdrawn_on, reason=row.reason)
    return Evaluation(
        evaluation_id=row.evaluation_id,
        sequence=row.sequence,
        civil_servant_id=row.civil_servant_id,
        period_id=row.period_id,
        evaluated_period_id=row.evaluated_period_id,
        evaluated_until=row.evaluated_until,
        rater_id=row.rater_id,
        judgement=Judgement(
            work_results=Rating(row.work_results),
            work_behavior=Rating(row.work_behavior),
            evaluated_on=row.evaluated_on,
            note=row.note,
        ),
        withdrawn=withdrawn,
    )


def roster_content(entry: Entry) -> str:
    """The entry as JSON."""
    return _encode(entry).decode()


def person(content: str) -> CivilServant:
    return msgspec.json.decode(content, type=CivilServant)


def period(content: str) -> Period:
    return msgspec.json.decode(content, type=Period)
