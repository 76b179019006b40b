"""What this service is told by its environment; read once, in `wiring`."""

from pathlib import Path

from chassis.settings import ServiceSettings


class Settings(ServiceSettings):
    """The chassis' settings with this service's own. region_dir: the folder of the region's `evaluation.toml`."""

    http_port: int = 8102
    region_dir: Path
