"""People, periods and commands that the tests speak of, with fixed ids and days."""

from dataclasses import replace
from datetime import UTC, date, datetime
from uuid import UUID

from evaluation_svc.app.ports import RosterEntry
from evaluation_svc.domain.decide import Circumstances, submit
from evaluation_svc.domain.evaluation import Evaluation, Revise, Submit, Withdraw, evolve
from evaluation_svc.domain.facts import Judgement
from evaluation_svc.domain.ratings import Rating
from evaluation_svc.domain.roster import CivilServant, Period, PeriodStatus, ReportingLine

AGENCY = UUID("0196a0c2-7d40-7001-8b2e-4f1d5a6b7c01")
SITI = UUID("0196a0c2-7d40-7003-8b2e-4f1d5a6b7c03")
BUDI = UUID("0196a0c2-7d40-7004-8b2e-4f1d5a6b7c04")
DEWI = UUID("0196a0c2-7d40-7014-8b2e-4f1d5a6b7c14")
YEAR = UUID("0196a0c2-7d40-7005-8b2e-4f1d5a6b7c05")
QUARTER = UUID("0196a0c2-7d40-7006-8b2e-4f1d5a6b7c06")
EVALUATION = UUID("0196a0c2-7d40-700a-8b2e-4f1d5a6b7c0a")
ANOTHER = UUID("0196a0c2-7d40-700c-8b2e-4f1d5a6b7c0c")
THIRD = UUID("0196a0c2-7d40-700e-8b2e-4f1d5a6b7c0e")
TODAY = date(2026, 7, 9)
NOON = datetime(2026, 7, 9, 5, tzinfo=UTC)


def siti() -> CivilServant:
    """Under Budi until the end of May, under Dewi since June."""
    lines = (
        ReportingLine(superior_id=BUDI, since=date(2024, 1, 1), until=date(2026, 5, 31)),
        ReportingLine(superior_id=DEWI, since=date(2026, 6, 1), until=None),
    )
    return CivilServant(civil_servant_id=SITI, agency_id=AGENCY, name="Siti Aminah", reporting_lines=lines)


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
    return Circumstances(person=siti(), period=quarter(status), today=today)


def judgement(
    day: date = date(2026, 7, 6),
    results: Rating = Rating.MEETS,
    behavior: Rating = Rating.ABOVE,
    note: str | None = None,
) -> Judgement:
    return Judgement(work_results=results, work_behavior=behavior, evaluated_on=day, note=note)


def submission(
    rater: UUID | None = DEWI,
    judged: Judgement | None = None,
    evaluation_id: UUID = EVALUATION,
    named: bool = True,
) -> Submit:
    return Submit(
        evaluation_id=evaluation_id,
        named=named,
        civil_servant_id=SITI,
        evaluated_period_id=QUARTER,
        rater_id=rater,
        judgement=judged or judgement(),
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
