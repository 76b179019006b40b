"""What is read of generations: which one serves, which came before, and what the comparisons found."""

from collections.abc import Sequence
from typing import Any

from scoring_svc.app.ports import Generations
from scoring_svc.domain.access import Actor
from scoring_svc.domain.refusals import Code, Refusal


async def generations(actor: Actor, kept: Generations) -> Sequence[dict[str, Any]]:
    """The newest first.

    Raises:
        Refusal: `forbidden`: reports name people of every agency.
    """
    if not actor.reads_all:
        raise Refusal(Code.FORBIDDEN, "Generations are seen by inspectors and the region's administration.")
    return await kept.all()
