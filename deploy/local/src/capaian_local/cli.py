"""The command `capaian`: the whole system on one machine, from nothing to a page that moves.

Whatever a person can mend is said in one line, with what to do; then the exit code is 1.
"""

import asyncio
import json
import os
import shutil
import sys
from datetime import timedelta
from pathlib import Path
from typing import Annotated, NoReturn
from uuid import UUID

import typer
from chassis import auth, clock
from rich.console import Console

from capaian_local import detached, keys, looking, parts, samples
from capaian_local.home import REPOSITORY, Home, ports_from
from capaian_local.sample import Who
from capaian_local.servers.child import Failed
from capaian_local.status import status as status_of
from capaian_local.supervisor import Supervisor, Wanted

ABOUT = "The whole of Capaian on one machine: a real Kafka, a real PostgreSQL, the four services."
app = typer.Typer(help=ABOUT, no_args_is_help=True, add_completion=False)
console = Console(highlight=False)

People = Annotated[int, typer.Option(help="How many made-up civil servants, 200 to 100000.", min=200, max=100_000)]
Seed = Annotated[int, typer.Option(help="Another seed makes other people.")]


@app.callback()
def common(
    context: typer.Context,
    home: Annotated[Path, typer.Option(envvar="CAPAIAN_HOME", help="Folder of data, logs and keys.")] = Path(
        ".capaian"
    ),
    region: Annotated[Path, typer.Option(help="The region's folder.")] = REPOSITORY / "deploy" / "regions" / "lampung",
) -> None:
    """Options of all commands."""
    context.obj = Home(home.absolute(), ports_from(os.environ), region.absolute(), REPOSITORY / ".tools" / "kafka")


@app.command()
def up(
    context: typer.Context,
    detach: Annotated[bool, typer.Option(help="Return when everything runs; end it by `capaian down`.")] = False,
    people: People = samples.PEOPLE,
    seed: Seed = samples.SEED,
    load: Annotated[bool, typer.Option(help="Load the region's sample where it is not loaded yet.")] = True,
    quiet: Annotated[bool, typer.Option(help="No trickle of new facts after the load.")] = False,
    addresses: Annotated[bool, typer.Option(hidden=True, help="Say where to look.")] = True,
) -> None:
    """Start Kafka, PostgreSQL and the four services; Ctrl-C stops them in order."""
    home: Home = context.obj
    if detach:
        options = ["--people", str(people), "--seed", str(seed), *([] if load else ["--no-load"])]
        # Whoever waits here says where to look, in words for a stack that no Ctrl-C reaches.
        detached.start(home, [*options, *(["--quiet"] if quiet else []), "--no-addresses"], print)
        looking.show_addresses(home, people, seed, console, end_it="make down")
        return
    load = load and samples.is_there(home)
    wanted = Wanted(people, seed, load=load and not samples.is_loaded(home, people, seed), quiet=quiet or not load)
    supervisor = Supervisor(home, lambda line: console.print(line, markup=False, soft_wrap=True))
    supervisor.run(wanted, lambda: looking.show_addresses(home, people, seed, console) if addresses else None)


@app.command()
def down(context: typer.Context) -> None:
    """Stop a stack that runs in the background."""
    detached.stop(context.obj)
    console.print("stopped")


@app.command()
def status(
    context: typer.Context, as_json: Annotated[bool, typer.Option("--json", help="For programs.")] = False
) -> None:
    """Addresses, health and lag; exit code 0 when everything is ready, else 3."""
    found = status_of(context.obj)
    if as_json:
        print(json.dumps(found, indent=2))
    else:
        looking.show_status(found, console)
    if not found["ready"]:
        raise typer.Exit(3)


@app.command()
def logs(
    context: typer.Context,
    name: Annotated[str, typer.Argument(help="target, evaluation, survey, scoring, kafka, postgres, trickle …")] = "",
    follow: Annotated[bool, typer.Option("--follow", "-f", help="Go on until Ctrl-C.")] = False,
    lines: Annotated[int, typer.Option("--lines", "-n", min=0)] = 50,
) -> None:
    """The last lines of one log, or of all."""
    looking.show_logs(context.obj, name, lines, follow=follow)


@app.command()
def reset(context: typer.Context, yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False) -> None:
    """Delete all data of the stack in this folder."""
    home: Home = context.obj
    if home.state():
        raise Failed("the stack runs: end it first by capaian down")
    if not home.root.exists():
        return
    if not yes:
        typer.confirm(f"Delete {home.root} with all its data?", abort=True)
    shutil.rmtree(home.root)


@app.command()
def load(
    context: typer.Context,
    sample: Annotated[str, typer.Argument(help="The region whose sample it is.")] = "lampung",
    people: People = samples.PEOPLE,
    seed: Seed = samples.SEED,
    key: Annotated[Path | None, typer.Option(help="Folder of the signing key; by default the stack's own.")] = None,
) -> None:
    """Load a sample through the services' interfaces; a repeated or continued load does no harm."""
    home: Home = context.obj
    if sample != home.region.name:
        raise Failed(f"there is no sample {sample!r} in {home.region.parent}: choose its region by --region")
    samples.load(home, key or home.keys, people, seed, console)


@app.command()
def trickle(context: typer.Context, people: People = samples.PEOPLE, seed: Seed = samples.SEED) -> None:
    """Keep new realizations, ratings and answers coming, until Ctrl-C."""
    samples.trickle(context.obj, people, seed)


@app.command()
def token(
    context: typer.Context,
    role: Annotated[str, typer.Option("--as", help=f"One of {', '.join(sorted(auth.ROLES))}.")],
    person: Annotated[UUID | None, typer.Option(help="Civil servant's id.")] = None,
    agency: Annotated[UUID | None, typer.Option(help="Agency's id.")] = None,
    hours: Annotated[float, typer.Option(min=0.01, max=24 * 30)] = 12,
    key: Annotated[Path | None, typer.Option(help="Folder of the signing key; by default the stack's own.")] = None,
) -> None:
    """Print a bearer token, signed by the stack's own key."""
    if role not in auth.ROLES:
        raise Failed(f"there is no role {role!r}: choose one of {', '.join(sorted(auth.ROLES))}")
    home: Home = context.obj
    sign = keys.signer(key or home.keys, clock.now, timedelta(hours=hours))
    # Another agency's or person's token is somebody else: repeated requests are recognized by who sent them.
    subject = ":".join(["local", role, *(str(each) for each in (agency, person) if each is not None)])
    print(sign(Who(subject, (role,), agency, person)))


@app.command("keys")
def make_keys(directory: Annotated[Path, typer.Option()]) -> None:
    """Make the signing key and its key set where there is none."""
    keys.ensure(directory)


@app.command("topics")
def make_topics(bootstrap: Annotated[str, typer.Option()]) -> None:
    """Make the catalogue's topics where they are missing."""
    asyncio.run(parts.make_topics(bootstrap))


def main() -> NoReturn:
    """The command's entry point."""
    try:
        app(standalone_mode=True)
    except Failed as error:
        print(f"capaian: {error}", file=sys.stderr)
    except OSError as error:
        print(f"capaian: {error.filename or ''} {error.strerror or error}".strip(), file=sys.stderr)
    except KeyboardInterrupt:
        raise SystemExit(130) from None
    raise SystemExit(1)
