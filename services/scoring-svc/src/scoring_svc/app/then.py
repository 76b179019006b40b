"""What is read of a card at a moment that is past: its score and its explanation, under the year's own policy."""

from datetime import date, datetime
from typing import Any

from scoring_svc.app.ports import Reads
from scoring_svc.app.queries import Subject, described
from scoring_svc.app.resources import card_as_of
from scoring_svc.domain.as_of import AsOf, Then, as_of
from scoring_svc.domain.card import Card
from scoring_svc.domain.formula import score
from scoring_svc.domain.policy import Packs


async def card_then(of: Subject, moment: AsOf, reads: Reads, packs: Packs) -> bytes:
    """The card's JSON; an empty card where nothing was known."""
    then = await _then(of, moment, reads)
    result = score(then.card, packs.of_year(of.year.starts_on))
    return card_as_of(then.card, result, then.recorded_at, asked(moment))


async def explanation_then(of: Subject, moment: AsOf, reads: Reads, packs: Packs) -> dict[str, Any]:
    """As of a live card, without its version: what is past has none."""
    then = await _then(of, moment, reads)
    return {**described(of, then.card, None, packs), "as_of": asked(moment)}


def asked(moment: AsOf) -> dict[str, date | datetime | None]:
    """Which moment it was, as it is answered."""
    return {"effective_on": moment.effective_on, "known_at": moment.known_at}


async def _then(of: Subject, moment: AsOf, reads: Reads) -> Then:
    return as_of(Card(*of.key), await reads.recorded(of.key), moment)
