"""Two generations, person by person: what each card answers, the facts that it rests on, and the log that led to them.

Equal is: the same answer but for `sequence` and `updated_at`, which say how often and when it was written; the same
newest word of each source, in any order; and the same log, by a sum of hashes over its rows. Both sides are read in the
order of their keys, so that memory does not grow with the region.
"""

from collections.abc import AsyncIterator, Sequence
from contextlib import suppress
from typing import Any, Final, NamedTuple
from uuid import UUID

import msgspec

from scoring_svc.app.ports import CardKey
from scoring_svc.domain.generation import Difference, What

CARDS: Final = "SELECT civil_servant_id, period_id, sequence, state, body FROM {schema}.card {where} ORDER BY 1, 2"
LOGS: Final = """
    SELECT civil_servant_id, period_id, count(*) AS count, sum(hash_record_extended(c, 0)) AS hash
    FROM {schema}.contribution c {where} GROUP BY 1, 2 ORDER BY 1, 2
"""
SOME: Final = "WHERE (civil_servant_id, period_id) IN (SELECT * FROM unnest($1::uuid[], $2::uuid[]))"
READ_AHEAD: Final = 2_000
SHOWN: Final = ("score", "completeness", "category", "predicate", "components")


class Side(NamedTuple):
    """A generation as it is read. driver: asyncpg's connection, inside a transaction."""

    driver: Any
    schema: str


class Compared(NamedTuple):
    """sequences: of each card that serves, 0 where only the new generation has it. different: what was found of those
    that are not alike."""

    sequences: dict[CardKey, int]
    different: dict[CardKey, list[Difference]]

    @property
    def equal(self) -> list[CardKey]:
        """The cards that both generations have alike."""
        return [key for key in self.sequences if key not in self.different]


async def compare(serving: Side, rebuilt: Side, some: Sequence[CardKey] | None = None) -> Compared:
    """All cards and logs, or those of some keys."""
    compared = Compared({}, {})
    async for key, old, new in _paired(_rows(CARDS, serving, some), _rows(CARDS, rebuilt, some)):
        compared.sequences[key] = old["sequence"] if old is not None else 0
        if (difference := _cards_differ(key, old, new)) is not None:
            compared.different.setdefault(key, []).append(difference)
    async for key, old, new in _paired(_rows(LOGS, serving, some), _rows(LOGS, rebuilt, some)):
        one, other = (None if row is None else {"count": row["count"], "hash": str(row["hash"])} for row in (old, new))
        if one != other:
            difference = Difference(What.CONTRIBUTIONS, str(key[0]), one, other, str(key[1]))
            compared.different.setdefault(key, []).append(difference)
    return compared


def same_answer(one: bytes, other: bytes) -> bool:
    """Whether two cards' JSON differ by nothing but when and how often they were written."""
    with suppress(msgspec.DecodeError):
        return one == other or answer(one) == answer(other)
    return False


def answer(body: bytes) -> dict[str, Any]:
    """
    Raises:
        msgspec.DecodeError: it is no JSON.
    """
    return {key: value for key, value in _decode(body).items() if key not in ("sequence", "updated_at")}


def _cards_differ(key: CardKey, old: Any, new: Any) -> Difference | None:
    if old is not None and new is not None:
        if not same_answer(old["body"], new["body"]):
            what = What.CARD
        elif old["state"] != new["state"] and _facts(old["state"]) != _facts(new["state"]):
            what = What.FACTS
        else:
            return None
    else:
        what = What.CARD
    return Difference(what, str(key[0]), _shown(old), _shown(new), str(key[1]))


def _facts(state: bytes) -> list[Any] | None:
    """The newest word of each source, in one order; None when it cannot be read, which is equal to nothing."""
    with suppress(msgspec.DecodeError, TypeError):
        return sorted(msgspec.json.decode(state))
    return None


def _shown(row: Any) -> dict[str, Any] | None:
    if row is None:
        return None
    facts = _facts(row["state"])
    with suppress(msgspec.DecodeError):
        body = answer(row["body"])
        return {**{name: body.get(name) for name in SHOWN}, "facts": None if facts is None else len(facts)}
    return {"unreadable": True}


def _decode(body: bytes) -> dict[str, Any]:
    return msgspec.json.decode(body, type=dict[str, Any])


async def _rows(query: str, side: Side, some: Sequence[CardKey] | None) -> AsyncIterator[tuple[CardKey, Any]]:
    keys: list[list[UUID]] = [] if some is None else [[each[0] for each in some], [each[1] for each in some]]
    statement = query.format(schema=side.schema, where="" if some is None else SOME)
    async for row in side.driver.cursor(statement, *keys, prefetch=READ_AHEAD):
        yield (row["civil_servant_id"], row["period_id"]), row


async def _paired(
    left: AsyncIterator[tuple[CardKey, Any]], right: AsyncIterator[tuple[CardKey, Any]]
) -> AsyncIterator[tuple[CardKey, Any, Any]]:
    """Each key of either side with both rows; both come in the order of their keys."""
    one, other = await anext(left, None), await anext(right, None)
    while one is not None or other is not None:
        if other is None or (one is not None and one[0] < other[0]):
            assert one is not None
            yield one[0], one[1], None
            one = await anext(left, None)
        elif one is None or other[0] < one[0]:
            yield other[0], None, other[1]
            other = await anext(right, None)
        else:
            yield one[0], one[1], other[1]
            one, other = await anext(left, None), await anext(right, None)
