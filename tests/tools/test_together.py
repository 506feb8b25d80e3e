from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tools import house

# two programs that note their number and sleep; the supervisor runs them as `make run` runs server and worker
SLEEPS = "import os, sys, time; open(sys.argv[1], 'w').write(str(os.getpid())); time.sleep(60)"
DEAF = "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); " + SLEEPS
WITH_A_CHILD = (
    f"import subprocess, sys; subprocess.Popen([sys.executable, '-c', {SLEEPS!r}, sys.argv[1] + '-child']); " + SLEEPS
)
SUPERVISOR = """
import sys
from tools import together
together.PATIENCE = 1.0
server, worker, folder = sys.argv[1:]
sys.exit(together.run_together(
    {
        "web server": [sys.executable, "-c", server, folder + "/server"],
        "background worker": [sys.executable, "-c", worker, folder + "/worker"],
    },
    env=together.environment(),
    when_ready=lambda: print("ready", flush=True),
))
"""


class Group:
    """A supervisor and its two programs, really running."""

    def __init__(self, folder: Path, server: str = SLEEPS, worker: str = SLEEPS) -> None:
        self.folder = folder
        self.supervisor = subprocess.Popen(  # noqa: S603  our own program
            [sys.executable, "-c", SUPERVISOR, server, worker, str(folder)],
            cwd=house.ROOT,
            stdout=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )

    def pid(self, name: str) -> int:
        until = time.monotonic() + 10
        while time.monotonic() < until:
            text = (self.folder / name).read_text() if (self.folder / name).exists() else ""
            if text:
                return int(text)
            time.sleep(0.02)
        raise AssertionError(f"{name} never began")

    def both(self) -> tuple[int, int]:
        return self.pid("server"), self.pid("worker")

    def ends(self) -> tuple[int, str]:
        said, _ = self.supervisor.communicate(timeout=15)
        return self.supervisor.returncode, said


def is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    # a dead child whose parent is gone stays in the list until the system's first process takes note
    status = Path(f"/proc/{pid}/stat")
    return not (status.exists() and status.read_text().rpartition(")")[2].split()[0] == "Z")


def gone_within(seconds: float, *pids: int) -> bool:
    until = time.monotonic() + seconds
    while any(is_alive(pid) for pid in pids):
        if time.monotonic() > until:
            return False
        time.sleep(0.05)
    return True


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    yield tmp_path
    for file in tmp_path.iterdir():
        if is_alive(int(file.read_text())):
            os.kill(int(file.read_text()), signal.SIGKILL)


def test_when_the_worker_dies_the_server_is_ended_and_the_reason_is_said(folder: Path) -> None:
    group = Group(folder)
    server, worker = group.both()

    os.kill(worker, signal.SIGKILL)
    code, said = group.ends()

    assert code == 1
    assert "The background worker ended by itself (exit code -9), so the web server ends too." in said
    assert gone_within(2, server, worker)


def test_when_the_server_dies_the_worker_is_ended(folder: Path) -> None:
    group = Group(folder)
    server, worker = group.both()

    os.kill(server, signal.SIGKILL)
    code, said = group.ends()

    assert code == 1
    assert "The web server ended by itself" in said
    assert gone_within(2, worker)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_to_the_supervisor_alone_ends_both_without_a_complaint(folder: Path, number: signal.Signals) -> None:
    group = Group(folder)
    server, worker = group.both()

    group.supervisor.send_signal(number)
    code, said = group.ends()

    assert (code, said) == (0, "ready\n")
    assert gone_within(2, server, worker)


def test_ctrl_c_in_the_terminal_ends_both_without_a_complaint(folder: Path) -> None:
    group = Group(folder)
    pids = group.both()

    os.killpg(group.supervisor.pid, signal.SIGINT)
    code, _ = group.ends()

    assert code == 0
    assert gone_within(2, *pids)


def test_what_a_killed_server_had_started_is_ended_with_it(folder: Path) -> None:
    group = Group(folder, server=WITH_A_CHILD)
    server, worker = group.both()
    child = group.pid("server-child")

    os.kill(server, signal.SIGKILL)
    code, _ = group.ends()

    assert code == 1
    assert gone_within(2, child, worker)


def test_a_program_that_does_not_listen_is_ended_all_the_same(folder: Path) -> None:
    group = Group(folder, server=DEAF)
    server, worker = group.both()

    group.supervisor.terminate()
    code, _ = group.ends()

    assert code == 0
    assert gone_within(2, server, worker)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a child that its parent was killed")
def test_both_end_when_the_supervisor_itself_is_killed(folder: Path) -> None:
    group = Group(folder)
    pids = group.both()

    group.supervisor.kill()
    group.ends()

    assert gone_within(5, *pids)
