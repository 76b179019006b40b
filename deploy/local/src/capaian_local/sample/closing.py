"""What becomes of the closed year once its plans, reports and ratings are there: answered, closed, sealed, appealed.

Invariant: each step follows from what the services hold, so that a load that was cut goes on, and one that is repeated
changes nothing.
"""

from collections.abc import Callable
from typing import Any, Final

import msgspec

from capaian_local.sample import surveying
from capaian_local.sample.batches import REGION, Service
from capaian_local.sample.closed_year import INNOVATION, LATE_ANSWERS, ClosedYear, Objection
from capaian_local.sample.interface import Who
from capaian_local.sample.layout import Unit
from capaian_local.sample.people import Person
from capaian_local.sample.sending import Refused, Sender

ON: Final = {"planned": "open", "open": "evaluation", "evaluation": "published", "published": "closed"}
Found = dict[str, Any]


class Closing:
    """The steps, each to be done once the ones before it are."""

    def __init__(self, sample: ClosedYear, sender: Sender) -> None:
        self._sample, self._sender = sample, sender

    async def status(self) -> str | None:
        """Where the year stands; None where it is not there."""
        try:
            return str((await self._get("target", f"/v1/periods/{self._sample.year.id}", REGION))["status"])
        except Refused as refused:
            if refused.code != "unknown_period":
                raise
            return None

    # --- while the year is open ---------------------------------------------------------------------------------

    async def innovate(self) -> None:
        """The nurse claims something new, and her superior confirms it."""
        sample, path = self._sample, "/v1/innovations"
        said = {"id": sample.innovation_id, "civil_servant_id": sample.nurse.id, "period_id": sample.year.id}
        me = sample.as_themselves(sample.nurse)
        try:
            found = await self._get("target", f"{path}/{sample.innovation_id}", me)
        except Refused as refused:
            if refused.code != "unknown_innovation":
                raise
            found = await self._do("target", path, me, {**said, **INNOVATION})
        if found["status"] == "claimed":
            superior = sample.as_themselves(sample.head)
            await self._do("target", f"{path}/{sample.innovation_id}/confirmation", superior, {}, found["sequence"])

    async def survey(self, unit: Unit) -> None:
        """A unit's survey with its answers, but for those that turn up late; of the first unit also its result."""
        survey = self._sample.judgements.survey(unit)
        answers = self._sample.answers(unit)
        found = await surveying.find(self._sender, self._sample, survey)
        found = found or await surveying.make(self._sender, self._sample, survey)
        late = LATE_ANSWERS if unit is self._sample.second else 0
        await surveying.answer(self._sender, self._sample, survey, found, answers[: len(answers) - late])
        if not late:
            await self._publish(unit)

    async def acknowledge(self, person: Person, evaluation_id: object) -> None:
        """The person takes note; once more is no change."""
        path = f"/v1/evaluations/{evaluation_id}/acknowledgement"
        await self._do("evaluation", path, self._sample.as_themselves(person), {}, 1)

    async def object(self, objection: Objection) -> None:
        """An objection up to the hearing of both, and to the decision where that comes before the closing."""
        sample = self._sample
        me, rater = sample.as_themselves(objection.person), sample.as_themselves(sample.head)
        path = f"/v1/evaluations/{objection.evaluation_id}"
        found = await self._get("evaluation", path, me)
        if found["status"] == "submitted":
            body = {"reason": objection.reason}
            appeal_id = (await self._do("evaluation", f"{path}/appeal", me, body, found["sequence"]))["id"]
        else:
            appeal_id = found["appeal"]["id"]
        for who, text in ((me, objection.statement), (rater, objection.answer)):
            await self._do("evaluation", f"/v1/appeals/{appeal_id}/statements", who, {"text": text})
        if not objection.after_closing:
            await self.decide(objection)

    # --- the end --------------------------------------------------------------------------------------------------

    async def close(self) -> None:
        """Every quarter and then the year, step by step, when everything has arrived that is to be under the seal."""
        sample = self._sample
        for objection in sample.objections:
            ratings = objection.given if objection.after_closing else objection.decided or objection.given
            await self._arrived(objection.person, lambda why, ratings=ratings: ratings in _ratings(why))
        for person in (sample.nurse, sample.late_person):
            await self._arrived(person, lambda why: _component(why, "survey")["value"] is not None)
        for id_ in (*(quarter.id for quarter in sample.year.quarters), sample.year.id):
            path = f"/v1/periods/{id_}"
            found = await self._get("target", path, REGION)
            while (status := ON.get(found["status"])) is not None:
                found = await self._do("target", f"{path}/status", REGION, {"status": status}, found["sequence"])

    async def afterwards(self) -> None:
        """What comes when the results are sealed: answers on paper, which are late, and an appeal's decision, which
        makes the second version of a result."""
        sample = self._sample
        decided = [each for each in sample.objections if each.after_closing]
        for person in (sample.late_person, *(each.person for each in decided)):
            await self._get("scoring", self._result(person), sample.as_themselves(person))
        survey = sample.judgements.survey(sample.second)
        if (found := await surveying.find(self._sender, sample, survey)) is not None:
            await surveying.answer(self._sender, sample, survey, found, sample.answers(sample.second))
        await self._publish(sample.second)
        for each in decided:
            await self.decide(each)
            path = self._result(each.person, "/versions")
            await self._sender.read_until(
                "scoring", path, sample.as_themselves(each.person), lambda found: len(found["versions"]) > 1
            )

    async def decide(self, objection: Objection) -> None:
        """The rater's superior decides; what was decided stays."""
        sample = self._sample
        official, me = sample.as_themselves(sample.official), sample.as_themselves(objection.person)
        evaluation = await self._get("evaluation", f"/v1/evaluations/{objection.evaluation_id}", me)
        path = f"/v1/appeals/{evaluation['appeal']['id']}"
        appeal = await self._get("evaluation", path, official)
        if appeal["status"] == "decided":
            return
        body: Found = {"outcome": objection.outcome, "reason": objection.decision}
        if objection.decided is not None:
            for name, before, after in zip(
                ("work_results", "work_behavior"), objection.given, objection.decided, strict=True
            ):
                body |= {name: after} if before != after else {}
        await self._do("evaluation", f"{path}/decision", official, body, appeal["sequence"])

    async def _publish(self, unit: Unit) -> None:
        path = f"/v1/surveys/{self._sample.judgements.survey(unit).id}"
        who = self._sample.system_of(unit)
        found = await self._get("survey", path, who)
        for status, step in (("open", "closing"), ("closed", "publication")):
            if found["status"] == status:
                found = await self._do("survey", f"{path}/{step}", who, {}, found["sequence"])

    async def _arrived(self, person: Person, holds: Callable[[Found], bool]) -> None:
        path = f"/v1/cards/{person.id}/explanation?period_id={self._sample.year.id}"
        await self._sender.read_until("scoring", path, self._sample.as_themselves(person), holds)

    def _result(self, person: Person, part: str = "") -> str:
        return f"/v1/results/{person.id}{part}?period_id={self._sample.year.id}"

    async def _get(self, service: Service, path: str, who: Who) -> Found:
        return msgspec.json.decode((await self._sender.send(service, "GET", path, who)).content)

    async def _do(self, service: Service, path: str, who: Who, body: Found, version: int | None = None) -> Found:
        headers = {} if version is None else {"If-Match": f'"{version}"'}
        answer = await self._sender.send(service, "POST", path, who, msgspec.json.encode(body), headers)
        return msgspec.json.decode(answer.content)


def _component(why: Found, name: str) -> Found:
    return next(each for each in why["components"] if each["component"] == name)


def _ratings(why: Found) -> set[tuple[str, str]]:
    """Of the year's last evaluations."""
    lines = [line for line in _component(why, "evaluation")["lines"] if line["evaluated_until"].endswith("-12-31")]
    return {(line["work_results"]["rating"], line["work_behavior"]["rating"]) for line in lines}
