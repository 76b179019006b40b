"""A unit's survey and its answers, brought in as its agency does.

Answers have no ids, for nobody shall be recognized by them: how many are there says how many to send.
"""

from collections.abc import Sequence
from typing import Any

import msgspec

from capaian_local.sample.batches import MOST_ITEMS, Generated
from capaian_local.sample.judgements import Survey
from capaian_local.sample.sending import Refused, Sender


async def make(sender: Sender, sample: Generated, survey: Survey) -> dict[str, Any]:
    """The survey as the service has it, made where it was not there.

    Raises:
        Refused: `version_required` where somebody has changed it since.
    """
    body = msgspec.json.encode(sample.survey_body(survey))
    answer = await sender.send("survey", "PUT", f"/v1/surveys/{survey.id}", sample.system_of(survey.unit), body)
    return msgspec.json.decode(answer.content)


async def find(sender: Sender, sample: Generated, survey: Survey) -> dict[str, Any] | None:
    """The survey as the service has it, None where it is not there."""
    try:
        answer = await sender.send("survey", "GET", f"/v1/surveys/{survey.id}", sample.system_of(survey.unit))
    except Refused as refused:
        if refused.code != "unknown_survey":
            raise
        return None
    return msgspec.json.decode(answer.content)


async def answer(
    sender: Sender, sample: Generated, survey: Survey, found: dict[str, Any], answers: Sequence[dict[str, Any]]
) -> None:
    """Sends what the service lacks of these answers. found: the survey as the service has it."""
    there = len(answers) if found["status"] != "open" else int(found["respondents"])
    for begin in range(there, len(answers), MOST_ITEMS):
        part = answers[begin : begin + MOST_ITEMS]
        body = msgspec.json.encode({"survey_id": survey.id, "items": part})
        # A try whose answer was lost on its way is answered again and not counted twice.
        key = {"Idempotency-Key": f"sample-{survey.id}-{begin}-{begin + len(part)}"}
        await sender.send("survey", "POST", "/v1/imports/answers", sample.system_of(survey.unit), body, key)
