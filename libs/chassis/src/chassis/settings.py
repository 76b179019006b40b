"""What every service is told by its environment (`CAPAIAN_…`), read once at start and frozen."""

from typing import Literal, TypeVar

from pydantic import Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

Settings = TypeVar("Settings", bound="ServiceSettings")


class ServiceSettings(BaseSettings):
    """See docs/architecture/chassis.md for each variable's meaning. Sizes in bytes, ports as numbers."""

    model_config = SettingsConfigDict(env_prefix="CAPAIAN_", frozen=True, extra="ignore")

    database_url: str = Field(pattern=r"^postgresql\+asyncpg://")
    kafka_bootstrap: str
    http_host: str = "127.0.0.1"
    http_port: int = Field(ge=1, le=65535)
    jwks: str
    token_issuer: str = "capaian-local"
    token_audience: str = "capaian"
    time_zone: str = "Asia/Jakarta"
    log_format: Literal["json", "console"] = "json"
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    max_body_bytes: int = 262_144
    pool_size: int = Field(default=8, ge=2)


def read(kind: type[Settings]) -> Settings:
    """The settings, or an end of the process with one line a fault, each naming its variable."""
    try:
        return kind()  # pyright: ignore[reportCallIssue]  # The environment supplies the required fields.
    except ValidationError as error:
        faults = [f"CAPAIAN_{str(e['loc'][0]).upper()}: {e['msg']}" for e in error.errors()]
        raise SystemExit("settings: " + "; ".join(faults)) from None
