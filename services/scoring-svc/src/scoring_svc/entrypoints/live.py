"""From score events to open pages: who has a card or a unit open hears of its change, whichever process kept the score.

What is told is the card as the database has it by then; an event only says that there is something new.
"""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Final
from uuid import UUID

from chassis.consuming import Received
from chassis.sse import Hub, Message

from scoring_svc.app import translate
from scoring_svc.app.ports import CardKey, Reads

TOPIC: Final = "score-events"


def card_channel(key: CardKey) -> str:
    """Who has this card open."""
    return f"card:{key[0]}:{key[1]}"


def unit_channel(unit_id: UUID, period_id: UUID) -> str:
    """Who has this unit's board open."""
    return f"unit:{unit_id}:{period_id}"


def message(person: UUID, sequence: int, body: bytes) -> Message:
    """A card as an event; its id is whose card it is, and its version, for a unit's stream has many cards."""
    return Message(f"{person}:{sequence}", "score", body)


class Live:
    """Tells the hub. today: the region's day, for who serves where."""

    def __init__(self, hub: Hub, reads: Reads, today: Callable[[], date]) -> None:
        self._hub, self._reads, self._today = hub, reads, today

    async def hear(self, records: Sequence[Received]) -> None:
        """Reads and tells what somebody listens to; costs nothing while nobody does."""
        moved = {key for record in records if (key := translate.moved(record.data)) is not None}
        if not moved or self._hub.idle:
            return
        units = await self._reads.units_of({person for person, _ in moved}, self._today())
        channels = {
            key: [card_channel(key), *(unit_channel(unit, key[1]) for unit in units.get(key[0], ()))] for key in moved
        }
        heard = {key: open_ for key, names in channels.items() if (open_ := list(filter(self._hub.listened, names)))}
        for key, (sequence, body) in (await self._reads.bodies(list(heard))).items():
            for channel in heard[key]:
                self._hub.publish(channel, message(key[0], sequence, body))
