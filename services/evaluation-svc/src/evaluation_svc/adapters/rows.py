"""Evaluations and roster entries as rows of tables, and back."""

from collections.abc import Iterable
from typing import Any, Final

import msgspec
from sqlalchemy import Row

from evaluation_svc.domain.behavior import BehaviorRating
from evaluation_svc.domain.evaluation import Appeal, Evaluation, Status
from evaluation_svc.domain.facts import Acknowledged, Judgement, Of, Withdrawn
from evaluation_svc.domain.proposal import Proposal
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
    "behaviors": "jsonb",
    "withdrawn_on": "date",
    "reason": "text",
    "status": "text",
    "received_on": "date",
    "acknowledged_on": "date",
    "by_deadline": "boolean",
    "appeal_id": "uuid",
    "heard_by": "uuid",
    "appeal": "jsonb",
    "proposal": "jsonb",
    "peers": "boolean",
}
"""Each column of `evaluation` with its type."""

SELECTED: Final = ", ".join(
    f"{name}::text AS {name}" if kind == "jsonb" else name for name, kind in EVALUATION_COLUMNS.items()
)
"""The columns as `evaluation` takes them."""

GIVEN: Final = ", ".join(
    f"CAST(CAST(:{name} AS text[]) AS jsonb[])" if kind == "jsonb" else f"CAST(:{name} AS {kind}[])"
    for name, kind in EVALUATION_COLUMNS.items()
)
"""The columns as `columns_of` gives them, for `unnest`."""

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
    of, judgement, withdrawn, acknowledged = state.of, state.judgement, state.withdrawn, state.acknowledged
    filed = None if state.appeal is None else state.appeal.filed
    return {
        "evaluation_id": of.evaluation_id,
        "sequence": state.sequence,
        "civil_servant_id": of.civil_servant_id,
        "period_id": of.period_id,
        "evaluated_period_id": of.evaluated_period_id,
        "evaluated_until": of.evaluated_until,
        "rater_id": of.rater_id,
        "work_results": judgement.work_results.value,
        "work_behavior": judgement.work_behavior.value,
        "evaluated_on": judgement.evaluated_on,
        "note": judgement.note,
        "behaviors": _encode(judgement.behaviors).decode(),
        "withdrawn_on": None if withdrawn is None else withdrawn.withdrawn_on,
        "reason": None if withdrawn is None else withdrawn.reason,
        "status": state.status.value,
        "received_on": state.received_on,
        "acknowledged_on": None if acknowledged is None else acknowledged.acknowledged_on,
        "by_deadline": None if acknowledged is None else acknowledged.by_deadline,
        "appeal_id": None if filed is None else filed.appeal_id,
        "heard_by": None if filed is None else filed.heard_by,
        "appeal": _json(state.appeal),
        "proposal": _json(state.proposal),
        "peers": state.peers,
    }


def _json(value: Appeal | Proposal | None) -> str | None:
    return None if value is None else _encode(value).decode()


def evaluation(row: Row[Any]) -> Evaluation:
    """The state that a row of all columns holds."""
    return Evaluation(
        of=Of(
            evaluation_id=row.evaluation_id,
            civil_servant_id=row.civil_servant_id,
            period_id=row.period_id,
            evaluated_period_id=row.evaluated_period_id,
            evaluated_until=row.evaluated_until,
            rater_id=row.rater_id,
        ),
        sequence=row.sequence,
        status=Status(row.status),
        judgement=Judgement(
            work_results=Rating(row.work_results),
            work_behavior=Rating(row.work_behavior),
            evaluated_on=row.evaluated_on,
            note=row.note,
            behaviors=msgspec.json.decode(row.behaviors, type=tuple[BehaviorRating, ...]),
        ),
        received_on=row.received_on,
        withdrawn=None if row.withdrawn_on is None else Withdrawn(row.withdrawn_on, row.reason),
        acknowledged=None if row.acknowledged_on is None else Acknowledged(row.acknowledged_on, row.by_deadline),
        appeal=None if row.appeal is None else msgspec.json.decode(row.appeal, type=Appeal),
        proposal=None if row.proposal is None else msgspec.json.decode(row.proposal, type=Proposal),
        peers=row.peers,
    )


def roster_content(entry: Entry) -> str:
    """The entry as JSON."""
    return _encode(entry).decode()


def person(content: str) -> CivilServant:
    return msgspec.json.decode(content, type=CivilServant)


def unit(content: str) -> Unit:
    return msgspec.json.decode(content, type=Unit)


def period(content: str) -> Period:
    return msgspec.json.decode(content, type=Period)
