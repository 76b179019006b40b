"""Every table of this service, by what it is. A rebuild makes the projections anew, and nothing else.

projections: made of the topics alone; each generation has its own. said: what this service told others of each person,
with the sequence that it told it with; a record, for what was told cannot be untold, and compared with what would be
told now. following: worked out of cards by their version, again wherever that is another one; all generations share
them. records: decisions and results, which no topic makes again; all generations share them. A test fails when a table
is in none of the four.
"""

from collections.abc import Mapping
from typing import Final

PROJECTIONS: Final = (
    "card",
    "contribution",
    "roster_entry",
    "place",
    "reporting_line",
    "survey",
    "unit_rating",
    "published_survey",
    "plan_outline",
    "planned_result",
    "consumer_cursor",
    "parked_record",
)
SAID: Final = ("attribution", "unit_attribution")
FOLLOWING: Final = ("card_course", "forecast")
RECORDS: Final = (
    "event_log",
    "idempotency_key",
    "policy_version",
    "official_result",
    "sealing",
    "decision",
    "generation",
    "generation_turn",
    "alembic_version",
)
COMPARED_APART: Final = ("card", "contribution", "consumer_cursor")
"""Cards by their owners, cursors by being the place at which the rest is compared."""
PASSING: Final[Mapping[str, frozenset[str]]] = {
    "parked_record": frozenset({"detail", "parked_at"}),
    "survey": frozenset({"spread_by"}),
    "unit_rating": frozenset({"spread_by"}),
}
"""Columns that say when or how something was worked on, and nothing of what it is."""
