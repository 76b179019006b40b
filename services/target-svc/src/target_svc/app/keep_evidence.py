"""Evidence files: taken in for a person, and removed when no realization names them."""

import hashlib
from datetime import timedelta
from typing import NamedTuple
from uuid import UUID

from target_svc.app import resources
from target_svc.app.named import person_of
from target_svc.app.ports import Occasion, Outcome, Work
from target_svc.domain.access import Actor, check_speaks_for
from target_svc.domain.evidence import (
    Evidence,
    EvidenceRules,
    check_content,
    check_excludes_patients,
    check_unnamed,
)
from target_svc.domain.refusals import Refusal


class Upload(NamedTuple):
    """A file as it comes in. excludes_patients: what was said of patients' data, None where nothing was."""

    id: UUID
    civil_servant_id: UUID
    content_type: str
    content: bytes
    excludes_patients: str | None


async def take(work: Work, upload: Upload, rules: EvidenceRules, actor: Actor, occasion: Occasion) -> Outcome:
    """Keeps a file for a person, by whoever may report for them."""
    await work.claim({upload.civil_servant_id})
    try:
        person = await person_of(work, upload.civil_servant_id)
    except Refusal as refusal:
        raise Refusal(refusal.code, refusal.detail, "query:civil_servant_id") from None
    check_speaks_for(actor, person)
    check_excludes_patients(upload.excludes_patients)
    check_content(upload.content, upload.content_type)
    check_unnamed(await work.records.unnamed_evidence(person.id), rules)
    digest = hashlib.sha256(upload.content).hexdigest()
    new = Evidence(
        upload.id, person.id, upload.content_type, len(upload.content), digest, actor.subject, occasion.now
    )  # fmt: skip
    await work.records.save_evidence(new, upload.content)
    return Outcome(True, resources.evidence(new, rules), new.id)


async def sweep(work: Work, rules: EvidenceRules, occasion: Occasion, limit: int) -> int:
    """Removes up to `limit` files that no realization has named in time; how many there were."""
    return await work.records.remove_unnamed_evidence(occasion.now - timedelta(hours=rules.keep_hours), limit)
