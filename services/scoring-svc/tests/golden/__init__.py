"""A rich card's explanation as bytes: JSON as programs get it, and text in both languages.

Every component, every direction, what is missing, and what is capped, under a policy that counts all of it. To write
the files anew after a change that is meant: `PYTHONPATH=services/scoring-svc .venv/bin/python -m tests.golden.write`.
"""

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, Final
from uuid import UUID

import msgspec
from chassis.pages import Assets, Pages
from scoring_svc.app import queries
from scoring_svc.app.queries import Subject
from scoring_svc.domain.contribution import Contribution, Innovated, OrganizationCounts, Rated, StaffMean, SurveyCounts
from scoring_svc.domain.policy import Packs, Policy
from scoring_svc.entrypoints.pages import FOLDER
from scoring_svc.entrypoints.pages.plain import Plain

from .. import situations as that
from ..fakes import MemoryReads

HERE: Final = Path(__file__).parent
PAGES: Final = Pages(FOLDER, Assets([FOLDER / "assets"]), "Asia/Jakarta")
LANGUAGES: Final = ("id", "en")


def _indicators() -> list[Contribution]:
    """Each direction, an end of a range passed on either side, one capped, one fully attained, one still awaited."""
    drawn: list[tuple[str, dict[str, Any], str | None]] = [
        ("Cakupan imunisasi dasar", {"target": "93"}, "77.4"),
        ("Kunjungan ibu hamil", {"target": "80"}, "104"),
        ("Angka kesembuhan", {"target": "100", "max_attainable": True}, "100"),
        ("Waktu tunggu", {"direction": "minimize", "target": "30", "measure": "menit"}, "27"),
        ("Stok vaksin", {"direction": "range", "range_low": "80", "range_high": "90", "better": "higher"}, "92"),
        ("Suhu lemari es", {"direction": "range", "range_low": "2", "range_high": "8", "better": "lower"}, "1.5"),
        ("Tingkat hunian", {"direction": "range", "range_low": "60", "range_high": "85", "better": "higher"}, "70"),
        ("Keluhan berat", {"direction": "zero", "target": "0", "measure": "kejadian"}, "2"),
        ("Laporan mutu", {"target": "12", "measure": "laporan"}, None),
    ]
    indicators, said = [], list[Contribution]()
    for place, (title, given, realized) in enumerate(drawn):
        id_ = UUID(int=0xF100 + place)
        numbers = {key: Decimal(given[key]) for key in ("range_low", "range_high") if key in given}
        rest = {key: given[key] for key in ("measure", "max_attainable", "better") if key in given}
        direction, weight = given.get("direction", "maximize"), Decimal(12 if place else 4)
        changes = {"id": id_, "title": title, "weight": weight, **numbers, **rest}
        indicators.append(that.indicator(direction, given.get("target"), **changes))
        if realized is not None:
            said.append(that.realized(realized, id_, day=date(2026, 6, 30)))
    return [that.plan(*indicators, day=date(2026, 1, 15)), *said]


def log() -> list[Contribution]:
    """All that is known of Siti in 2026."""
    march, june = date(2026, 3, 31), date(2026, 6, 30)
    return [
        *_indicators(),
        that.of(UUID(int=0xF301), Rated("meets", "above", "good", march), 2, march),
        that.of(UUID(int=0xF302), Rated("above", "meets", "very_good", june, peers=True), 3, june),
        that.of(UUID(int=0xF401), _survey(0xF401, "Imunisasi", "90.95", 132, 130), 40),
        that.of(UUID(int=0xF402), _survey(0xF402, "Farmasi", "90.52", 64, 97), 12),
        that.of(UUID(int=0xF403), _survey(0xF403, "Gizi", "90.52", 9, None), 9),
        that.of(UUID(int=0xF501), OrganizationCounts(that.UNIT, "good", Decimal("98.6")), 1),
        that.of(UUID(int=0xF601), Innovated("Antrean lewat pesan", confirmed=False), 1, june),
    ]


def _survey(source: int, service: str, index: str, respondents: int, sample: int | None) -> SurveyCounts:
    means = (StaffMean("staff_competence", Decimal("3.6207")), StaffMean("staff_behavior", Decimal("3.6552")))
    staff = means if service == "Imunisasi" else means[:1]
    return SurveyCounts(UUID(int=source), service, Decimal(index), respondents, "staff_elements", sample, staff)


def policies() -> dict[str, Policy]:
    """Two regions that choose otherwise at nearly every rule."""
    return {"lampung": that.LAMPUNG, "jawa-tengah": that.JATENG}


async def explained(policy: Policy, said: list[Contribution] | None = None) -> dict[str, Any]:
    """By the very query that the route asks. said: all of it, unless it is given."""
    reads = MemoryReads(log() if said is None else said, {that.SITI: that.siti()})
    return await queries.explanation(Subject(that.siti(), that.year()), reads, Packs((policy,)))


async def files() -> dict[str, bytes]:
    """File name → content."""
    found: dict[str, bytes] = {}
    for name, policy in policies().items():
        why = await explained(policy)
        found[f"{name}.json"] = msgspec.json.encode(why)
        for language in LANGUAGES:
            found[f"{name}.{language}.txt"] = Plain(PAGES, language, "Asia/Jakarta").write(why).encode()
    return found
