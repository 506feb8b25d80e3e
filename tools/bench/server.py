"""The platform as `make run` serves it, on a free port, with what its processes cost."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from tools import port, steps
from tools.bench.stage import Stage
from tools.serving import free_port, web_server
from tools.together import start

_PATIENCE = 60.0
_TICK = os.sysconf("SC_CLK_TCK")
#: The places in /proc/PID/stat behind the name, from 0: its group, its time as a user and within the system.
_GROUP, _USER, _SYSTEM = 2, 11, 12


@dataclass(frozen=True)
class Server:
    """A running server: where, and the group that its processes form."""

    port: int
    group: int

    def cpu_seconds(self) -> float:
        """What all its processes have used of the processors so far; workers and their parent."""
        return sum(self._seconds(entry) for entry in Path("/proc").iterdir() if entry.name.isdecimal())

    def _seconds(self, entry: Path) -> float:
        try:
            values = (entry / "stat").read_text().rpartition(")")[2].split()
        except OSError:  # it ended meanwhile
            return 0.0
        return (int(values[_USER]) + int(values[_SYSTEM])) / _TICK if int(values[_GROUP]) == self.group else 0.0


@contextmanager
def serving(stage: Stage) -> Iterator[Server]:
    """Serve the stage until the block ends."""
    number = free_port()
    log = stage.folder / "server.log"
    with log.open("wb") as output:
        process = start(web_server(number), stage.environment, output=output)
    try:
        _wait_until_it_answers(process, number, log)
        yield Server(number, process.pid)
    finally:
        _end(process)


def _wait_until_it_answers(process: subprocess.Popen[bytes], number: int, log: Path) -> None:
    until = time.monotonic() + _PATIENCE
    while not port.answers(number):
        if process.poll() is not None or time.monotonic() > until:
            raise steps.Stop("The web server did not start.", log.read_text(errors="replace").splitlines()[-20:])
        time.sleep(0.1)


def _end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    with suppress(subprocess.TimeoutExpired):
        process.wait(timeout=15)
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)  # a worker may outlive its parent
    process.wait()
