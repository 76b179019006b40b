"""What this service is told by its environment; read once, in `wiring`."""

from pathlib import Path

from chassis.settings import ServiceSettings
from pydantic import Field


class Settings(ServiceSettings):
    """The chassis' settings with this service's own. region_dir: the folder of the region's policy pack.
    cards_in_memory: how many cards the projector keeps, about 4 kB each. quiet_seconds: how long a card has not changed
    when its months are worked out."""

    http_port: int = 8104
    region_dir: Path
    cards_in_memory: int = Field(default=200_000, ge=1)
    quiet_seconds: float = Field(default=30, ge=0)
