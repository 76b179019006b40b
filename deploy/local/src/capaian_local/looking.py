"""What a person sees of a stack: where to look, how it is, what it logs."""

import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from chassis import clock
from rich.console import Console
from rich.table import Table

from capaian_local import keys, samples
from capaian_local.home import SERVICES, Home
from capaian_local.sample import Who, landmarks
from capaian_local.servers.child import Failed

LOOK_SECONDS: Final = 0.2


def show_addresses(home: Home, people: int, seed: int, console: Console, end_it: str = "Ctrl-C") -> None:
    """Where to look first, with links that sign in where the region has a sample. end_it: what ends the stack."""
    lines = [
        "",
        *(_first_looks(home, people, seed) if samples.is_there(home) else ()),
        "Interfaces: " + "  ".join(f"{name} {home.url(name)}" for name in SERVICES),
        f"Data and logs: {home.root}   {end_it} stops everything",
        "",
    ]
    for line in lines:
        console.print(line, markup=False, soft_wrap=True)


def _first_looks(home: Home, people: int, seed: int) -> list[str]:
    sign, place = keys.signer(home.keys, clock.now), landmarks(people, seed, samples.today(), home.region)
    scoring = home.url("scoring")
    officer = sign(Who("demo:officer", ("personnel_officer",), place.agency_id))
    nurse = sign(Who("demo:nurse", ("civil_servant",), None, place.nurse_id))
    return [
        f"The board of {place.unit_name}, as a personnel officer of {place.agency_name}:",
        f"  {scoring}/enter?next=/units/{place.unit_id}#token={officer}",
        f"The card of {place.nurse_name}, as herself:",
        f"  {scoring}/enter?next=/cards/{place.nurse_id}#token={nurse}",
        f"Report a realisation:  INDICATOR={place.indicator_id}  AGENCY={place.agency_id}  (see README)",
        "A case of a year that is over, from the plan to the sealed result: docs/guide/rated-person.md",
        "",
    ]


def show_status(found: Mapping[str, Any], console: Console) -> None:
    """As a table."""
    table = Table("part", "address", "health", "lag", title=f"stage: {found['stage']}")
    for name, part in found["servers"].items():
        table.add_row(name, part["address"], "ready" if part["ready"] else "down", "")
    for name, part in found["services"].items():
        lag = "" if part["lag"] is None else f"{part['lag']:,}"
        table.add_row(f"{name}-svc", part["address"], str(part["detail"]), lag)
    console.print(table)


def show_logs(home: Home, name: str, lines: int, *, follow: bool) -> None:
    """The last lines; with `follow` also what comes, until interrupted.

    Raises:
        Failed: there is no such log.
    """
    found = sorted(home.logs.glob(f"{name.removesuffix('-svc') or '*'}.log"))
    if not found:
        known = ", ".join(sorted(path.stem for path in home.logs.glob("*.log"))) or "none yet"
        raise Failed(f"there is no log {name!r} in {home.logs}; there are: {known}")
    places = {path: _print_last(path, lines, tagged=len(found) > 1) for path in found}
    while follow:
        time.sleep(LOOK_SECONDS)
        for path in found:
            places[path] = _print_from(path, places[path], tagged=len(found) > 1)


def _print_last(path: Path, lines: int, *, tagged: bool) -> int:
    with path.open("rb") as log:
        text = log.read().decode(errors="replace")
        _print(path, text.splitlines()[-lines:] if lines else [], tagged=tagged)
        return log.tell()


def _print_from(path: Path, place: int, *, tagged: bool) -> int:
    with path.open("rb") as log:
        log.seek(min(place, path.stat().st_size))
        _print(path, log.read().decode(errors="replace").splitlines(), tagged=tagged)
        return log.tell()


def _print(path: Path, lines: list[str], *, tagged: bool) -> None:
    for line in lines:
        print(f"{path.stem}: {line}" if tagged else line, flush=True)
