"""Kafka's jars: Maven artifacts by a committed list with checksums, fetched once, checked at every start.

jgo resolves each coordinate from the Maven repository that this machine is set up for; no dependency is resolved by
itself, so nothing is run that the list does not name.
"""

import hashlib
import shutil
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

from capaian_local.servers.child import Failed


class Jar(NamedTuple):
    """One line of the list: `group:artifact:version sha256`."""

    coordinate: str
    sha256: str

    @property
    def file_name(self) -> str:
        """As Maven names it."""
        _, artifact, version = self.coordinate.split(":")
        return f"{artifact}-{version}.jar"


def read_list(path: Path) -> list[Jar]:
    """The jars of a lock file; `#` begins a comment line."""
    lines = (line.strip() for line in path.read_text().splitlines())
    return [Jar(*line.split()) for line in lines if line and not line.startswith("#")]


def digest(path: Path) -> str:
    """SHA-256, hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def ensure(lock: Path, folder: Path, progress: Callable[[str], None] = lambda _: None) -> list[Path]:
    """All jars of the list in `folder`, each with the right content.

    Raises:
        Failed: the repository is out of reach, or a file is not what the list says.
    """
    jars = read_list(lock)
    folder.mkdir(parents=True, exist_ok=True)
    missing = [jar for jar in jars if not _right(folder / jar.file_name, jar.sha256)]
    if missing:
        progress(f"fetching {len(missing)} jars of Kafka")
        with ThreadPoolExecutor(6) as pool:
            list(pool.map(lambda jar: _fetch(jar, folder), missing))
    return [folder / jar.file_name for jar in jars]


def _right(path: Path, sha256: str) -> bool:
    return path.exists() and digest(path) == sha256


def _fetch(jar: Jar, folder: Path) -> None:
    from jgo.maven import MavenContext  # Imported late: a start that has all jars need not load it.

    group, artifact, version = jar.coordinate.split(":")
    try:
        found = Path(MavenContext().project(group, artifact).at_version(version).artifact().resolve())
    except Exception as error:
        raise Failed(f"the Maven repository did not give {jar.coordinate}: {error}; is it within reach?") from None
    partial = folder / (jar.file_name + ".part")
    shutil.copyfile(found, partial)
    if digest(partial) != jar.sha256:
        partial.unlink()
        raise Failed(f"{jar.coordinate} is not the file that kafka.jars.lock names: refusing to run it")
    partial.rename(folder / jar.file_name)
