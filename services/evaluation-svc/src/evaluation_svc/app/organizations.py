"""Units' predicates: set by the level above, and read beside the distribution of the people's."""

from collections import Counter
from datetime import date
from uuid import UUID

from evaluation_svc.app.ports import Attempt, Occasion, Outcome, Store
from evaluation_svc.app.reads import Reads, Staff
from evaluation_svc.app.translate import organization_rated
from evaluation_svc.domain import distribution, organization
from evaluation_svc.domain.access import Actor
from evaluation_svc.domain.distribution import DistributionRules, Finding
from evaluation_svc.domain.organization import OrganizationEvaluation, Rate, Setting
from evaluation_svc.domain.ratings import Predicate
from evaluation_svc.domain.refusals import Code, Refusal
from evaluation_svc.domain.roster import Period
from evaluation_svc.domain.units import check_known, check_looks_at

ADVICE = "Findings are advice: none of them changes anybody's rating."


async def rate(command: Rate, actor: Actor, attempt: Attempt, occasion: Occasion, store: Store) -> Outcome:
    """Sets a unit's predicate for a period, or sets another one.

    Raises:
        Refusal: as `domain.organization.rate`, and for a unit or period that the roster does not have.
    """
    async with store.begin() as work:
        if (earlier := await work.replay(attempt)) is not None:
            return earlier
        before = await work.organizations.take(command.unit_id, command.evaluated_period_id)
        line = await work.line(command.unit_id)
        roster = await work.roster([], [command.evaluated_period_id])
        period = _known(roster.periods.get(command.evaluated_period_id))
        given = Setting(line, period, occasion.today, occasion.rules.head_ratings)
        after = organization.rate(command, before, actor, given)
        if after != before:
            await work.organizations.put([after])
            await work.say([organization_rated(after, occasion.now, occasion.correlation_id)])
        outcome = Outcome(before is None, resource(after), after.organization_evaluation_id, after.sequence)
        await work.remember(attempt, outcome, occasion.now)
        return outcome


async def read(unit_id: UUID, period_id: UUID, actor: Actor, today: date, reads: Reads) -> OrganizationEvaluation:
    """A unit's predicate.

    Raises:
        Refusal: `unknown_unit`, `unknown_organization_evaluation`, `forbidden`.
    """
    await _check_looks_at(unit_id, actor, today, reads)
    found = await reads.organizations.find(unit_id, period_id)
    if found is None:
        sentence = "The level above has set no predicate of this unit for this period yet."
        raise Refusal(Code.UNKNOWN_ORGANIZATION_EVALUATION, sentence)
    return found


async def look(
    unit_id: UUID, period_id: UUID, actor: Actor, today: date, rules: DistributionRules, reads: Reads
) -> dict[str, object]:
    """How the predicates of a unit's people, those of its sub-units included, are spread, and what is to be said of it.

    Counted are who serves there on the period's last day, or today while it runs, and has ratings that stand.

    Raises:
        Refusal: `unknown_unit`, `unknown_period`, `forbidden`.
    """
    head_id = await _check_looks_at(unit_id, actor, today, reads)
    day = min(_known(await reads.period(period_id)).ends_on, today)
    found = await reads.organizations.find(unit_id, period_id)
    staff = await reads.staff(unit_id, period_id)
    serving, counts = _counted(staff, day)
    review = None if found is None else distribution.findings(found.predicate, counts, rules)
    too_few = distribution.too_small(sum(counts.values()), rules) if review is None else review.group_too_small
    return {
        "unit_id": str(unit_id),
        "period_id": str(period_id),
        "on": day.isoformat(),
        "people": serving,
        "rated": sum(counts.values()),
        "predicates": {predicate.value: counts[predicate] for predicate in Predicate},
        "organization": None if found is None else resource(found),
        "head": None if found is None else _head(found, head_id, staff),
        "findings": [] if review is None else [_finding(each) for each in review.findings],
        "below_minimum_group": too_few,
        "minimum_group": rules.smallest_group.value,
        "minimum_group_source": rules.smallest_group.source,
        "source": distribution.CIRCULAR,
        "advice": ADVICE,
    }


def resource(state: OrganizationEvaluation) -> dict[str, object]:
    """As it is answered."""
    return {
        "id": str(state.organization_evaluation_id),
        "sequence": state.sequence,
        "unit_id": str(state.unit_id),
        "agency_id": str(state.agency_id),
        "period_id": str(state.period_id),
        "evaluated_period_id": str(state.evaluated_period_id),
        "predicate": state.predicate.value,
        "achievement": None if state.achievement is None else str(state.achievement),
        "note": state.note,
        "head_work_results": state.head.rating.value,
        "head_work_results_source": state.head.source,
        "rated_by": None if state.rated_by is None else str(state.rated_by),
        "rated_on": state.rated_on.isoformat(),
    }


async def _check_looks_at(unit_id: UUID, actor: Actor, today: date, reads: Reads) -> UUID | None:
    """Who heads the unit."""
    line = await reads.line(unit_id)
    head_id = check_known(line).head_id
    check_looks_at(actor, line, None if head_id is None else await reads.person(head_id), today)
    return head_id


def _head(found: OrganizationEvaluation, head_id: UUID | None, staff: Staff) -> dict[str, object] | None:
    """The head's own rating beside the one that the unit's predicate gives: a predicate that was set after the rating,
    or set anew, changes nobody's rating by itself."""
    rated = next((each.evaluation for each in staff.people if each.person.civil_servant_id == head_id), None)
    if rated is None:
        return None
    given = rated.judgement.work_results
    return {
        "civil_servant_id": str(rated.civil_servant_id),
        "evaluation_id": str(rated.evaluation_id),
        "work_results": given.value,
        "sentence": organization.departure(given, found.head),
    }


def _counted(staff: Staff, day: date) -> tuple[int, Counter[Predicate]]:
    serving = [each for each in staff.people if not staff.units.isdisjoint(each.person.units(day))]
    return len(serving), Counter(each.evaluation.judgement.predicate for each in serving if each.evaluation)


def _finding(found: Finding) -> dict[str, object]:
    return {
        "code": found.code,
        "sentence": found.sentence,
        "predicates": [each.value for each in found.predicates],
        "people": found.people,
        "bound": found.bound,
        "source": found.source,
        "rounding": found.rounding,
    }


def _known(period: Period | None) -> Period:
    if period is None:
        raise Refusal(Code.UNKNOWN_PERIOD, "The roster has no period with this id.")
    return period
