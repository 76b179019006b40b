"""Aggregates as rows of tables, and back. What is searched by is a column, the rest is JSON with exact decimals."""

from typing import Any, Final
from uuid import UUID

import asyncpg
import msgspec

from target_svc.app.ports import Kept, Step
from target_svc.domain.goals import Goal
from target_svc.domain.indicators import Indicator
from target_svc.domain.plan import Plan
from target_svc.domain.realizations import Course, EntryStatus
from target_svc.domain.realizations import Entry as RealizationEntry
from target_svc.domain.roster import Agency, CivilServant, Entry, Period, ReportingLine, Unit
from target_svc.domain.work_results import WorkResult

KINDS: Final[dict[str, type[Entry]]] = {
    "agency": Agency,
    "unit": Unit,
    "civil_servant": CivilServant,
    "period": Period,
}
_NAMES: Final = {kind: name for name, kind in KINDS.items()}


def kind_of(entry: Entry) -> str:
    """The column `kind`."""
    return _NAMES[type(entry)]


def agency_of(entry: Entry) -> UUID | None:
    """The column `agency_id`."""
    return entry.agency_id if isinstance(entry, Unit | CivilServant) else None


def content(value: Any) -> str:
    """The column `content`."""
    return msgspec.json.encode(value).decode()


def kept(row: asyncpg.Record) -> Kept:
    """A row of roster_entry."""
    return Kept(msgspec.json.decode(row["content"], type=KINDS[row["kind"]]), row["sequence"])


def line(row: asyncpg.Record) -> ReportingLine:
    """A row of reporting_line."""
    return ReportingLine(row["superior_id"], row["since"], row["until"], row["kind"])


def plan(row: asyncpg.Record) -> Plan:
    """A row of plan."""
    return msgspec.json.decode(row["content"], type=Plan)


def work_results(row: asyncpg.Record) -> tuple[WorkResult, ...]:
    """The content of a step of a plan's history."""
    return msgspec.json.decode(row["content"], type=tuple[WorkResult, ...])


def step(row: asyncpg.Record) -> Step:
    """A row of plan_step."""
    content = None if row["content"] is None else work_results(row)
    return Step(
        row["plan_id"], row["sequence"], row["plan_version"], row["step"], row["taken_by"], row["decided_by"],
        row["taken_at"], row["note"], content,
    )  # fmt: skip


def goal(row: asyncpg.Record) -> Goal:
    """A row of goal."""
    return msgspec.json.decode(row["content"], type=Goal)


def entry(row: asyncpg.Record) -> RealizationEntry:
    """A row of realization."""
    return RealizationEntry(
        id=row["id"],
        number=row["number"],
        value=row["value"],
        as_of=row["as_of"],
        evidence_url=row["evidence_url"],
        note=row["note"],
        corrects=row["corrects"],
        recorded_by=row["recorded_by"],
        status=EntryStatus(row["status"]),
        reason=row["reason"],
        checked_by=row["checked_by"],
        evidence_id=row["evidence_id"],
    )


def course(row: asyncpg.Record, entries: tuple[RealizationEntry, ...]) -> Course:
    """A row of indicator with its realizations."""
    return Course(
        msgspec.json.decode(row["content"], type=Indicator),
        row["plan_id"],
        row["civil_servant_id"],
        row["period_id"],
        row["sequence"],
        row["active"],
        entries,
    )
