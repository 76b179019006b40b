"""What changed between two states of a plan's content, for the second of two people who edit at once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any
from uuid import UUID

from target_svc.domain.indicators import Indicator
from target_svc.domain.work_results import WorkResult, all_indicators


@dataclass(frozen=True, slots=True)
class Difference:
    """what: `work_result` or `indicator`. change: `added`, `removed` or `changed`, then in which fields."""

    what: str
    id: UUID
    title: str
    change: str
    fields: tuple[str, ...] = ()


def differences(before: Sequence[WorkResult], now: Sequence[WorkResult]) -> list[Difference]:
    """Work results first, then indicators; each in the order in which it stands now, what was removed at last."""
    former, later = {each.id: each for each in before}, {each.id: each for each in now}
    found = _differences("work_result", former, later)
    measured = {each.id: each for each in all_indicators(before)}, {each.id: each for each in all_indicators(now)}
    return found + _differences("indicator", *measured)


def _differences(what: str, before: Mapping[UUID, Any], now: Mapping[UUID, Any]) -> list[Difference]:
    found: list[Difference] = []
    for id_, each in now.items():
        if id_ not in before:
            found.append(Difference(what, id_, each.title, "added"))
        elif changed := _fields(before[id_], each):
            found.append(Difference(what, id_, each.title, "changed", changed))
    return found + [Difference(what, id_, each.title, "removed") for id_, each in before.items() if id_ not in now]


def _fields(before: WorkResult | Indicator, now: WorkResult | Indicator) -> tuple[str, ...]:
    """The fields that differ; a result's indicators stand for themselves."""
    names = [field.name for field in fields(now) if field.name != "indicators"]
    return tuple(name for name in names if getattr(before, name) != getattr(now, name))
