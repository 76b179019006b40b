"""People, units, policies and contributions that the tests speak of."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from capaian_local.home import REPOSITORY
from scoring_svc.adapters.policy_pack import load, packs
from scoring_svc.domain.card import Card
from scoring_svc.domain.contribution import Contribution, Indicator, PlanApproved, Rated, Realized, Said, SurveyCounts
from scoring_svc.domain.roster import Agency, Person, Place, SurveyIndex, Term, Unit, UnitRating, Year

REGION: Final = REPOSITORY / "deploy" / "regions" / "lampung"
LAMPUNG_PACK: Final = load(REGION)
PACKS: Final = packs(LAMPUNG_PACK)
LAMPUNG: Final = PACKS.versions[0]
JATENG: Final = packs(load(REGION.parent / "jawa-tengah")).versions[0]

NOW = datetime(2026, 7, 9, 3, 0, tzinfo=UTC)
TODAY = date(2026, 7, 9)
SINCE = date(2025, 1, 1)

AGENCY, OTHER_AGENCY = UUID(int=0xA1), UUID(int=0xA2)
UNIT, OTHER_UNIT = UUID(int=0xB1), UUID(int=0xB2)
SITI, DEWI, BUDI = (UUID(int=each) for each in (0xC1, 0xC2, 0xC3))
YEAR, QUARTER = UUID(int=0xD1), UUID(int=0xD2)
PLAN, COVERAGE, WAITING, RATING, SURVEY = (UUID(int=each) for each in (0xE1, 0xF1, 0xF2, 0xF3, 0xF4))
UNIT_RATING = UUID(int=0xF7)
UNKNOWN = UUID(int=0xFF)


def indicator(direction: str = "maximize", target: str | None = "95", **changes: Any) -> Indicator:
    wanted = None if target is None else Decimal(target)
    whole = Indicator(COVERAGE, "Cakupan imunisasi", "percent", direction, wanted, None, None, False, Decimal(100))
    return replace(whole, **changes)


def within(low: str, high: str) -> Indicator:
    return indicator("range", None, range_low=Decimal(low), range_high=Decimal(high))


def of(source: UUID, said: Said, sequence: int = 1, day: date = TODAY, person: UUID = SITI) -> Contribution:
    event = UUID(int=(source.int << 32) + sequence)
    return Contribution(person, YEAR, source, sequence, event, day, said)


def plan(*indicators: Indicator, sequence: int = 1, day: date = TODAY) -> Contribution:
    return of(PLAN, PlanApproved(indicators), sequence, day)


def realized(value: str | None, of_: UUID = COVERAGE, sequence: int = 1, day: date = TODAY) -> Contribution:
    return of(of_, Realized(None if value is None else Decimal(value)), sequence, day)


def rated(results: str = "meets", behavior: str = "meets", sequence: int = 1, source: UUID = RATING) -> Contribution:
    return of(source, Rated(results, behavior, "good", date(2026, 6, 30)), sequence, date(2026, 6, 30))


def surveyed(
    index: str | None = "87.5", respondents: int = 30, sequence: int = 1, source: UUID = SURVEY
) -> Contribution:
    counts = SurveyCounts(source, "Imunisasi", None if index is None else Decimal(index), respondents)
    return of(source, counts, sequence)


def empty() -> Card:
    return Card(SITI, YEAR)


def year(**changes: Any) -> Year:
    whole = Year(YEAR, "annual", None, "Tahun 2026", date(2026, 1, 1), date(2026, 12, 31), "open")
    return replace(whole, **changes)


def place(unit_id: UUID = UNIT, *, serves_public: bool = True, since: date = SINCE, until: date | None = None) -> Place:
    return Place(unit_id, "Perawat", serves_public, Term(since, until))


def siti(**changes: Any) -> Person:
    return replace(Person(SITI, AGENCY, "Siti Aminah", (place(),), ((DEWI, Term(SINCE, None)),)), **changes)


def dewi(**changes: Any) -> Person:
    return replace(Person(DEWI, AGENCY, "Dewi Lestari", (place(serves_public=False),), ()), **changes)


def agency() -> Agency:
    return Agency(AGENCY, "Dinas Kesehatan")


def unit() -> Unit:
    return Unit(UNIT, AGENCY, "Puskesmas Kedaton")


def unit_rating(predicate: str = "good", achievement: str | None = "98.6", **more: Any) -> UnitRating:
    """Of the second quarter, judged in July."""
    percent = None if achievement is None else Decimal(achievement)
    whole = UnitRating(
        UNIT_RATING, UNIT, YEAR, QUARTER, predicate, percent, date(2026, 7, 5), UUID(int=0x89)
    )  # fmt: skip
    return replace(whole, **more)


def index(
    value: str | None = "87.5", respondents: int = 30, as_of: date = TODAY, unit_id: UUID = UNIT, **more: Any
) -> SurveyIndex:
    number = None if value is None else Decimal(value)
    return replace(SurveyIndex(SURVEY, unit_id, YEAR, "Imunisasi", number, respondents, as_of, UUID(int=0x99)), **more)
