"""Official results as the OpenAPI document shows them. Decimals are strings."""

from datetime import date, datetime
from decimal import Decimal
from typing import Literal
from uuid import UUID

from pydantic import BaseModel

from scoring_svc.entrypoints.schemas import CardView


class SealedUnder(BaseModel):
    """The policy that a result was sealed under."""

    id: str
    version: int


class ResultView(BaseModel):
    """An official result, frozen. hash: SHA-256, hexadecimal, over the bytes of `explanation.canonical`. replaces: the
    hash of the version before, null for the first. sealed_on: the day of the closing or of the appeal's decision.
    predicate: the superior's, apart from the number."""

    civil_servant_id: UUID
    period_id: UUID
    kind: Literal["official"]
    version: int
    score: Decimal | None
    completeness: Decimal
    category: str | None
    predicate: str | None
    policy: SealedUnder
    hash: str
    reason: Literal["period_closed", "reopening", "appeal"]
    replaces: str | None
    sealed_on: date


class VersionsView(BaseModel):
    """All versions, the first one first."""

    versions: list[ResultView]


class OfficialBeside(ResultView):
    """The result that holds, beside a live score. late: how many facts came after the seal."""

    late: int


class CardWithResult(CardView):
    """The live score, and beside it the official result; null until the year is sealed."""

    official: OfficialBeside | None


class LateFact(BaseModel):
    """A fact that was recorded after the seal. source_id, sequence: whose state it is, and which one."""

    event_id: UUID
    source_id: UUID
    sequence: int
    kind: str
    effective_on: date
    recorded_at: datetime


class LateView(BaseModel):
    """score: the official one of that version. score_with_late: what it would be with all that came since."""

    version: int
    score: Decimal | None
    score_with_late: Decimal | None
    late: list[LateFact]
