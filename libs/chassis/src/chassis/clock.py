"""The only place that reads the clock. Everything else is handed a `Clock`, so that time is an argument."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

Clock = Callable[[], datetime]


def now() -> datetime:
    """The present moment, UTC, in microseconds."""
    return datetime.now(UTC)


def day(moment: datetime, zone: str) -> date:
    """The calendar day of `moment` in the region's time zone: legal days are counted there, not in UTC."""
    return moment.astimezone(ZoneInfo(zone)).date()
