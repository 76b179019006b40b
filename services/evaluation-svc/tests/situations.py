"""People, periods and commands that the tests speak of, with fixed ids and days."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Final
from uuid import UUID

from evaluation_svc.app.ports import RosterEntry
from evaluation_svc.domain import commands as do
from evaluation_svc.domain.appeals import Court, acknowledge, appeal, decide, state_view
from evaluation_svc.domain.behavior import BehaviorRating, BehaviorValue
from evaluation_svc.domain.checks import Circumstances
from evaluation_svc.domain.commands import Revise, Submit, Withdraw
from evaluation_svc.domain.decide import submit
from evaluation_svc.domain.distribution import CIRCULAR, Bound, DistributionRules
from evaluation_svc.domain.evaluation import Evaluation, evolve
from evaluation_svc.domain.facts import Judgement, Outcome
from evaluation_svc.domain.proposal import ProposalRules, TargetValue, Threshold
from evaluation_svc.domain.ratings import OrganizationPredicate, Predicate, Rating
from evaluation_svc.domain.refusals import Code, Refusal
from evaluation_svc.domain.roster import Assignment, CivilServant, Period, PeriodStatus, ReportingLine, Unit
from evaluation_svc.domain.rules import (
    AppealRules,
    Days,
    MappedRating,
    Measure,
    OpinionRules,
    Rules,
    SelfAssessmentRules,
)

OFFICE = UUID("0196a0c2-7d40-7030-8b2e-4f1d5a6b7c30")
CLINIC = UUID("0196a0c2-7d40-7031-8b2e-4f1d5a6b7c31")
POST = UUID("0196a0c2-7d40-7032-8b2e-4f1d5a6b7c32")
AGENCY = UUID("0196a0c2-7d40-7001-8b2e-4f1d5a6b7c01")
SITI = UUID("0196a0c2-7d40-7003-8b2e-4f1d5a6b7c03")
BUDI = UUID("0196a0c2-7d40-7004-8b2e-4f1d5a6b7c04")
DEWI = UUID("0196a0c2-7d40-7014-8b2e-4f1d5a6b7c14")
YEAR = UUID("0196a0c2-7d40-7005-8b2e-4f1d5a6b7c05")
QUARTER = UUID("0196a0c2-7d40-7006-8b2e-4f1d5a6b7c06")
EVALUATION = UUID("0196a0c2-7d40-700a-8b2e-4f1d5a6b7c0a")
ANOTHER = UUID("0196a0c2-7d40-700c-8b2e-4f1d5a6b7c0c")
THIRD = UUID("0196a0c2-7d40-700e-8b2e-4f1d5a6b7c0e")
APPEAL = UUID("0196a0c2-7d40-7020-8b2e-4f1d5a6b7c20")
TODAY = date(2026, 7, 9)
LAST_DAY = date(2026, 7, 23)
"""Of the days to object, where the ratings were received `TODAY`."""
HEARD_UNTIL = date(2026, 7, 16)
"""The last day for statements, where the appeal was filed `TODAY`."""
REGION: Final = next(
    folder / "deploy" / "regions" / "lampung"
    for folder in Path(__file__).parents
    if (folder / "deploy" / "regions" / "lampung").is_dir()
)
RULES = AppealRules(filing=Days(14, "PP 30/2019 Ps 59"), hearing=Days(7, "own"), counting="verify: PP 30/2019 Ps 59")
DISTRIBUTION = DistributionRules(
    majority_most=Bound(70, CIRCULAR),
    leading_least=Bound(60, CIRCULAR),
    beside_least=Bound(10, CIRCULAR),
    very_good_most=Bound(10, CIRCULAR),
    smallest_group=Bound(10, "own"),
)
HEADS = {
    OrganizationPredicate.OUTSTANDING: MappedRating(Rating.ABOVE, "own"),
    OrganizationPredicate.GOOD: MappedRating(Rating.MEETS, "own"),
    OrganizationPredicate.NEEDS_IMPROVEMENT: MappedRating(Rating.BELOW, "own"),
    OrganizationPredicate.POOR: MappedRating(Rating.BELOW, "own"),
    OrganizationPredicate.VERY_POOR: MappedRating(Rating.BELOW, "own"),
}
KMK = "KMK 127/2026"
PROPOSAL = ProposalRules(Threshold(Decimal(100), KMK), Threshold(Decimal(90), KMK))
IMPROVEMENT = Measure("improvement_period", "coaching", "PP 30/2019 Ps 56-58")
MEASURES = {
    Predicate.VERY_GOOD: (Measure("certificate_of_merit", "reward", "own"),),
    Predicate.NEEDS_IMPROVEMENT: (Measure("coaching_plan", "coaching", "own"),),
    Predicate.POOR: (IMPROVEMENT,),
    Predicate.VERY_POOR: (IMPROVEMENT, Measure("discipline_review", "sanction", "verify: PP 94/2021")),
}
REGIONAL = Rules(
    appeals=RULES,
    distribution=DISTRIBUTION,
    head_ratings=HEADS,
    proposal=PROPOSAL,
    self_assessment=SelfAssessmentRules(first=False, source="own", wait=Days(14, "own")),
    opinions=OpinionRules(asked=False, source="own", days=Days(7, "own"), smallest=Bound(5, "own")),
    measures=MEASURES,
)
"""What Lampung chooses."""
SEVEN = tuple(BehaviorRating(each, Rating.MEETS) for each in BehaviorValue)
NOON = datetime(2026, 7, 9, 5, tzinfo=UTC)


def siti() -> CivilServant:
    """Under Budi until the end of May, under Dewi since June."""
    lines = (
        ReportingLine(superior_id=BUDI, since=date(2024, 1, 1), until=date(2026, 5, 31)),
        ReportingLine(superior_id=DEWI, since=date(2026, 6, 1), until=None),
    )
    return CivilServant(civil_servant_id=SITI, agency_id=AGENCY, name="Siti Aminah", reporting_lines=lines)


def dewi() -> CivilServant:
    """Under Budi."""
    lines = (ReportingLine(superior_id=BUDI, since=date(2024, 1, 1), until=None),)
    return CivilServant(civil_servant_id=DEWI, agency_id=AGENCY, name="Dewi Lestari", reporting_lines=lines)


def unit(unit_id: UUID, parent: UUID | None = None, head: UUID | None = None) -> Unit:
    return Unit(unit_id, AGENCY, "Puskesmas", parent, head)


def units() -> list[RosterEntry]:
    """The office, which Budi leads; under it Dewi's clinic; under that a post that nobody leads."""
    found = unit(OFFICE, None, BUDI), unit(CLINIC, OFFICE, DEWI), unit(POST, CLINIC)
    return [RosterEntry(each.unit_id, 1, each) for each in found]


def target_value(value: str | None = "102.3158", sequence: int = 1) -> TargetValue:
    """Siti's, of the year."""
    number = None if value is None else Decimal(value)
    return TargetValue(SITI, YEAR, sequence, number, date(2026, 6, 30), ANOTHER)


def serving(person: CivilServant, unit_id: UUID, until: date | None = None) -> CivilServant:
    return replace(person, assignments=(Assignment(unit_id, date(2024, 1, 1), until),))


def colleague(civil_servant_id: UUID) -> RosterEntry:
    """Somebody else under the same superiors."""
    person = replace(siti(), civil_servant_id=civil_servant_id)
    return RosterEntry(aggregate_id=civil_servant_id, sequence=1, entry=person)


def quarter(status: PeriodStatus = PeriodStatus.EVALUATION) -> Period:
    return Period(
        period_id=QUARTER,
        annual_period_id=YEAR,
        name="Triwulan II 2026",
        starts_on=date(2026, 4, 1),
        ends_on=date(2026, 6, 30),
        status=status,
    )


def given(status: PeriodStatus = PeriodStatus.EVALUATION, today: date = TODAY) -> Circumstances:
    return Circumstances(person=siti(), period=quarter(status), today=today, appeals=RULES)


def judgement(
    day: date = date(2026, 7, 6),
    results: Rating = Rating.MEETS,
    behavior: Rating = Rating.ABOVE,
    note: str | None = None,
    behaviors: tuple[BehaviorRating, ...] = (),
) -> Judgement:
    return Judgement(results, behavior, evaluated_on=day, note=note, behaviors=behaviors)


def submission(
    rater: UUID | None = DEWI,
    judged: Judgement | None = None,
    evaluation_id: UUID = EVALUATION,
    named: bool = True,
    draft: bool = False,
) -> Submit:
    return Submit(
        evaluation_id=evaluation_id,
        named=named,
        civil_servant_id=SITI,
        evaluated_period_id=QUARTER,
        rater_id=rater,
        judgement=judged or judgement(),
        draft=draft,
    )


def revision(rater: UUID | None = DEWI, judged: Judgement | None = None, expected: int = 1) -> Revise:
    judged = judged or judgement(results=Rating.ABOVE)
    return Revise(evaluation_id=EVALUATION, expected_sequence=expected, rater_id=rater, judgement=judged)


def withdrawal(rater: UUID | None = DEWI, expected: int = 1) -> Withdraw:
    return Withdraw(
        evaluation_id=EVALUATION, expected_sequence=expected, rater_id=rater, reason="Data triwulan belum lengkap."
    )


def submitted() -> Evaluation:
    """Siti's second quarter, rated by Dewi, at sequence 1."""
    (fact,) = submit(submission(), None, given())
    return evolve(None, fact)


def drafted() -> Evaluation:
    """The same as a draft."""
    (fact,) = submit(submission(draft=True), None, given())
    return evolve(None, fact)


def court(today: date = TODAY, rater: CivilServant | None = None, *left: UUID) -> Court:
    """Dewi has Budi above her, unless it is another rater. left: who is in service no longer."""
    return Court(rater or dewi(), today, RULES, frozenset(left))


def acknowledgement(who: UUID | None = SITI, expected: int = 1) -> do.Acknowledge:
    return do.Acknowledge(EVALUATION, expected, who)


def objection(who: UUID | None = SITI, expected: int = 1) -> do.Appeal:
    return do.Appeal(EVALUATION, expected, who, APPEAL, "Cuti melahirkan tidak diperhitungkan.")


def statement(who: UUID | None = SITI, text: str = "Saya cuti dua bulan.") -> do.State:
    return do.State(APPEAL, who, text)


def decision(
    who: UUID | None = BUDI,
    expected: int = 4,
    outcome: Outcome = Outcome.UPHELD,
    results: Rating | None = None,
    behavior: Rating | None = None,
    of_region: bool = False,
) -> do.DecideAppeal:
    return do.DecideAppeal(APPEAL, expected, who, of_region, outcome, "Bukti diperiksa.", results, behavior)


def acknowledged() -> Evaluation:
    (fact,) = acknowledge(acknowledgement(), submitted(), TODAY, RULES)
    return evolve(submitted(), fact)


def objected(before: Evaluation | None = None, rater: CivilServant | None = None) -> Evaluation:
    """Siti objected on the day of receipt; Budi hears it."""
    before = before or submitted()
    (fact,) = appeal(objection(expected=before.sequence), before, court(rater=rater))
    return evolve(before, fact)


def heard(before: Evaluation | None = None) -> Evaluation:
    """Both sides spoke."""
    state = before or objected()
    for who in (SITI, DEWI):
        (fact,) = state_view(statement(who), state, TODAY)
        state = evolve(state, fact)
    return state


def decided() -> Evaluation:
    (fact,) = decide(decision(), heard(), court())
    return evolve(heard(), fact)


def refusal_of(decision: Callable[[], object]) -> Code | None:
    """With which code it is refused; None where it is not."""
    try:
        decision()
    except Refusal as refusal:
        return refusal.code
    return None
