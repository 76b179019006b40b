"""What this service is told by its environment; read once, in `wiring`."""

from pathlib import Path

from chassis.settings import ServiceSettings
from pydantic import Field


class Settings(ServiceSettings):
    """The chassis' settings with this service's own. region_dir: the folder of the region's instrument and limits.

    invitation_keys: `name:secret[,name:secret]`; the first signs invitations, the others are good for what they signed
    until somebody takes them out. A secret has 32 characters or more. public_url: where people open links and printed
    codes, without a slash at its end.
    """

    http_port: int = 8103
    region_dir: Path
    invitation_keys: str = Field(
        pattern=r"^[a-z0-9]{1,8}:[A-Za-z0-9_-]{32,128}(,[a-z0-9]{1,8}:[A-Za-z0-9_-]{32,128})*$", repr=False
    )
    public_url: str = Field(default="http://127.0.0.1:8103", pattern=r"^https?://[^\s/]+$")

    @property
    def keys(self) -> dict[str, str]:
        """Name → secret, in their order."""
        return {name: secret for name, _, secret in (one.partition(":") for one in self.invitation_keys.split(","))}
