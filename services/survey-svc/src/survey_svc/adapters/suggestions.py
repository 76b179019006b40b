"""Suggestions as parts of answers, with the verdicts on them; the one of the highest number holds."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Row, text
from sqlalchemy.ext.asyncio import AsyncConnection

from survey_svc.adapters import responses
from survey_svc.domain.suggestions import Choice, State, Suggestion, Verdict

_FOUND: Final = """
    SELECT answer.*, review.decision, verdict.choice, verdict.why, verdict.shown_text
    FROM answer LEFT JOIN review USING (answer_id)
    LEFT JOIN LATERAL (
        SELECT choice, reason AS why, shown_text FROM suggestion_verdict
        WHERE suggestion_verdict.answer_id = answer.answer_id ORDER BY number DESC LIMIT 1
    ) AS verdict ON true
"""
_ONE: Final = text(f"{_FOUND} WHERE answer.answer_id = :id")
_MANY: Final = text(f"""{_FOUND}
    WHERE answer.survey_id = :survey AND answer.suggestion IS NOT NULL
      AND (CAST(:state AS text) IS NULL OR coalesce(verdict.choice, 'waiting') = CAST(:state AS text))
      AND (CAST(:after AS uuid) IS NULL OR answer.answer_id > CAST(:after AS uuid))
    ORDER BY answer.answer_id LIMIT :limit
""")
_KEEP: Final = text("""
    INSERT INTO suggestion_verdict (answer_id, number, choice, reason, shown_text, decided_by, decided_at)
    SELECT CAST(:answer_id AS uuid), 1 + count(*), CAST(:choice AS text), CAST(:reason AS text),
           CAST(:shown_text AS text), CAST(:decided_by AS text), CAST(:now AS timestamptz)
    FROM suggestion_verdict WHERE answer_id = CAST(:answer_id AS uuid)
""")


async def one(connection: AsyncConnection, answer_id: UUID) -> Suggestion | None:
    row = (await connection.execute(_ONE, {"id": answer_id})).one_or_none()
    return None if row is None else _suggestion(row)


async def many(
    connection: AsyncConnection, survey_id: UUID, state: State | None, after: UUID | None, limit: int
) -> Sequence[Suggestion]:
    asked = {"survey": survey_id, "state": state, "after": after, "limit": limit}
    return [_suggestion(row) for row in await connection.execute(_MANY, asked)]


async def keep(connection: AsyncConnection, answer_id: UUID, verdict: Verdict, reader: str, now: datetime) -> None:
    kept = {"choice": verdict.choice, "reason": verdict.reason, "shown_text": verdict.shown_text}
    await connection.execute(_KEEP, {**kept, "answer_id": answer_id, "decided_by": reader, "now": now})


def _suggestion(row: Row[Any]) -> Suggestion:
    verdict = None if row.choice is None else Verdict(Choice(row.choice), row.why, row.shown_text)
    return Suggestion(responses.response(row), verdict)
