"""Do the unit tests notice when a rule is changed? mutmut changes each domain room in every way it knows, one by one.

`python -m mutation [SERVICE …]` prints a table and the survivors, and fails where less than GOAL percent were killed.
Left out are changes of nothing but the wording of a sentence: words are for people, codes and pointers for programs.
"""

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Final, NamedTuple

from mutmut.configuration import config
from mutmut.mutation.data import SourceFileMutationData
from mutmut.mutation.diff_apply import get_diff_for_mutant
from mutmut.stats import status_by_exit_code

ROOT: Final = Path(__file__).parents[2]
SERVICES: Final = ("target-svc", "evaluation-svc", "survey-svc", "scoring-svc")
GOAL: Final = 90
KILLED: Final = frozenset({"killed", "timeout", "caught by type check", "segfault"})
SENTENCE: Final = re.compile(r"""f?("[^"]* [^"]*"|'[^']* [^']*')""")
MARKS: Final = re.compile("xx")


class Survivor(NamedTuple):
    """A change that no test noticed."""

    name: str
    removed: str
    added: str

    @property
    def wording(self) -> bool:
        """Whether it changes a sentence and nothing else."""
        plain, changed = (MARKS.sub("", line.strip().casefold()) for line in (self.removed, self.added))
        return (
            plain == changed
            and bool(SENTENCE.search(self.removed))
            and self._rest(self.removed) == self._rest(self.added)
        )

    @staticmethod
    def _rest(line: str) -> str:
        return SENTENCE.sub("", line)


def run(service: str) -> bool:
    """Runs one service's mutants in a process of their own, for mutmut is made for one project a process."""
    command = [sys.executable, "-m", "mutation", "--here", service]
    found = {**os.environ, "PYTHONPATH": str(ROOT / "tests")}
    done = subprocess.run(command, cwd=ROOT / "services" / service, env=found, check=False)
    return done.returncode == 0


def here(service: str) -> int:
    """In the service's folder: mutate, count, print."""
    subprocess.run([sys.executable, "-m", "mutmut", "run"], check=True, stdout=subprocess.DEVNULL)
    room = Path("src") / service.replace("-", "_") / "domain"
    config()
    killed, survivors = 0, list[Survivor]()
    for path in sorted(room.rglob("*.py")):
        data = SourceFileMutationData(path=path)
        data.load()
        for name, code in data.exit_code_by_key.items():
            if status_by_exit_code[code] in KILLED:
                killed += 1
            else:
                survivors.append(_survivor(name, path))
    real = [each for each in survivors if not each.wording]
    share = 100 * killed / max(1, killed + len(real))
    for each in real:
        print(f"  {each.name}\n    - {each.removed}\n    + {each.added}")
    wording = len(survivors) - len(real)
    print(f"{service}: {killed} killed, {len(real)} survived, {wording} of wording alone: {share:.1f} %")
    return 0 if share >= GOAL else 1


def _survivor(name: str, path: Path) -> Survivor:
    lines = get_diff_for_mutant(name, path=path).splitlines()
    removed = " ".join(line[1:].strip() for line in lines if line.startswith("-") and not line.startswith("---"))
    added = " ".join(line[1:].strip() for line in lines if line.startswith("+") and not line.startswith("+++"))
    return Survivor(name, removed, added)


def main(arguments: list[str]) -> int:
    """Exit code 0 where every room reaches the goal."""
    if arguments[:1] == ["--here"]:
        return here(arguments[1])
    reached = [run(service) for service in arguments or SERVICES]
    return 0 if all(reached) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
