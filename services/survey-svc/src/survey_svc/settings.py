"""What this service is told by its environment; read once, in `wiring`."""

from chassis.settings import ServiceSettings


class Settings(ServiceSettings):
    """The chassis' settings with this service's own port."""

    http_port: int = 8103
