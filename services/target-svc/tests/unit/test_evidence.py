"""Evidence files: what they begin with, that no patient is in them, and which realization may name one."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from chassis.region import RegionRefused
from target_svc.adapters.region import rules
from target_svc.app import resources
from target_svc.domain.evidence import (
    PATIENTS,
    Evidence,
    EvidenceRules,
    check_content,
    check_excludes_patients,
    check_named,
    check_unnamed,
    unnamed_until,
)
from target_svc.domain.realizations import Report, record
from target_svc.domain.refusals import Code, Refusal

from .. import situations as that

FILE = UUID(int=0x401)
PNG = b"\x89PNG\r\n\x1a\n and more"
RULES = EvidenceRules(("application/pdf", "image/png"), 1_000, 24, "own", 3)


def evidence(**changes: Any) -> Evidence:
    made = Evidence(FILE, that.SITI, "image/png", len(PNG), "0123456789abcdef" * 4, "siti", that.NOW)
    return replace(made, **changes)


def refused(call: Any, *arguments: Any) -> tuple[Code, str | None, str]:
    with pytest.raises(Refusal) as caught:
        call(*arguments)
    assert caught.value.detail.rstrip(")").endswith(("inspectors", "."))
    return caught.value.code, caught.value.pointer, caught.value.detail


@pytest.mark.parametrize("said", [None, "", "false", "True", "1"])
def test_whoever_uploads_says_that_no_patient_is_in_it(said: str | None):
    code, pointer, sentence = refused(check_excludes_patients, said)
    assert (code, pointer) == (Code.PATIENT_DATA_NOT_EXCLUDED, "query:contains_no_patient_data")
    assert PATIENTS.en in sentence and "UU 27/2022 Ps 4" in sentence
    check_excludes_patients("true")


@pytest.mark.parametrize(
    ("kind", "content"),
    [("application/pdf", b"%PDF-1.7\n"), ("image/jpeg", b"\xff\xd8\xff\xe0"), ("image/png", PNG)],
)
def test_the_bytes_are_what_the_header_says(kind: str, content: bytes):
    check_content(content, kind)
    for other in (b" " + content, content[1:], b"<html>", b"MZ"):
        assert refused(check_content, other, kind)[:2] == (Code.EVIDENCE_MISMATCH, "header:Content-Type")
    assert refused(check_content, b"", kind)[:2] == (Code.EVIDENCE_EMPTY, "#")


def test_one_person_has_few_files_that_nothing_names():
    check_unnamed(2, RULES)
    for unnamed in (3, 4):
        code, pointer, sentence = refused(check_unnamed, unnamed, RULES)
        assert (code, pointer) == (Code.EVIDENCE_UNNAMED, None)
        assert f"There are {unnamed} files" in sentence and "24 hours" in sentence


def test_which_realization_names_it():
    check_named(None, None, that.SITI)
    check_named(FILE, evidence(), that.SITI)
    assert refused(check_named, FILE, None, that.SITI)[:2] == (Code.UNKNOWN_EVIDENCE, "#/evidence_id")
    assert refused(check_named, FILE, evidence(), that.DEWI)[:2] == (Code.EVIDENCE_OF_ANOTHER, "#/evidence_id")


def test_a_file_is_saved_under_a_name_of_ours():
    assert evidence().file_name == "bukti-0123456789ab.png"
    assert evidence(content_type="application/pdf").file_name.endswith("ab.pdf")
    assert evidence(content_type="image/jpeg").file_name.endswith("ab.jpg")


def test_what_the_uploader_is_answered():
    assert unnamed_until(that.NOW, RULES) == that.NOW + timedelta(hours=24)
    said = resources.evidence(evidence(), RULES)
    assert said["unnamed_until"] == {"at": that.NOW + timedelta(hours=24), "source": "own"}
    assert said["warning"]["source"] == "UU 27/2022 Ps 4"
    assert "pasien" in said["warning"]["id"] and "patient" in said["warning"]["en"]
    assert "content" not in said


def test_an_entry_says_another_thing_with_another_file():
    report = Report(UUID(int=9), that.indicator().target, that.TODAY, None, None, None, FILE)
    entry = record(that.course(), report, that.year(), that.TODAY, by="siti")
    assert entry is not None and entry.evidence_id == FILE
    again = that.course(entry)
    assert record(again, report, that.year(), that.TODAY, by="siti") is None
    with pytest.raises(Refusal) as caught:
        record(again, replace(report, evidence_id=None), that.year(), that.TODAY, by="siti")
    assert caught.value.code is Code.ALREADY_EXISTS


def test_the_regions_choice_of_files(tmp_path: Path):
    found = rules(that.REGION).evidence
    assert found.types == ("application/pdf", "image/jpeg", "image/png")
    assert (found.max_bytes, found.keep_hours, found.keep_source, found.unnamed_at_once) == (5_242_880, 24, "own", 20)
    text = (that.REGION / "target.toml").read_text()
    none = text
    for word in ("pdf", "jpeg"):
        none = none.replace(f"{word} = {{ value = true", f"{word} = {{ value = false")
    (tmp_path / "target.toml").write_text(none)
    assert rules(tmp_path).evidence.types == ("image/png",)
    (tmp_path / "target.toml").write_text(none.replace("png = { value = true", "png = { value = false"))
    with pytest.raises(RegionRefused) as caught:
        rules(tmp_path)
    assert caught.value.faults == ("evidence.types allows at least one type",)
