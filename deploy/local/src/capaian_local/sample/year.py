"""The year of a sample: its periods and its days. What lies after today has not happened."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from chassis import ids

from capaian_local.sample.people import FIRST_YEAR

ROMAN = ("I", "II", "III", "IV")
MONTHS = (
    "Januari", "Februari", "Maret", "April", "Mei", "Juni",
    "Juli", "Agustus", "September", "Oktober", "November", "Desember",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Quarter:
    """A quarter, number 1 to 4."""

    id: UUID
    number: int
    name: str
    starts_on: date
    ends_on: date


@dataclass(frozen=True, slots=True)
class Year:
    """The annual period that `today` lies in, or an earlier one. of: its calendar year, None for today's."""

    namespace: UUID
    today: date
    of: int | None = None

    def __post_init__(self) -> None:
        if self.today.year < FIRST_YEAR:
            raise ValueError(f"a sample begins in {FIRST_YEAR}, not in {self.today.year}")

    @property
    def number(self) -> int:
        """The calendar year."""
        return self.of or self.today.year

    @property
    def id(self) -> UUID:
        """The annual period's id."""
        return ids.derived(self.namespace, "period", str(self.number))

    @property
    def starts_on(self) -> date:
        """New Year's Day."""
        return date(self.number, 1, 1)

    @property
    def ends_on(self) -> date:
        """New Year's Eve."""
        return date(self.number, 12, 31)

    @property
    def quarters(self) -> tuple[Quarter, ...]:
        """All four."""
        return tuple(
            Quarter(
                ids.derived(self.namespace, "period", str(self.number), f"Q{number}"),
                number,
                f"Triwulan {ROMAN[number - 1]} {self.number}",
                date(self.number, 3 * number - 2, 1),
                self.month_end(3 * number),
            )
            for number in (1, 2, 3, 4)
        )

    @property
    def ended_quarters(self) -> tuple[Quarter, ...]:
        """Those that are over today."""
        return tuple(quarter for quarter in self.quarters if quarter.ends_on < self.today)

    def month_end(self, month: int) -> date:
        """The last day of a month, 1 to 12."""
        return date(self.number, month, monthrange(self.number, month)[1])

    @property
    def ended_months(self) -> tuple[int, ...]:
        """Those whose last day has come."""
        return tuple(month for month in range(1, 13) if self.month_end(month) <= self.today)

    @property
    def passed(self) -> float:
        """How many months of the year are over, 0 to 12."""
        month_days = monthrange(self.number, self.today.month)[1]
        return self.today.month - 1 + self.today.day / month_days
