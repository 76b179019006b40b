"""The bodies of requests about realizations, as types that refuse what no rule could read."""

from typing import Annotated
from uuid import UUID

from chassis.inputs import Day, Number, RequestModel, Text, read_link
from pydantic import AfterValidator, Field

from target_svc.domain import realizations
from target_svc.entrypoints.plan_schemas import Note

Link = Annotated[str, Text(500), AfterValidator(read_link)]


class RealizationBody(RequestModel):
    """A realization. evidence_url: a link, to nothing that leads to a patient; evidence_id: a file that was uploaded
    before, by `POST /v1/evidence`."""

    id: UUID | None = None
    value: Number | None
    as_of: Day
    evidence_url: Link | None = None
    note: Note | None = None
    corrects: UUID | None = None
    evidence_id: UUID | None = None

    def report(self, id_: UUID) -> realizations.Report:
        """In the domain's words."""
        return realizations.Report(
            id_, self.value, self.as_of, self.evidence_url, self.note, self.corrects, self.evidence_id
        )


class RealizationItem(RealizationBody):
    """A realization in an import."""

    indicator_id: UUID


class RealizationImport(RequestModel):
    """Up to a thousand realizations."""

    items: Annotated[list[RealizationItem], Field(min_length=1, max_length=1_000)]
