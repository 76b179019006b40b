"""The command `capaian`: what a person does with a stack, and the one line for each thing that they can mend."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from capaian_local.home import SERVICES
from capaian_local.servers import jars, kafka
from capaian_local.servers.child import Failed
from capaian_local.servers.ports import HOST, answers
from capaian_local.testing.plugin import JARS

from .running import Stack

pytestmark = [pytest.mark.servers, pytest.mark.timeout(300)]


def wait_until(condition: Callable[[], object], seconds: float) -> None:
    ends = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < ends, f"not within {seconds:g} s"
        time.sleep(0.05)


def line_of(stack: Stack, *arguments: str) -> str:
    """The one line that a refused command says."""
    ended = stack.capaian(*arguments, check=False)
    assert ended.returncode == 1, ended.stdout + ended.stderr
    lines = ended.stderr.strip().splitlines()
    assert len(lines) == 1, ended.stderr
    return lines[0]


def test_status_tells_programs_and_people(stack: Stack):
    found = stack.status()
    assert (found["stage"], found["ready"]) == ("running", True)
    assert set(found["services"]) == set(SERVICES)
    assert all(part["ready"] and str(stack.ports[name]) in part["address"] for name, part in found["services"].items())
    assert found["services"]["scoring"]["lag"] is not None
    table = stack.capaian("status").stdout
    assert "scoring-svc" in table and "ready" in table


def test_a_second_start_in_the_same_folder_is_refused(stack: Stack):
    for options in ((), ("--detach",)):
        assert "runs already" in line_of(stack, "up", *options, "--no-load", "--quiet")


def test_a_running_stack_is_not_deleted_under_its_feet(stack: Stack):
    assert "end it first by capaian down" in line_of(stack, "reset", "--yes")
    assert stack.status()["ready"]


def test_a_token_for_a_role(stack: Stack):
    assert stack.capaian("token", "--as", "inspector").stdout.count(".") == 2
    assert "there is no role 'king': choose one of agency_system" in line_of(stack, "token", "--as", "king")


def test_logs_by_name(stack: Stack):
    assert "process" in stack.capaian("logs", "scoring").stdout or stack.capaian("logs", "scoring-svc").stdout
    refused = line_of(stack, "logs", "nobody")
    assert "there is no log 'nobody'" in refused and "scoring" in refused


def test_a_sample_that_there_is_not(stack: Stack):
    assert "there is no sample 'atlantis'" in line_of(stack, "load", "atlantis")


@pytest.fixture
def another(tmp_path: Path) -> Iterator[Stack]:
    stack = Stack(tmp_path / "home")
    yield stack
    stack.capaian("down", check=False)


def test_a_busy_port_is_named_with_the_way_out(another: Stack):
    with closing(socket.socket()) as squatter:
        squatter.bind((HOST, another.ports["evaluation"]))
        squatter.listen()
        said = line_of(another, "up", "--no-load", "--quiet")
    assert f"port {another.ports['evaluation']} for evaluation" in said and "CAPAIAN_PORT_EVALUATION" in said
    assert "Address already in use" in said
    assert not answers(another.ports["kafka"]) and another.capaian("status", check=False).returncode == 3


def test_a_start_in_the_background_that_fails_says_so_once(another: Stack):
    with closing(socket.socket()) as squatter:
        squatter.bind((HOST, another.ports["kafka"]))
        squatter.listen()
        ended = another.capaian("up", "--detach", "--no-load", "--quiet", check=False)
    assert (ended.returncode, ended.stdout) == (1, "")
    assert ended.stderr.count("CAPAIAN_PORT_KAFKA") == 1


def test_two_parts_on_one_port_are_named(another: Stack):
    another.ports["survey"] = another.ports["target"]
    said = line_of(another, "up", "--no-load", "--quiet")
    assert "target and survey have the same port" in said and "CAPAIAN_PORT_SURVEY" in said


def test_a_load_into_nothing_says_so_at_once(another: Stack):
    assert "target-svc does not answer" in line_of(another, "load", "lampung")


def test_a_folder_that_cannot_be_made(tmp_path: Path):
    (tmp_path / "file").touch()
    said = line_of(Stack(tmp_path / "file" / "home"), "up", "--no-load", "--quiet")
    assert "Not a directory" in said and str(tmp_path / "file") in said


def test_a_repository_out_of_reach(another: Stack, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """An empty home has no jars, no settings and no cache, and every address leads nowhere."""
    home = tmp_path / "person"
    settings = home / ".m2" / "settings.xml"
    settings.parent.mkdir(parents=True)
    settings.write_text(
        "<settings><mirrors><mirror><id>none</id><url>http://127.0.0.1:9/</url><mirrorOf>*</mirrorOf></mirror></mirrors>"
        "</settings>"
    )
    monkeypatch.setenv("HOME", str(home))
    code = (
        "import sys; from pathlib import Path\n"
        "from capaian_local.servers import jars, kafka\n"
        "from capaian_local.servers.child import Failed\n"
        "try: jars.ensure(kafka.LOCK, Path(sys.argv[1]))\n"
        "except Failed as error: print(error); sys.exit(1)\n"
    )
    environment = {
        **os.environ,
        "HTTP_PROXY": "http://127.0.0.1:9",
        "HTTPS_PROXY": "http://127.0.0.1:9",
        "NO_PROXY": "",
    }
    ended = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path / "jars")],
        capture_output=True,
        text=True,
        env=environment,
        check=False,
    )
    assert ended.returncode == 1, ended.stderr
    assert "is it within reach?" in ended.stdout and not list((tmp_path / "jars").glob("*.jar"))


def test_a_jar_that_is_not_the_one_that_was_locked_is_never_run(tmp_path: Path):
    one = jars.read_list(kafka.LOCK)[0]
    shutil.copy(JARS / one.file_name, tmp_path / one.file_name)
    lock = tmp_path / "lock"
    lock.write_text(f"{one.coordinate} {one.sha256}\n")
    assert jars.ensure(lock, tmp_path) == [tmp_path / one.file_name]
    with (tmp_path / one.file_name).open("ab") as file:
        file.write(b"!")
    jars.ensure(lock, tmp_path)
    assert jars.digest(tmp_path / one.file_name) == one.sha256, "it was fetched anew"
    lock.write_text(f"{one.coordinate} {'0' * 64}\n")
    with pytest.raises(Failed, match="refusing to run it"):
        jars.ensure(lock, tmp_path)


def foreground(stack: Stack) -> "subprocess.Popen[str]":
    """As in a terminal, until all runs."""
    command = [sys.executable, "-m", "capaian_local", "up", "--no-load", "--quiet"]
    process = subprocess.Popen(command, env=stack.environment, stdout=subprocess.PIPE, text=True)
    wait_until(lambda: stack.status()["stage"] == "running" or process.poll() is not None, 120)
    assert process.poll() is None
    return process


def nothing_listens(stack: Stack) -> bool:
    return not any(answers(port) for port in stack.ports.values())


def test_ctrl_c_ends_all_and_a_killed_supervisor_leaves_nothing_behind(another: Stack):
    first = foreground(another)
    first.send_signal(signal.SIGINT)
    assert first.wait(30) == 0
    assert nothing_listens(another) and another.status()["stage"] == "down"

    second = foreground(another)
    os.kill(second.pid, signal.SIGKILL)
    second.wait()
    wait_until(lambda: nothing_listens(another), 30)

    said = another.capaian("up", "--detach", "--no-load", "--quiet").stdout
    assert said.count("/enter?next=/cards/") == 1 and "make down stops everything" in said and "Ctrl-C" not in said
    assert another.status()["ready"]
    another.capaian("down")
    assert nothing_listens(another)
    another.capaian("reset", "--yes")
    assert not another.home.exists()
