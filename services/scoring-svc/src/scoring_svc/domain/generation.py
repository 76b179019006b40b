"""Generations of what is made of the topics, and when a new one may take the place of the one that serves.

A new one must say of every person what the old one says. Where it does not, somebody states the reason, which is kept:
a mended rule, a repaired row, a topic whose beginning is gone. No reason makes up for a topic that ends too early.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final

SHOWN: Final = 50
"""How many differences a report holds one by one; all are counted."""


class What(StrEnum):
    """What a finding is about. card: what a card answers. facts: what it rests on. contributions: its log. row: any
    other row. said: what was told of a person to others. seal: an official result's hash. beginning: a topic whose
    first records are gone."""

    CARD = "card"
    FACTS = "facts"
    CONTRIBUTIONS = "contributions"
    ROW = "row"
    SAID = "said"
    SEAL = "seal"
    BEGINNING = "beginning"


class Status(StrEnum):
    """Of a generation. building → serving | refused | abandoned (its process died); serving ↔ kept; kept → dropped."""

    BUILDING = "building"
    SERVING = "serving"
    KEPT = "kept"
    REFUSED = "refused"
    ABANDONED = "abandoned"
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True)
class Difference:
    """One finding. about: the person's id where it is about one, else the table or topic. serving, rebuilt: what each
    generation has of it; None where it has nothing."""

    what: What
    about: str
    serving: Mapping[str, Any] | None
    rebuilt: Mapping[str, Any] | None
    period_id: str | None = None
    name: str | None = None


@dataclass(slots=True)
class Findings:
    """All that was found, counted by kind, and the first of them whole."""

    counts: Counter[What] = field(default_factory=Counter[What])
    first: list[Difference] = field(default_factory=list[Difference])

    def add(self, found: Difference) -> None:
        """Counts it, and keeps it while there are few."""
        self.counts[found.what] += 1
        if len(self.first) < SHOWN:
            self.first.append(found)

    def more(self, what: What, number: int) -> None:
        """So many more of a kind, which nobody looked at one by one."""
        if number:
            self.counts[what] += number

    def __bool__(self) -> bool:
        return self.counts.total() > 0


class RebuildCode(StrEnum):
    """Why a rebuild, a way back or a dropping was not done, for programs."""

    GENERATIONS_DIFFER = "generations_differ"
    NO_REASON = "no_reason"
    ANOTHER_REBUILD = "another_rebuild"
    TOPIC_BEGINS_LATE = "topic_begins_late"
    TOPIC_TOO_SHORT = "topic_too_short"
    DATABASE_BEHIND = "database_behind"
    NOTHING_KEPT = "nothing_kept"
    OTHER_TABLES = "other_tables"
    SEALING_UNDER_WAY = "sealing_under_way"
    PAUSE_TOO_LONG = "pause_too_long"


class RebuildRefused(Exception):
    """Nothing was changed. detail: a whole sentence for the operator. report: what was found, where it came so far."""

    def __init__(self, code: RebuildCode, detail: str, report: Mapping[str, Any] | None = None) -> None:
        super().__init__(detail)
        self.code, self.detail, self.report = code, detail, report


def check_reason(reason: str | None) -> str | None:
    """A reason as it is kept, None for none.

    Raises:
        RebuildRefused: `no_reason`: it says nothing.
    """
    if reason is None:
        return None
    if len(reason.strip()) < 10:
        sentence = "A reason is read by inspectors long after: say why in ten characters or more, such as which repair."
        raise RebuildRefused(RebuildCode.NO_REASON, sentence)
    return reason.strip()


def decide(found: Findings, reason: str | None) -> None:
    """Whether the new generation may serve.

    Raises:
        RebuildRefused: `generations_differ`: they do, and nobody said why.
    """
    if found and reason is None:
        kinds = ", ".join(f"{number} {what}" for what, number in sorted(found.counts.items()))
        sentence = (
            f"The new generation differs from the one that serves ({kinds}), so nothing was switched. Read the report; "
            'when the new one is right, state why they differ with --reason "…".'
        )
        raise RebuildRefused(RebuildCode.GENERATIONS_DIFFER, sentence)


def check_return(kept: str | None, now: str | None, sealing: bool, reason: str | None) -> str:
    """Whether a kept generation may serve again; answers the reason. kept, now: the revision of its tables and of those
    that serve. sealing: whether a year's results are being made, which rest on what serves.

    Raises:
        RebuildRefused: `no_reason`, `other_tables`, `sealing_under_way`.
    """
    if reason is None:
        raise RebuildRefused(RebuildCode.NO_REASON, 'Going back needs a reason that is kept: --reason "…".')
    if kept != now:
        sentence = f"The kept tables are of revision {kept} and the code needs {now}: rebuild instead."
        raise RebuildRefused(RebuildCode.OTHER_TABLES, sentence)
    if sealing:
        sentence = "A year's official results are being sealed from what serves now: go back when that is done."
        raise RebuildRefused(RebuildCode.SEALING_UNDER_WAY, sentence)
    return reason
