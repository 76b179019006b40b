"""The official result: what a card said when its year closed, frozen, and sealed by a hash that anybody can check.

Canonical bytes: the explanation as JSON with sorted keys and no whitespace, decimals and ids and days as strings, text
as UTF-8 without escapes; `sha256sum` over them is the seal. They hold nothing but whose result it is and why the number
is what it is, so that equal facts under an equal policy give equal bytes. A result never changes: a reopening or an
appeal's decision makes a new version that names the old one's hash. What comes later is late: it moves the live score,
and is shown beside the result.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from hashlib import sha256
from typing import Any
from uuid import UUID

from scoring_svc.domain.card import Card, apply
from scoring_svc.domain.contribution import Contribution, Rated
from scoring_svc.domain.explanation import explain
from scoring_svc.domain.formula import Score, score
from scoring_svc.domain.policy import Policy
from scoring_svc.domain.roster import Year

CLOSED = "closed"


class Reason(StrEnum):
    """What a version was sealed by."""

    PERIOD_CLOSED = "period_closed"
    REOPENING = "reopening"
    APPEAL = "appeal"


@dataclass(frozen=True, slots=True)
class Result:
    """One version of a person's official result. facts: the card as it was sealed. canonical: the bytes under the seal.
    hash: their SHA-256, hexadecimal. replaces: the hash of the version before, None for the first. predicate: the
    superior's, frozen with it; category: the number's name by the policy. sealed_on: the day of the closing or of the
    decision."""

    version: int
    facts: Card
    canonical: bytes
    hash: str
    score: Decimal | None
    completeness: Decimal
    category: str | None
    predicate: str | None
    policy: str
    policy_version: int
    reason: Reason
    replaces: str | None
    sealed_on: date


def canonical(value: object) -> bytes:
    """The one spelling of an explanation, as above.

    Raises:
        TypeError: it holds something that has no exact spelling, such as a binary fraction.
    """
    return json.dumps(_plain(value), sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def explained(card: Card, result: Score, policy: Policy) -> bytes:
    """The canonical bytes of a card's explanation. The person is in them by id alone, for names change."""
    about = {"civil_servant_id": card.civil_servant_id, "period_id": card.period_id}
    return canonical({**explain(result, policy), **about})


def seal(card: Card, policy: Policy, former: Result | None, reason: Reason, on: date) -> Result | None:
    """The next version of a result; None where it would say the very same as the one before.

    The sources are put in order first: by which of them came before another, equal facts do not differ.
    """
    card = Card(card.civil_servant_id, card.period_id, dict(sorted(card.slots.items())))
    result = score(card, policy)
    spelled = explained(card, result, policy)
    if former is not None and former.canonical == spelled:
        return None
    return Result(
        version=former.version + 1 if former is not None else 1,
        facts=card,
        canonical=spelled,
        hash=sha256(spelled).hexdigest(),
        score=result.value,
        completeness=result.completeness,
        category=result.category,
        predicate=result.predicate,
        policy=policy.id,
        policy_version=policy.version,
        reason=reason,
        replaces=former.hash if former is not None else None,
        sealed_on=on,
    )


def revise(former: Result, decision: Contribution, policy: Policy, on: date) -> Result | None:
    """The version that an appeal's decision makes: the sealed facts with this evaluation's ratings replaced.

    None where nothing of the result rests on the evaluation; then the decision is a late fact like any other.
    """
    rated = former.facts.slots.get(decision.source_id)
    if rated is None or not isinstance(rated.said, Rated):
        return None
    return seal(apply(former.facts, decision), policy, former, Reason.APPEAL, on)


def late(facts: Card, log: Iterable[Contribution]) -> list[Contribution]:
    """What was said after the seal, in the order of the days that it speaks of: each source's words that are newer than
    the one under the seal."""
    return sorted(
        (each for each in log if _newer(facts, each)),
        key=lambda each: (each.effective_on, each.sequence, each.event_id),
    )


def closes(former: Year | None, now: Year) -> bool:
    """Whether with this change of a period its results are to be sealed: an annual one that was not closed before, or
    that was reopened and closed again between the two."""
    if now.kind != "annual" or now.status != CLOSED:
        return False
    return former is None or former.status != CLOSED or former.reopened != now.reopened


def _newer(facts: Card, contribution: Contribution) -> bool:
    sealed = facts.slots.get(contribution.source_id)
    return sealed is None or sealed.sequence < contribution.sequence


def _plain(value: object) -> Any:
    match value:
        case None | bool() | int() | str():
            return value
        case Decimal():
            return format(value, "f")
        case UUID():
            return str(value)
        case date():
            return value.isoformat()
        case Mapping():
            pairs: Mapping[Any, Any] = value
            return {str(key): _plain(each) for key, each in pairs.items()}
        case list() | tuple():
            items: Iterable[Any] = value
            return [_plain(each) for each in items]
        case _:
            raise TypeError(f"{type(value).__name__} has no canonical spelling")
