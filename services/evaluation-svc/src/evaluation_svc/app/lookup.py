"""What a command speaks of, found among what was loaded for it; what the roster does not have is refused by name."""

from collections.abc import Iterable
from uuid import UUID

from evaluation_svc.app.ports import Occasion, Roster
from evaluation_svc.domain.checks import Circumstances
from evaluation_svc.domain.commands import Submit
from evaluation_svc.domain.evaluation import Evaluation
from evaluation_svc.domain.proposal import propose
from evaluation_svc.domain.refusals import Code, Refusal

ON_ITS_WAY = "If it was entered a moment ago, the news may still be on its way: try again in a few seconds."


def circumstances(
    roster: Roster, civil_servant_id: UUID, evaluated_period_id: UUID, occasion: Occasion
) -> Circumstances:
    """What a decision about this person and period needs to know.

    Raises:
        Refusal: `unknown_civil_servant`, `unknown_period`.
    """
    person = roster.people.get(civil_servant_id)
    if person is None:
        sentence = f"The roster has no civil servant with this id. {ON_ITS_WAY}"
        raise Refusal(Code.UNKNOWN_CIVIL_SERVANT, sentence, "#/civil_servant_id")
    period = roster.periods.get(evaluated_period_id)
    if period is None:
        sentence = f"The roster has no period with this id. {ON_ITS_WAY}"
        raise Refusal(Code.UNKNOWN_PERIOD, sentence, "#/evaluated_period_id")
    led = roster.led.get((civil_servant_id, evaluated_period_id), ())
    proposal = propose(roster.values.get((civil_servant_id, period.year_id)), occasion.rules.proposal)
    assessed = (civil_servant_id, evaluated_period_id) in roster.assessed
    return Circumstances(
        person=person,
        period=period,
        today=occasion.today,
        appeals=occasion.rules.appeals,
        led=led,
        proposal=proposal,
        awaited=None if assessed else occasion.rules.self_assessment,
        peers=occasion.rules.opinions.asked,
    )


class Known:
    """Evaluations by their id, and by the person and period that they stand for."""

    def __init__(self, evaluations: Iterable[Evaluation]) -> None:
        self._by_id: dict[UUID, Evaluation] = {}
        self._by_place: dict[tuple[UUID, UUID], Evaluation] = {}
        for evaluation in evaluations:
            self.put(evaluation)

    def put(self, evaluation: Evaluation) -> None:
        self._by_id[evaluation.evaluation_id] = evaluation
        self._by_place[evaluation.civil_servant_id, evaluation.evaluated_period_id] = evaluation

    def find(self, command: Submit) -> Evaluation | None:
        """The one for the command's person and period, or else the one that bears its id."""
        place = command.civil_servant_id, command.evaluated_period_id
        return self._by_place.get(place) or self._by_id.get(command.evaluation_id)
