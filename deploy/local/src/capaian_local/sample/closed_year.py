"""A year of the sample that is over and sealed: 2025 in a part of the health agency, with what can become of a year.

Two puskesmas with their people, the agency's head above them and the region's secretary above her. One nurse's year has
something of everything: a report that was rejected and corrected, an innovation, ratings that she objected to.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any, Final
from uuid import UUID

from chassis import ids

from capaian_local.sample import looking
from capaian_local.sample.batches import REGION, Batch, Generated, Stage, batched, rating
from capaian_local.sample.interface import Who
from capaian_local.sample.judgements import Evaluation
from capaian_local.sample.layout import Unit
from capaian_local.sample.people import Person
from capaian_local.sample.plans import Indicator, Realization

CLOSED: Final = 2025
CLOSES_FROM: Final = date(2026, 4, 1)
"""From when on samples have it: by then even the latest ratings of the year were made and received."""
FEW: Final = 5
"""People of the second puskesmas who are in it."""
LATE_ANSWERS: Final = 8
"""Answers on paper that the second puskesmas finds after the year was closed."""
RECEIVED_AFTER: Final = timedelta(days=2)
MISCOUNTED: Final = Decimal("12.4")

REJECTED: Final = "Nilai tidak sama dengan rekapitulasi kohort bayi bulan Desember; laporkan kembali menurut kohort."
CORRECTED: Final = "Desember: dihitung kembali menurut kohort; bayi pindahan tidak lagi dihitung dua kali."
INNOVATION: Final = {
    "title": "Pengingat jadwal imunisasi lewat pesan singkat",
    "description": "Orang tua bayi menerima pesan dua hari sebelum jadwal; kunjungan yang terlewat diingatkan lagi.",
}


@dataclass(frozen=True, slots=True)
class Objection:
    """An objection to the ratings of the last quarter. given: the ratings that were objected to (work results, work
    behaviour). outcome, decided: what the official decides and the ratings from then on. after_closing: whether that
    is when the year is sealed already."""

    person: Person
    evaluation_id: UUID
    given: tuple[str, str]
    reason: str
    statement: str
    answer: str
    outcome: str
    decision: str
    decided: tuple[str, str] | None = None
    after_closing: bool = False


class ClosedYear(Generated):
    """The closed year of a sample, as the stages of its load and what comes after them."""

    def __init__(self, *, people: int, seed: int, today: date, region_dir: Path) -> None:
        super().__init__(people=people, seed=seed, today=today, region_dir=region_dir, year=CLOSED)
        self.first, self.nurse = looking.nurse(self)
        tops = [unit for unit in self.layout.units if unit.top]
        self.top = self.people.top_of(self.first)
        self.second = self._second()
        self.above = [tops[0], *([self.top] if self.top is not tops[0] else [])]
        self.objections = self._objections()

    @property
    def head(self) -> Person:
        """Of the first puskesmas: the rater of its people."""
        return self.people.one(self.first, 0)

    @property
    def official(self) -> Person:
        """The rater's superior, who decides about objections."""
        return self.people.one(self.top, 0)

    @property
    def surveyed(self) -> tuple[Unit, Unit]:
        """Both puskesmas."""
        return self.first, self.second

    @property
    def indicator(self) -> Indicator:
        """The nurse's immunisation coverage."""
        plan = self.plans.of(self.first, self.nurse)
        return next(each for each in plan.indicators if each.key == looking.INDICATOR)

    @property
    def innovation_id(self) -> UUID:
        """Of the nurse's innovation."""
        return ids.derived(self.people.namespace, "innovation", str(CLOSED), str(self.nurse.id))

    @property
    def late_person(self) -> Person:
        """Somebody of the second puskesmas whose score its survey is a part of."""
        return next(person for person in self.people_of(self.second)[1:] if person.position.serves_public)

    def answers(self, unit: Unit) -> list[dict[str, Any]]:
        """All that a unit's survey was answered in the year, the late ones last."""
        return list(self.judgements.answers(self.judgements.survey(unit)))

    def people_of(self, unit: Unit) -> list[Person]:
        """A few of the second puskesmas, everybody of the other units."""
        found = super().people_of(unit)
        return found[:FEW] if unit is self.second else found

    def as_themselves(self, person: Person) -> Who:
        """A sign-in of this person's own."""
        return Who(f"sample-{person.id}", ("civil_servant",), None, person.id)

    def quiet(self) -> Iterator[tuple[Person, UUID]]:
        """Who takes note of the last quarter's ratings by hand, with the evaluation: those of the first puskesmas who
        do not object."""
        objecting = {each.evaluation_id for each in self.objections}
        for person in self.people_of(self.first):
            for each in self.judgements.evaluations(person):
                if self._by_hand(each) and each.id not in objecting:
                    yield person, each.id

    def stages(self) -> tuple[Stage, ...]:
        """As they are sent, one after another; the periods before them."""
        both, year = self.surveyed, str(CLOSED)
        led, whole = [self.top, *both], [*self.above, *both]

        def stage(kind: str, units: list[Unit], what: str, items: Any, name: str = "") -> Stage:
            return Stage(f"{year}: {name or kind}", len(units), partial(self._each, what, units, items), kind)

        nurses = [self.first]
        return (
            Stage(f"{year}: periods", 1, self._periods, "periods"),
            Stage(f"{year}: plan of the secretary", 1, self._secretarys_plan, "plans of the secretary"),
            stage("plans of heads of agencies", self.above[1:], "plans", self._head_plans),
            stage("plans of heads of units", list(both), "plans", self._head_plans),
            stage("plans", list(both), "plans", self._staff_plans),
            stage("realizations", whole, "realizations", self._reported),
            stage("rejection", nurses, "verifications", self._rejection),
            stage("realizations", nurses, "realizations", self._correction, "correction"),
            stage("verifications", led, "verifications", self._verifications),
            stage("evaluations", led, "evaluations", self._brought),
        )

    def _periods(self) -> Iterator[Batch]:
        return batched("target", "/v1/imports/roster", REGION, [(list(self._period_items()), 1)])

    def _reported(self, unit: Unit) -> list[Any]:
        """As it was reported at first: the nurse's coverage of December was not what the cohort says."""
        items = self._course_items(unit)
        if unit is self.first:
            item = next(each for each in items if each["id"] == self._december.id)
            item |= {"id": self.miscounted_id, "value": item["value"] + MISCOUNTED}
        return items

    @property
    def _december(self) -> Realization:
        return self.plans.realizations(self.plans.of(self.first, self.nurse), self.indicator)[-1]

    @property
    def miscounted_id(self) -> UUID:
        """Of the report that was rejected."""
        return ids.derived(self.people.namespace, "miscounted", str(CLOSED), str(self.indicator.id))

    def _rejection(self, _: Unit) -> list[Any]:
        return [{"id": self.miscounted_id, "status": "rejected", "reason": REJECTED}]

    def _correction(self, _: Unit) -> list[Any]:
        right = self._december
        return [
            {
                "indicator_id": self.indicator.id, "id": right.id, "value": right.value, "as_of": right.as_of,
                "note": CORRECTED, "corrects": self.miscounted_id,
            }
        ]  # fmt: skip

    def _verifications(self, unit: Unit) -> list[Any]:
        return [{"id": item["id"], "status": "verified"} for item in self._course_items(unit)]

    def _brought(self, unit: Unit) -> list[Any]:
        """What superiors rated in the year; the first puskesmas hands the last quarter's ratings over only here."""
        given = {each.evaluation_id: each.given for each in self.objections}
        items: list[Any] = []
        for person in self.people_of(unit):
            for each in self.judgements.evaluations(person):
                results, behavior = given.get(each.id, (each.work_results, each.work_behavior))
                item = rating(replace(each, work_results=results, work_behavior=behavior))
                by_hand = unit is self.first and self._by_hand(each)
                items.append(item | ({} if by_hand else {"received_on": each.evaluated_on + RECEIVED_AFTER}))
        return items

    @staticmethod
    def _by_hand(evaluation: Evaluation) -> bool:
        return evaluation.quarter.number == 4

    def _second(self) -> Unit:
        others = [
            unit
            for unit in self.layout.surveyed
            if unit.agency.key == self.first.agency.key and unit is not self.first
        ]  # fmt: skip
        enough = (unit for unit in others if self.judgements.survey(unit).answers_a_year >= 60)
        return next(enough, others[0])

    def _objections(self) -> tuple[Objection, ...]:
        whole = [person for person in self.people_of(self.first)[1:] if not person.gaps and person != self.nurse]

        def objection(person: Person, **said: Any) -> Objection:
            last = self.judgements.evaluations(person)[-1]
            return Objection(person=person, evaluation_id=last.id, **said)

        return (
            objection(
                self.nurse, given=("below", "meets"), outcome="revised", decided=("meets", "meets"), after_closing=True,
                reason="Vaksin kosong sejak 3 November; sasaran triwulan IV tetap tercapai pada bulan Desember.",
                statement="Laporan kohort dan catatan kekosongan vaksin sudah saya lampirkan pada laporan Desember.",
                answer="Saat menilai saya belum menerima laporan Desember yang sudah diperbaiki.",
                decision="Laporan yang diperbaiki memenuhi target; hasil kerja sesuai dengan ekspektasi.",
            ),
            objection(
                whole[0], given=("meets", "below"), outcome="revised", decided=("meets", "meets"),
                reason="Tiga hari tidak hadir adalah cuti sakit dengan surat dokter.",
                statement="Surat dokter sudah saya serahkan kepada tata usaha pada hari pertama.",
                answer="Surat itu baru saya terima setelah penilaian.",
                decision="Ketidakhadiran sah; perilaku kerja sesuai dengan ekspektasi.",
            ),
            objection(
                whole[1], given=("meets", "meets"), outcome="upheld",
                reason="Saya merasa hasil kerja saya di atas ekspektasi.",
                statement="Kegiatan posyandu saya lebih banyak daripada tahun lalu.",
                answer="Jumlah kegiatan sesuai dengan target yang disepakati, tidak melampauinya.",
                decision="Target tercapai dan tidak terlampaui; penilaian tetap.",
            ),
        )  # fmt: skip


def closed_year(*, people: int, seed: int, today: date, region_dir: Path) -> ClosedYear | None:
    """The closed year of this sample; None where today is too early for it.

    Raises:
        ValueError: a size or day that a sample cannot have. OSError: the region has no sample.
    """
    if today < CLOSES_FROM:
        return None
    return ClosedYear(people=people, seed=seed, today=today, region_dir=region_dir)
