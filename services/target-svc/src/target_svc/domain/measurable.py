"""Words that can be measured: «jelas dan terukur» said of titles and units of measure, in sentences to act on.

That a plan is clear and measurable is the regulation's (PermenPANRB 6/2022); which words make it vague is this
project's own list. Invariant: a digit in a title, or two words that name something, are always enough.
"""

import re

from target_svc.domain.refusals import Code, Refusal

SHORTEST_TITLE = 8
"""Characters; «Imunisasi» alone is longer and still says nothing of what is counted, so a title has two words too."""
_WORD = re.compile(r"[^\W\d_]+")
_SIGN = re.compile(r"[%‰°]")


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_VERBS = _words(
    """
    meningkatkan meningkatnya mengoptimalkan optimalnya optimalisasi memaksimalkan memperbaiki mendukung membantu
    mengupayakan mewujudkan terwujudnya menunjang melaksanakan terlaksananya menjalankan berusaha mendorong memperkuat
    improve improved improving increase increased support supporting optimize optimise help strengthen
    """
)
_NOTHING = _words(
    """
    kinerja tugas pekerjaan kegiatan kualitas mutu pelayanan layanan hasil kedisiplinan disiplin semangat motivasi
    koordinasi kerja sama tanggung jawab fungsi pokok rutin lain lainnya harian
    yang dan atau di ke dari dengan untuk pada dalam secara agar serta para bagi oleh lebih sangat baik optimal maksimal
    efektif efisien prima sebaik baiknya
    performance quality service services work task tasks duty duties the and or of in to for with by better best good
    """
)
_JUDGEMENTS = _words(
    """
    baik cukup bagus optimal maksimal minimal sesuai lancar tepat tercapai terlaksana selesai memuaskan ada ya tidak
    good fine well done yes no none n a
    """
)


def check_title(title: str) -> None:
    """Refuses a title of which nobody could say afterwards whether it came true, with the pointer `#/title`."""
    words = [word.casefold() for word in _WORD.findall(title)]
    if len(title) < SHORTEST_TITLE or len(words) < 2:
        sentence = "Say what is to be achieved, and for whom or where: a word or two cannot be measured."
        raise Refusal(Code.NOT_MEASURABLE, sentence, "#/title")
    if any(char.isdigit() for char in title):
        return
    verb = next((word for word in words if word in _VERBS), None)
    named = [word for word in words if word not in _VERBS and word not in _NOTHING]
    if len(named) >= (1 if verb is None else 2):
        return
    vague = f"«{verb}» alone names no result" if verb is not None else "These words name no result"
    sentence = f"{vague}: say what is counted and where, or give the number, as in «Cakupan imunisasi di Kedaton 95%»."
    raise Refusal(Code.NOT_MEASURABLE, sentence, "#/title")


def check_measure(measure: str) -> None:
    """Refuses a unit of measure in which nothing can be counted, with the pointer `#/measure`."""
    if _SIGN.search(measure):
        return
    words = [word.casefold() for word in _WORD.findall(measure)]
    if not words:
        sentence = "Name the unit in which this is counted, as in persen, hari kerja or laporan."
        raise Refusal(Code.NOT_MEASURABLE, sentence, "#/measure")
    if all(word in _JUDGEMENTS for word in words):
        sentence = f"«{measure}» is a judgement and no unit; name what is counted, as in persen, hari kerja or laporan."
        raise Refusal(Code.NOT_MEASURABLE, sentence, "#/measure")


def sounds(title: str) -> str:
    """What two titles have in common that a reader cannot tell apart: the same words, whatever their case."""
    return " ".join(title.casefold().split())
