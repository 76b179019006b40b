"""What is read of official results: a version, all versions, the bytes under the seal, and what came too late.

Whose result may be seen is decided as for cards, by `queries.subject`.
"""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from scoring_svc.app.ports import Reads, Results, Seal
from scoring_svc.app.queries import Subject
from scoring_svc.domain.contribution import Contribution
from scoring_svc.domain.course import kind
from scoring_svc.domain.formula import Score, score
from scoring_svc.domain.official import Result, late
from scoring_svc.domain.policy import Packs
from scoring_svc.domain.refusals import Code, Refusal


class Standing(NamedTuple):
    """A result with what came after it. late: each fact and when it was recorded, by the days they speak of."""

    result: Result
    late: list[dict[str, Any]]


async def versions(of: Subject, results: Results) -> Sequence[Result]:
    """All versions, the first one first.

    Raises:
        Refusal: `no_result`.
    """
    found = await results.versions(of.key)
    if not found:
        sentence = "This person has no official result for the year: it is sealed when the annual period is closed."
        raise Refusal(Code.NO_RESULT, sentence)
    return found


async def result(of: Subject, version: int | None, results: Results) -> Result:
    """The version that was asked for; by default the one that holds, the last.

    Raises:
        Refusal: `no_result`, `unknown_version`.
    """
    found = await versions(of, results)
    if version is None:
        return found[-1]
    if not 1 <= version <= len(found):
        sentence = f"This result has the versions 1 to {len(found)}; ask for one of them, or leave `version` out."
        raise Refusal(Code.UNKNOWN_VERSION, sentence, "query:version")
    return found[version - 1]


async def standing(of: Subject, reads: Reads, results: Results) -> Standing | None:
    """The result that holds, beside what moved the live score since; None while there is no result."""
    found = await results.versions(of.key)
    if not found:
        return None
    recorded = await reads.recorded(of.key)
    when = {each.event_id: moment for each, moment in recorded}
    came = late(found[-1].facts, (each for each, _ in recorded))
    return Standing(found[-1], [{**_fact(each), "recorded_at": when[each.event_id]} for each in came])


async def with_late(of: Subject, found: Standing, reads: Reads, packs: Packs) -> Score:
    """The score of the card with what came too late."""
    kept = await reads.card(of.key)
    return score(kept.card if kept is not None else found.result.facts, packs.of_year(of.year.starts_on))


def resource(found: Result) -> dict[str, Any]:
    """A result as it is answered."""
    return {
        "civil_servant_id": found.facts.civil_servant_id,
        "period_id": found.facts.period_id,
        "kind": "official",
        "version": found.version,
        "score": found.score,
        "completeness": found.completeness,
        "category": found.category,
        "predicate": found.predicate,
        "policy": {"id": found.policy, "version": found.policy_version},
        "hash": found.hash,
        "reason": found.reason.value,
        "replaces": found.replaces,
        "sealed_on": found.sealed_on,
    }


def sealed(found: Seal | None) -> dict[str, Any] | None:
    """That there is a result, as it stands on a board."""
    return None if found is None else found._asdict()


def beside(found: Standing | None) -> Mapping[str, Any] | None:
    """The result as it stands beside a live score."""
    return None if found is None else {**resource(found.result), "late": len(found.late)}


def _fact(contribution: Contribution) -> dict[str, Any]:
    return {
        "event_id": contribution.event_id,
        "source_id": contribution.source_id,
        "sequence": contribution.sequence,
        "kind": kind(contribution),
        "effective_on": contribution.effective_on,
    }
