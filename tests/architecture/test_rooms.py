"""Who may import whom, and what the rooms may hold: arrows point inward, and the core is arithmetic."""

import ast
import re
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Final

import pytest

ROOT: Final = Path(__file__).parents[2]
SERVICES: Final = sorted(path for path in (ROOT / "services").iterdir() if (path / "pyproject.toml").exists())


def test_the_import_rules_hold():
    done = subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-cache"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("service", SERVICES, ids=lambda path: path.name)
def test_every_service_has_the_same_rooms(service: Path):
    package = service / "src" / service.name.replace("-", "_")
    rooms = {"domain", "app", "adapters", "entrypoints"}
    assert rooms <= {path.name for path in package.iterdir()}
    assert {"settings.py", "wiring.py", "__main__.py"} <= {path.name for path in package.iterdir()}
    assert (service / "migrations").is_dir()
    assert (service / "tests").is_dir()


@pytest.mark.parametrize(
    "path", sorted((ROOT / "services").glob("*/src/*/domain/**/*.py")), ids=lambda p: str(p.relative_to(ROOT))
)
def test_the_core_is_arithmetic(path: Path):
    tree = ast.parse(path.read_text())
    waiting = (ast.AsyncFunctionDef, ast.Await, ast.AsyncFor, ast.AsyncWith)
    assert not [node for node in ast.walk(tree) if isinstance(node, waiting)]


def test_the_workspace_names_every_member():
    named = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["uv"]["workspace"]["members"]
    found = [path.parent.relative_to(ROOT).as_posix() for path in ROOT.glob("*/*/pyproject.toml")]
    assert sorted(named) == sorted(found)


def test_test_files_use_fakes_and_not_a_mock_library():
    tests = [path for folder in ("libs", "services", "deploy", "tests") for path in (ROOT / folder).rglob("test_*.py")]
    users = [
        path
        for path in tests
        if re.search(r"unittest\.mock|MagicMock|mocker\b", path.read_text()) and path != Path(__file__)
    ]
    assert users == []


def test_the_chassis_knows_no_business_module():
    pattern = re.compile(r"contracts\.(roster|target|evaluation|survey|score)\b|(target|evaluation|survey|scoring)_svc")
    sources = (ROOT / "libs/chassis/src").rglob("*.py")
    assert [path.name for path in sources if pattern.search(path.read_text())] == []
