"""Taking note, objecting, being heard, deciding: who, until when, and what it leads to."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

import pytest
from evaluation_svc.domain.appeals import (
    Court,
    acknowledge,
    appeal,
    decide,
    expire,
    hearing_ends,
    overdue_since,
    state_view,
)
from evaluation_svc.domain.checks import last_day
from evaluation_svc.domain.decide import revise, withdraw
from evaluation_svc.domain.evaluation import Appeal, Evaluation, Status, evolve
from evaluation_svc.domain.facts import (
    Acknowledged,
    Decided,
    Drafted,
    Heard,
    Objected,
    Outcome,
    Side,
    Submitted,
    Withdrawn,
)
from evaluation_svc.domain.ratings import Rating
from evaluation_svc.domain.refusals import Code, Refusal
from evaluation_svc.domain.roster import ReportingLine

from .. import situations as that
from ..situations import refusal_of


def silent() -> Evaluation:
    """Acknowledged by the deadline."""
    (fact,) = expire(that.submitted(), that.LAST_DAY + timedelta(days=1), that.RULES)
    return evolve(that.submitted(), fact)


def withdrawn() -> Evaluation:
    (fact,) = withdraw(that.withdrawal(), that.submitted(), that.given())
    return evolve(that.submitted(), fact)


def received(day: date) -> Evaluation:
    return replace(that.submitted(), received_on=day)


class TestDays:
    """Day 1 is the day after the receipt."""

    def test_received_on_the_tenth_the_last_day_is_the_twentyfourth(self):
        state = received(date(2026, 1, 10))
        assert last_day(date(2026, 1, 10), that.RULES) == date(2026, 1, 24)
        (fact,) = appeal(that.objection(), state, that.court(date(2026, 1, 24)))
        assert isinstance(fact, Objected)
        with pytest.raises(Refusal, match=r"2026-01-24, day 14 after the receipt \(PP 30/2019 Ps 59\)") as raised:
            appeal(that.objection(), state, that.court(date(2026, 1, 25)))
        assert raised.value.code == Code.APPEAL_TOO_LATE

    def test_silence_acknowledges_on_the_day_after_the_last(self):
        state = received(date(2026, 1, 10))
        assert expire(state, date(2026, 1, 24), that.RULES) == ()
        expected = (Acknowledged(acknowledged_on=date(2026, 1, 25), by_deadline=True),)
        assert expire(state, date(2026, 1, 25), that.RULES) == expected
        assert expire(state, date(2026, 3, 1), that.RULES) == expected

    def test_what_is_searched_for_is_what_expires(self):
        today = date(2026, 1, 25)
        assert overdue_since(today, that.RULES) == date(2026, 1, 10)
        assert expire(received(date(2026, 1, 11)), today, that.RULES) == ()

    def test_only_what_waits_for_an_answer_expires(self):
        for state in (that.drafted(), that.acknowledged(), that.objected(), that.decided(), withdrawn()):
            assert expire(state, date(2027, 1, 1), that.RULES) == ()

    def test_who_let_the_days_pass_is_told_that_and_who_took_note_is_told_that(self):
        late = that.court(date(2026, 8, 1))
        assert refusal_of(lambda: appeal(that.objection(expected=2), silent(), late)) == Code.APPEAL_TOO_LATE
        took_note = that.acknowledged()
        assert refusal_of(lambda: appeal(that.objection(expected=2), took_note, late)) == Code.ALREADY_ACKNOWLEDGED


class TestAcknowledgement:
    """The rated person takes note."""

    def test_it_is_of_the_day_and_not_by_the_deadline(self):
        assert acknowledge(that.acknowledgement(), that.submitted(), that.TODAY, that.RULES) == (
            Acknowledged(that.TODAY, False),
        )
        state = that.acknowledged()
        assert (state.status, state.sequence, state.judgement) == (Status.ACKNOWLEDGED, 2, that.judgement())

    def test_done_again_it_changes_nothing(self):
        assert acknowledge(that.acknowledgement(expected=1), that.acknowledged(), that.TODAY, that.RULES) == ()

    @pytest.mark.parametrize("who", [that.DEWI, that.BUDI, None])
    def test_nobody_else_takes_note_or_objects(self, who: UUID | None):
        with pytest.raises(Refusal, match="can take note of this") as raised:
            acknowledge(that.acknowledgement(who), that.submitted(), that.TODAY, that.RULES)
        assert raised.value.code == Code.NOT_THE_RATED_PERSON
        with pytest.raises(Refusal, match="can object to this") as raised:
            appeal(that.objection(who), that.submitted(), that.court())
        assert raised.value.code == Code.NOT_THE_RATED_PERSON

    @pytest.mark.parametrize(
        ("state", "acknowledging", "objecting"),
        [
            (that.drafted(), Code.UNKNOWN_EVALUATION, Code.UNKNOWN_EVALUATION),
            (that.acknowledged(), None, Code.ALREADY_ACKNOWLEDGED),
            (that.objected(), Code.ALREADY_OBJECTED, Code.ALREADY_OBJECTED),
            (that.decided(), Code.ALREADY_DECIDED, Code.ALREADY_DECIDED),
            (withdrawn(), Code.ALREADY_WITHDRAWN, Code.ALREADY_WITHDRAWN),
        ],
    )
    def test_only_what_was_submitted_is_answered(self, state: Evaluation, acknowledging: Code | None, objecting: Code):
        now = state.sequence
        assert (
            refusal_of(lambda: acknowledge(that.acknowledgement(expected=now), state, that.TODAY, that.RULES))
            == acknowledging
        )
        assert refusal_of(lambda: appeal(that.objection(expected=now), state, that.court())) == objecting

    def test_the_refusals_say_what_was_to_be_done(self):
        with pytest.raises(Refusal, match="no longer be taken note of"):
            acknowledge(that.acknowledgement(expected=2), that.objected(), that.TODAY, that.RULES)
        with pytest.raises(Refusal, match="no longer be objected to"):
            appeal(that.objection(expected=2), that.acknowledged(), that.court())

    def test_a_stale_version_is_refused(self):
        stale = that.acknowledgement(expected=2)
        assert refusal_of(lambda: acknowledge(stale, that.submitted(), that.TODAY, that.RULES)) == Code.STALE_VERSION
        late = that.objection(expected=2)
        assert refusal_of(lambda: appeal(late, that.submitted(), that.court())) == Code.STALE_VERSION


class TestSilence:
    """The calendar acknowledges, whether the deadline's worker has been there or not."""

    OVER = r"The last day to object was 2026-07-23: silence has acknowledged this evaluation on 2026-07-24, and it can"

    def test_until_the_last_day_all_is_as_it_was(self):
        today = that.LAST_DAY
        (noted,) = acknowledge(that.acknowledgement(), that.submitted(), today, that.RULES)
        assert noted == Acknowledged(today, by_deadline=False)
        (filed,) = appeal(that.objection(), that.submitted(), that.court(today))
        assert isinstance(filed, Objected)
        (revised,) = revise(that.revision(), that.submitted(), that.given(today=today))
        assert isinstance(revised, Submitted)
        assert revised.received_on == today, "the days begin anew"
        (taken_back,) = withdraw(that.withdrawal(), that.submitted(), that.given(today=today))
        assert taken_back == Withdrawn(today, "Data triwulan belum lengkap.")

    @pytest.mark.parametrize("later", [1, 2, 200])
    @pytest.mark.parametrize("state", [that.submitted(), silent()], ids=["before the worker", "after it"])
    def test_from_the_day_after_it_stands(self, state: Evaluation, later: int):
        today, now = that.LAST_DAY + timedelta(days=later), state.sequence
        for verb, change in (
            ("taken note of", lambda: acknowledge(that.acknowledgement(expected=now), state, today, that.RULES)),
            ("revised", lambda: revise(that.revision(expected=now), state, that.given(today=today))),
            ("withdrawn", lambda: withdraw(that.withdrawal(expected=now), state, that.given(today=today))),
        ):
            with pytest.raises(Refusal, match=f"{self.OVER} no longer be {verb}.") as raised:
                change()
            assert raised.value.code == Code.ALREADY_ACKNOWLEDGED
        with pytest.raises(Refusal, match="The last day to object was 2026-07-23, day 14") as raised:
            appeal(that.objection(expected=now), state, that.court(today))
        assert raised.value.code == Code.APPEAL_TOO_LATE

    def test_the_same_ratings_again_are_no_revision_either(self):
        same = that.revision(judged=that.judgement())
        assert revise(same, that.submitted(), that.given(today=that.LAST_DAY)) == ()
        late = that.given(today=that.LAST_DAY + timedelta(days=1))
        assert refusal_of(lambda: revise(same, that.submitted(), late)) == Code.ALREADY_ACKNOWLEDGED

    def test_what_was_answered_in_time_is_no_silence(self):
        today = that.LAST_DAY + timedelta(days=1)
        taken = that.acknowledged()
        assert acknowledge(that.acknowledgement(expected=1), taken, today, that.RULES) == ()
        late = that.given(today=today)
        with pytest.raises(Refusal, match="This evaluation is acknowledged, and can no longer be revised"):
            revise(that.revision(expected=2), taken, late)
        assert refusal_of(lambda: revise(that.revision(expected=2), that.objected(), late)) == Code.ALREADY_OBJECTED
        assert refusal_of(lambda: withdraw(that.withdrawal(expected=5), that.decided(), late)) == Code.ALREADY_DECIDED
        assert decide(that.decision(), that.heard(), that.court(today)) != (), "an appeal has no last day itself"

    def test_a_draft_waits_as_long_as_its_rater_wants(self):
        late = that.given(today=that.LAST_DAY + timedelta(days=1))
        (revised,) = revise(that.revision(), that.drafted(), late)
        assert isinstance(revised, Drafted)
        assert withdraw(that.withdrawal(), that.drafted(), late) != ()

    def test_who_does_not_see_the_version_is_told_that_first(self):
        late = that.LAST_DAY + timedelta(days=1)
        stale = that.acknowledgement(expected=2)
        assert refusal_of(lambda: acknowledge(stale, that.submitted(), late, that.RULES)) == Code.STALE_VERSION
        other = that.revision(expected=2)
        assert refusal_of(lambda: revise(other, that.submitted(), that.given(today=late))) == Code.STALE_VERSION


class TestFiling:
    """An appeal goes to the superior of the rater on the day of the filing."""

    def test_it_states_the_reason_and_who_hears_it(self):
        assert appeal(that.objection(), that.submitted(), that.court()) == (
            Objected(that.APPEAL, "Cuti melahirkan tidak diperhitungkan.", that.TODAY, that.BUDI),
        )
        state = that.objected()
        assert (state.status, state.sequence) == (Status.OBJECTED, 2)
        assert state.appeal == Appeal(
            Objected(that.APPEAL, "Cuti melahirkan tidak diperhitungkan.", that.TODAY, that.BUDI), that.judgement()
        )

    @pytest.mark.parametrize(
        ("superior", "until", "official"),
        [
            (that.ANOTHER, None, that.ANOTHER),
            (that.ANOTHER, that.TODAY, that.ANOTHER),
            (that.ANOTHER, that.TODAY - timedelta(days=1), None),
            (that.SITI, None, None),
            (that.DEWI, None, None),
        ],
    )
    def test_neither_the_rater_nor_the_rated_hears_it(self, superior: UUID, until: date | None, official: UUID | None):
        lines = (ReportingLine(superior, date(2024, 1, 1), until),)
        rater = replace(that.dewi(), reporting_lines=lines)
        assert heard_by(that.objected(rater=rater)) == official

    def test_where_the_roster_does_not_know_the_rater_the_region_hears_it(self):
        (fact,) = appeal(that.objection(), that.submitted(), Court(None, that.TODAY, that.RULES))
        assert isinstance(fact, Objected)
        assert fact.heard_by is None

    def test_where_the_raters_superior_has_left_the_region_hears_it(self):
        for gone, official in ((that.BUDI, None), (that.ANOTHER, that.BUDI)):
            (fact,) = appeal(that.objection(), that.submitted(), that.court(that.TODAY, None, gone))
            assert isinstance(fact, Objected)
            assert fact.heard_by == official


class TestHearing:
    """Each side makes one statement."""

    def test_both_sides_are_taken_down(self):
        assert state_view(that.statement(that.SITI), that.objected(), that.TODAY) == (
            Heard(Side.RATED, "Saya cuti dua bulan.", that.TODAY),
        )
        assert state_view(that.statement(that.DEWI), that.objected(), that.TODAY) == (
            Heard(Side.RATER, "Saya cuti dua bulan.", that.TODAY),
        )
        state = that.heard()
        assert state.appeal is not None
        assert [each.side for each in state.appeal.statements] == [Side.RATED, Side.RATER]
        assert (state.status, state.sequence) == (Status.OBJECTED, 4)

    def test_who_is_late_is_heard_as_long_as_nothing_is_decided(self):
        for day in (that.HEARD_UNTIL, that.HEARD_UNTIL + timedelta(days=1)):
            (fact,) = state_view(that.statement(that.DEWI), that.objected(), day)
            assert fact == Heard(Side.RATER, "Saya cuti dua bulan.", day)

    def test_the_same_again_changes_nothing_also_after_the_decision(self):
        for state in (that.heard(), that.decided()):
            assert state_view(that.statement(that.DEWI), state, that.TODAY) == ()

    def test_another_one_of_the_same_side_is_refused(self):
        other = that.statement(that.SITI, "Masih ada lagi.")
        assert refusal_of(lambda: state_view(other, that.heard(), that.TODAY)) == Code.ALREADY_HEARD
        assert refusal_of(lambda: state_view(other, that.decided(), that.TODAY)) == Code.ALREADY_DECIDED

    @pytest.mark.parametrize("who", [that.BUDI, that.ANOTHER, None])
    def test_nobody_else_is_heard(self, who: UUID | None):
        assert refusal_of(lambda: state_view(that.statement(who), that.objected(), that.TODAY)) == Code.NOT_A_PARTY

    def test_without_an_appeal_nobody_is(self):
        assert refusal_of(lambda: state_view(that.statement(), that.submitted(), that.TODAY)) == Code.UNKNOWN_APPEAL


class TestDecision:
    """The official decides, after both were heard, and that is final."""

    def test_what_is_upheld_stands(self):
        (fact,) = decide(that.decision(), that.heard(), that.court())
        assert fact == Decided(Outcome.UPHELD, that.judgement(), "Bukti diperiksa.", that.TODAY, that.BUDI)
        state = that.decided()
        assert (state.status, state.sequence, state.judgement) == (Status.DECIDED, 5, that.judgement())
        assert state.appeal is not None
        assert state.appeal.decided == fact

    @pytest.mark.parametrize(
        ("results", "behavior", "expected"),
        [
            (Rating.ABOVE, None, (Rating.ABOVE, Rating.ABOVE)),
            (None, Rating.BELOW, (Rating.MEETS, Rating.BELOW)),
            (Rating.BELOW, Rating.MEETS, (Rating.BELOW, Rating.MEETS)),
            (Rating.MEETS, Rating.MEETS, (Rating.MEETS, Rating.MEETS)),
        ],
    )
    def test_what_is_revised_changes_the_ratings_and_leaves_the_rest(
        self, results: Rating | None, behavior: Rating | None, expected: tuple[Rating, Rating]
    ):
        command = that.decision(outcome=Outcome.REVISED, results=results, behavior=behavior)
        (fact,) = decide(command, that.heard(), that.court())
        state = evolve(that.heard(), fact)
        assert (state.judgement.work_results, state.judgement.work_behavior) == expected
        assert state.judgement.evaluated_on == that.judgement().evaluated_on
        assert state.appeal is not None
        assert state.appeal.against == that.judgement()

    def test_the_seven_values_go_with_the_rating_of_behavior_that_they_were_given_with(self):
        before = replace(that.heard(), judgement=that.judgement(behaviors=that.SEVEN))
        for results, behavior, kept in ((Rating.ABOVE, None, that.SEVEN), (None, Rating.BELOW, ())):
            command = that.decision(outcome=Outcome.REVISED, results=results, behavior=behavior)
            (fact,) = decide(command, before, that.court())
            assert isinstance(fact, Decided)
            assert fact.judgement.behaviors == kept

    @pytest.mark.parametrize(
        ("outcome", "results", "behavior", "code", "pointer"),
        [
            (Outcome.UPHELD, Rating.MEETS, None, Code.RATINGS_NOT_WANTED, "#/work_results"),
            (Outcome.UPHELD, None, Rating.ABOVE, Code.RATINGS_NOT_WANTED, "#/work_behavior"),
            (Outcome.UPHELD, Rating.MEETS, Rating.ABOVE, Code.RATINGS_NOT_WANTED, "#/work_results"),
            (Outcome.REVISED, None, None, Code.RATINGS_MISSING, "#/outcome"),
            (Outcome.REVISED, Rating.MEETS, None, Code.RATINGS_UNCHANGED, "#/outcome"),
            (Outcome.REVISED, Rating.MEETS, Rating.ABOVE, Code.RATINGS_UNCHANGED, "#/outcome"),
        ],
    )
    def test_the_ratings_go_with_the_outcome(
        self, outcome: Outcome, results: Rating | None, behavior: Rating | None, code: Code, pointer: str
    ):
        command = that.decision(outcome=outcome, results=results, behavior=behavior)
        with pytest.raises(Refusal) as raised:
            decide(command, that.heard(), that.court())
        assert (raised.value.code, raised.value.pointer) == (code, pointer)

    @pytest.mark.parametrize(
        ("who", "of_region", "code", "sentence"),
        [
            (that.DEWI, False, Code.RATER_DECIDES_NO_APPEAL, "Who rated never decides"),
            (that.DEWI, True, Code.RATER_DECIDES_NO_APPEAL, "Who rated never decides"),
            (that.SITI, True, Code.NOT_THE_APPEALS_OFFICIAL, "Nobody decides the own"),
            (that.ANOTHER, False, Code.NOT_THE_APPEALS_OFFICIAL, "Only the rater's superior"),
            (None, True, Code.NOT_THE_APPEALS_OFFICIAL, "Only the rater's superior"),
        ],
    )
    def test_nobody_but_the_official_decides(self, who: UUID | None, of_region: bool, code: Code, sentence: str):
        with pytest.raises(Refusal, match=sentence) as raised:
            decide(that.decision(who, of_region=of_region), that.heard(), that.court())
        assert raised.value.code == code

    def test_where_the_official_leaves_meanwhile_the_regions_official_decides(self):
        gone = that.court(that.TODAY, None, that.BUDI)
        with pytest.raises(Refusal, match="no superior in service: the region's official") as raised:
            decide(that.decision(), that.heard(), gone)
        assert raised.value.code == Code.NOT_THE_APPEALS_OFFICIAL
        (fact,) = decide(that.decision(None, of_region=True), that.heard(), gone)
        assert isinstance(fact, Decided)
        assert fact.decided_by is None
        other = that.court(that.TODAY, None, that.ANOTHER)
        refused = refusal_of(lambda: decide(that.decision(None, of_region=True), that.heard(), other))
        assert refused == Code.NOT_THE_APPEALS_OFFICIAL

    def test_where_the_rater_is_under_nobody_the_regions_official_decides(self):
        state = that.heard(that.objected(rater=replace(that.dewi(), reporting_lines=())))
        for who in (None, that.BUDI):
            (fact,) = decide(that.decision(who, of_region=True), state, that.court())
            assert isinstance(fact, Decided)
            assert fact.decided_by == who
            with pytest.raises(Refusal, match="role region_admin") as raised:
                decide(that.decision(who), state, that.court())
            assert raised.value.code == Code.NOT_THE_APPEALS_OFFICIAL
        for who, code in ((that.DEWI, Code.RATER_DECIDES_NO_APPEAL), (that.SITI, Code.NOT_THE_APPEALS_OFFICIAL)):
            assert refusal_of(lambda: decide(that.decision(who, of_region=True), state, that.court())) == code  # noqa: B023

    def test_both_are_heard_first_until_their_days_have_run_out(self):
        state = that.objected()
        assert state.appeal is not None
        assert hearing_ends(state.appeal, that.RULES) == that.HEARD_UNTIL
        command = that.decision(expected=2)
        with pytest.raises(Refusal, match="rater, rated, who may make a statement until 2026-07-16") as raised:
            decide(command, state, that.court(that.HEARD_UNTIL))
        assert raised.value.code == Code.BOTH_ARE_HEARD_FIRST
        (fact,) = decide(command, state, that.court(that.HEARD_UNTIL + timedelta(days=1)))
        assert isinstance(fact, Decided)

    @pytest.mark.parametrize(("who", "missing"), [(that.SITI, "yet: rater,"), (that.DEWI, "yet: rated,")])
    def test_one_side_is_not_enough(self, who: UUID, missing: str):
        (fact,) = state_view(that.statement(who), that.objected(), that.TODAY)
        state = evolve(that.objected(), fact)
        with pytest.raises(Refusal, match=missing):
            decide(that.decision(expected=3), state, that.court())

    def test_it_is_of_the_version_that_was_seen_and_only_once(self):
        stale = that.decision(expected=3)
        assert refusal_of(lambda: decide(stale, that.heard(), that.court())) == Code.STALE_VERSION
        again = that.decision(expected=5)
        assert refusal_of(lambda: decide(again, that.decided(), that.court())) == Code.ALREADY_DECIDED
        assert refusal_of(lambda: decide(again, that.submitted(), that.court())) == Code.UNKNOWN_APPEAL


def test_what_follows_a_submission_needs_one():
    with pytest.raises(ValueError, match="Acknowledged follows"):
        evolve(None, Acknowledged(that.TODAY, False))
    with pytest.raises(ValueError, match="follow an appeal"):
        evolve(that.submitted(), Heard(Side.RATER, "…", that.TODAY))


def heard_by(state: Evaluation) -> UUID | None:
    assert state.appeal is not None
    return state.appeal.filed.heard_by
