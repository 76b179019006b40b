"""Answers one by one: what came just before, and what is set aside, with its review."""

from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Row, text
from sqlalchemy.ext.asyncio import AsyncConnection

from survey_svc.domain.facts import Answer, Decision, Reason
from survey_svc.domain.integrity import Limits, Near, Response, Review
from survey_svc.domain.respondent import Education, Occupation, Respondent, Sex, TimeSlot

# What an agency brings in at once is no flood. Both looks are bounded by the index on time.
_NEAR: Final = text("""
    SELECT (SELECT count(*) FROM (
               SELECT FROM answer WHERE survey_id = :survey AND by_link AND received_at > :flood LIMIT :most
           ) AS recent) AS lately,
           EXISTS (SELECT FROM answer WHERE survey_id = :survey AND (by_link OR invited) AND received_at > :duplicate
                   AND scores = CAST(:scores AS smallint[]) AND sex IS NOT DISTINCT FROM :sex
                   AND education IS NOT DISTINCT FROM :education AND occupation IS NOT DISTINCT FROM :occupation
                   AND time_slot IS NOT DISTINCT FROM :time_slot) AS equal
""")
_SURVEY_OF: Final = text("SELECT survey_id FROM answer WHERE answer_id = :id")
_ONE: Final = text("""
    SELECT answer.*, review.decision FROM answer LEFT JOIN review USING (answer_id) WHERE answer_id = :id
""")
ASIDE: Final = text("""
    SELECT answer.*, review.decision FROM answer LEFT JOIN review USING (answer_id)
    WHERE survey_id = :survey AND answer.reason IS NOT NULL
      AND (CAST(:after AS uuid) IS NULL OR answer_id > CAST(:after AS uuid))
    ORDER BY answer_id LIMIT :limit
""")
_REVIEW: Final = text("""
    INSERT INTO review (answer_id, decision, reason, reviewed_by, reviewed_at)
    VALUES (:answer_id, :decision, :reason, :reviewed_by, :now)
""")


async def near(connection: AsyncConnection, survey_id: UUID, answer: Answer, now: datetime, limits: Limits) -> Near:
    said = answer.respondent
    wanted = {
        "survey": survey_id,
        "flood": now - timedelta(seconds=limits.flood_seconds),
        "most": limits.flood_answers,
        "duplicate": now - timedelta(seconds=limits.duplicate_seconds),
        "scores": list(answer.scores),
        "sex": said.sex,
        "education": said.education,
        "occupation": said.occupation,
        "time_slot": said.time_slot,
    }
    row = (await connection.execute(_NEAR, wanted)).one()
    return Near(lately=row.lately, equal=row.equal)


async def survey_of(connection: AsyncConnection, answer_id: UUID) -> UUID | None:
    return (await connection.execute(_SURVEY_OF, {"id": answer_id})).scalar_one_or_none()


async def one(connection: AsyncConnection, answer_id: UUID) -> Response | None:
    row = (await connection.execute(_ONE, {"id": answer_id})).one_or_none()
    return None if row is None else response(row)


async def keep(connection: AsyncConnection, review: Review, reviewer: str, now: datetime) -> None:
    kept = {"answer_id": review.answer_id, "decision": review.decision, "reason": review.reason}
    await connection.execute(_REVIEW, {**kept, "reviewed_by": reviewer, "now": now})


def response(row: Row[Any]) -> Response:
    """What a row of an answer beside its review holds."""
    said = Respondent(
        row.sex and Sex(row.sex),
        row.education and Education(row.education),
        row.occupation and Occupation(row.occupation),
        row.time_slot and TimeSlot(row.time_slot),
    )
    reason = None if row.reason is None else Reason(row.reason)
    came = {"by_link": row.by_link, "invited": row.invited, "served_by": row.served_by}
    answer = Answer(row.answer_id, row.answered_on, tuple(row.scores), row.suggestion, said, reason, **came)
    return Response(row.survey_id, answer, None if row.decision is None else Decision(row.decision))
