"""Evidence as files: what may be uploaded, and which realization may name it.

A file is about one person's work and is kept for that person. Health data are specific personal data (UU 27/2022 Ps 4
ayat 2): nothing here can see whether a scan shows a patient, so whoever uploads has to say that it does not.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, NamedTuple
from uuid import UUID

from target_svc.domain.refusals import Code, Refusal

BEGINNINGS: Final[Mapping[str, bytes]] = {
    "application/pdf": b"%PDF-",
    "image/jpeg": b"\xff\xd8\xff",
    "image/png": b"\x89PNG\r\n\x1a\n",
}
"""Media type → the bytes that such a file begins with (ISO 32000, ITU T.81, W3C PNG)."""
ENDINGS: Final[Mapping[str, str]] = {"application/pdf": "pdf", "image/jpeg": "jpg", "image/png": "png"}
"""Media type → how the name of such a file ends."""


class Caution(NamedTuple):
    """What is said of patients to whoever uploads, in both languages, and why."""

    id: str
    en: str
    source: str


PATIENTS: Final = Caution(
    "Data kesehatan adalah data pribadi yang bersifat spesifik. Unggah hanya berkas yang tidak memuat nama, nomor, "
    "wajah, atau data lain yang menunjuk kepada seorang pasien; tutupi atau hilangkan bagian itu lebih dahulu.",
    "Health data are specific personal data. Upload only files without names, numbers, faces or anything else that "
    "leads to a patient; cover or remove such parts first.",
    "UU 27/2022 Ps 4",
)


@dataclass(frozen=True, slots=True)
class EvidenceRules:
    """What a region allows. types: media types. max_bytes: of one file. keep_hours: how long a file stays that no
    realization names. unnamed_at_once: how many such files one person may have."""

    types: tuple[str, ...]
    max_bytes: int
    keep_hours: int
    keep_source: str
    unnamed_at_once: int


@dataclass(frozen=True, slots=True)
class Evidence:
    """A file without its bytes. size: in bytes. sha256: of the bytes, in hexadecimal. uploaded_by: the subject."""

    id: UUID
    civil_servant_id: UUID
    content_type: str
    size: int
    sha256: str
    uploaded_by: str
    uploaded_at: datetime

    @property
    def file_name(self) -> str:
        """The name that it is saved under: never the sender's own, which could end as a program does."""
        return f"bukti-{self.sha256[:12]}.{ENDINGS[self.content_type]}"


def check_excludes_patients(said: str | None) -> None:
    """Whoever uploads says that no patient's data are in the file. Raises Refusal."""
    if said != "true":
        sentence = (
            f"{PATIENTS.en} Then say so with contains_no_patient_data=true ({PATIENTS.source}: "
            "what is uploaded can be read by superiors, the agency and inspectors)."
        )
        raise Refusal(Code.PATIENT_DATA_NOT_EXCLUDED, sentence, "query:contains_no_patient_data")


def check_content(content: bytes, declared: str) -> None:
    """Whether the bytes begin as the declared type does. Raises Refusal."""
    if not content:
        raise Refusal(Code.EVIDENCE_EMPTY, "Send the file's bytes as the body: this one is empty.", "#")
    if not content.startswith(BEGINNINGS[declared]):
        sentence = f"The bytes are not those of {declared}: send the file as what it is."
        raise Refusal(Code.EVIDENCE_MISMATCH, sentence, "header:Content-Type")


def check_unnamed(unnamed: int, rules: EvidenceRules) -> None:
    """Whether a person may have one more file that no realization names. Raises Refusal."""
    if unnamed >= rules.unnamed_at_once:
        sentence = (
            f"There are {unnamed} files for this person that no realization names, and no more are kept: name them in "
            f"realizations first, or wait; {rules.keep_hours} hours after their upload they are removed."
        )
        raise Refusal(Code.EVIDENCE_UNNAMED, sentence)


def unnamed_until(uploaded_at: datetime, rules: EvidenceRules) -> datetime:
    """Until when a file stays that no realization names."""
    return uploaded_at + timedelta(hours=rules.keep_hours)


def check_named(evidence_id: UUID | None, evidence: Evidence | None, civil_servant_id: UUID) -> None:
    """Whether a realization of this person may name that file. Raises Refusal."""
    if evidence_id is None:
        return
    if evidence is None:
        sentence = f"There is no file with the id {evidence_id}: upload it first, by POST /v1/evidence."
        raise Refusal(Code.UNKNOWN_EVIDENCE, sentence, "#/evidence_id")
    if evidence.civil_servant_id != civil_servant_id:
        sentence = "This file was uploaded for somebody else: upload it for this person too."
        raise Refusal(Code.EVIDENCE_OF_ANOTHER, sentence, "#/evidence_id")
