"""Writes libs/contracts/schemas anew; refuses a change that would break readers or events already written.

Run by `make documents`. A refused change belongs into a new version of the event, with an upcast.
"""

import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from compatibility import breaks
from contracts.schemas import published

FOLDER = Path(__file__).parents[2] / "libs/contracts/schemas"


def main() -> int:
    """Exit code 0 when everything was written, 1 when something was refused (and then nothing is written)."""
    refused: list[str] = []
    for name, text in published().items():
        former = FOLDER / name
        if former.exists():
            refused += [f"{name}: {why}" for why in breaks(json.loads(former.read_text()), json.loads(text))]
    gone = {path.name for path in FOLDER.glob("*.json")} - set(published())
    refused += [f"{name}: an event that was ever on a topic must stay readable" for name in sorted(gone)]
    if refused:
        print("\n".join(refused), file=sys.stderr)
        return 1
    for name, text in published().items():
        (FOLDER / name).write_text(text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
