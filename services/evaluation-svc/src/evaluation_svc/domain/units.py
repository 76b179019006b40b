"""Units and who stands above them. A line is a unit, the unit above it, and so on to the agency's top.

Invariant: whoever leads a unit is never taken for the one above it, also where the same person leads both.
"""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from evaluation_svc.domain.access import Actor, oversees
from evaluation_svc.domain.refusals import Code, Refusal
from evaluation_svc.domain.roster import CivilServant, Unit

Line = Sequence[Unit]


def check_known(line: Line) -> Unit:
    """The unit that the line begins with."""
    if not line:
        raise Refusal(Code.UNKNOWN_UNIT, "The roster has no unit with this id.")
    return line[0]


def level_above(line: Line) -> UUID | None:
    """Who leads the nearest unit above that somebody else leads; None where nobody does."""
    own = line[0].head_id
    return next((unit.head_id for unit in line[1:] if unit.head_id is not None and unit.head_id != own), None)


def check_looks_at(actor: Actor, line: Line, head: CivilServant | None, today: date) -> None:
    """Refuses somebody who is none of the unit's superiors, its agency's, an inspector or the region's.

    head: the unit's own, None where the roster names nobody; who rates the head stands above the unit too.
    """
    if oversees(actor, line[0].agency_id):
        return
    above = {unit.head_id for unit in line} | {None if head is None else head.rater(today)}
    if actor.civil_servant_id is None or actor.civil_servant_id not in above:
        sentence = "This is seen by who leads the unit or one above it, the unit's own agency and inspectors."
        raise Refusal(Code.FORBIDDEN, sentence)
