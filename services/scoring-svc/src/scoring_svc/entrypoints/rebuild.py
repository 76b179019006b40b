"""The command `rebuild` as an operator types it, and its report as text. No rule stands here."""

import argparse
import getpass
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import msgspec

DONE, FAILED, REFUSED = 0, 1, 3
"""Exit codes: it was done; something broke; it was refused and nothing was changed."""

ABOUT: Final = """Makes all cards anew from the topics, beside those that serve; compares the two, person by person; and
switches in one step. Nothing is switched while they differ, unless a reason is stated. Ends with 0 when it was done,
with 3 when it was refused (what serves is untouched), with 1 when something broke (what serves is untouched too)."""


def arguments(words: Sequence[str]) -> argparse.Namespace:
    """What was asked for; ends the process with the help text where it makes no sense."""
    parser = argparse.ArgumentParser(prog="python -m scoring_svc rebuild", description=ABOUT)
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--back", action="store_true", help="let the generation that served before serve again")
    what.add_argument("--drop-old", action="store_true", help="drop the generations that are kept for going back")
    parser.add_argument("--reason", help="why the new one may differ, or why to go back; kept, and shown to inspectors")
    parser.add_argument("--by", default=_user(), help="who asks for it (the user of the system)")
    parser.add_argument("--pause", type=float, default=30.0, help="seconds that commits of scores may wait (30)")
    parser.add_argument("--report", type=Path, help="a file for the report as JSON")
    parser.add_argument("--port", type=int, help="serve health and metrics here while it works")
    return parser.parse_args(words)


def _user() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return "unknown"


def readable(content: Mapping[str, Any]) -> str:
    """A report as text."""
    seconds: Mapping[str, float] = content["seconds"]
    lines = [
        f"Generation {content['generation']}: {'serves now' if content['switched'] else 'does not serve'}",
        f"  read       {content['records']:,} records, {content['records_per_second']:,} a second",
        f"  seconds    {', '.join(f'{name} {value:g}' for name, value in seconds.items())}",
        f"  compared   {content['cards']:,} cards, {content['cards_different']:,} differ",
        f"  checked    {content['seals_checked']:,} seals of official results",
    ]
    differences: Mapping[str, int] = content["differences"]
    lines += [f"  differ     {number:,} {what}" for what, number in differences.items()]
    first: Sequence[Mapping[str, Any]] = content["first"]
    for each in first:
        lines.append(f"    {each['what']}: {each['name'] or ''} {each['about']}".replace(":  ", ": "))
        lines += [f"      {side:<8} {_values(each[side])}" for side in ("serving", "rebuilt")]
    return "\n".join(lines)


def _values(side: Mapping[str, Any] | None) -> str:
    return "nothing" if side is None else msgspec.json.encode(side).decode()
