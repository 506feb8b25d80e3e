"""The platform as it is really served, on a free port over a folder of its own: for the journeys and the pictures."""

from __future__ import annotations

import json
import os
import secrets
import signal
import socket
import subprocess
import time
from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path

from tools import house, port
from tools.installation import new_data_keys
from tools.together import start

PATIENCE = 60.0
BEAT = 0.05
CLOCK_FILE = "demo-clock.json"
LOG_FILE = "served.log"
#: What decides about an installation; a developer's own must not decide about this one.
OURS = ("TIDU_", "DATABASE_URL", "CACHE_URL", "DJANGO_SETTINGS_MODULE")


def web_server(number: int) -> list[str]:
    """Give the command of the web server, as `make run` starts it."""
    server = [house.in_venv("granian"), "--interface", "wsgi", "--host", port.HOST, "--port", str(number)]
    size = ["--workers", "2", "--blocking-threads", "2", "--log-level", "warning"]
    return [*server, *size, "--workers-kill-timeout", "5", "tidu.config.wsgi:application"]


def worker() -> list[str]:
    """Give the command of the background worker."""
    return [house.in_venv("tidu"), "manage", "work"]


def free_port() -> int:
    """Give a port that nobody has at this moment."""
    with socket.socket() as probe:
        probe.bind((port.HOST, 0))
        number: int = probe.getsockname()[1]
    return number


class NotServed(Exception):
    """The platform did not come up; the end of its log is the message."""


class Platform:
    """Web server and worker over ``folder``; each leads a group of its own, so that all of it can be killed."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port = free_port()
        self.web: subprocess.Popen[bytes] | None = None
        self.work: subprocess.Popen[bytes] | None = None
        kept = {name: value for name, value in os.environ.items() if not name.startswith(OURS)}
        self.env = kept | {
            "TIDU_DATA_DIR": str(folder),
            "TIDU_SECRET_KEY": secrets.token_urlsafe(50),
            "TIDU_DATA_KEYS": new_data_keys(),
            "DJANGO_SETTINGS_MODULE": "tidu.config.settings.local",
            "PYTHONUNBUFFERED": "1",
        }

    @property
    def address(self) -> str:
        return f"http://{port.HOST}:{self.port}"

    @property
    def log(self) -> str:
        """What both programs said so far."""
        try:
            return (self.folder / LOG_FILE).read_text(encoding="utf-8", errors="replace")
        except FileNotFoundError:
            return ""

    def prepare(self, *builders: Sequence[str]) -> None:
        """Collect the static files and, at the same time, run the commands that build the database, in order."""
        collecting = self._begin([house.in_venv("tidu"), "manage", "collectstatic", "--noinput", "--verbosity", "0"])
        for builder in builders:
            self._end(self._begin(builder))
        self._end(collecting)

    def start(self) -> None:
        """Start both and wait until a page is answered."""
        with (self.folder / LOG_FILE).open("ab") as log:
            self.web = start(web_server(self.port), self.env, output=log)
            self.work = start(worker(), self.env, output=log)
        until = time.monotonic() + PATIENCE
        while not port.answers(self.port):
            if time.monotonic() > until or self.web.poll() is not None:
                raise NotServed(self.log[-4000:])
            time.sleep(BEAT)

    def stop(self) -> None:
        """End both as Ctrl-C does, and whoever did not listen by force."""
        for child in (self.work, self.web):
            if child is not None and child.poll() is None:
                child.terminate()
        for child in (self.work, self.web):
            if child is not None:
                with suppress(subprocess.TimeoutExpired):
                    child.wait(PATIENCE)
        self.kill()

    def kill(self) -> None:
        """`kill -9` for every process of the web server and of the worker, at once."""
        for child in (self.web, self.work):
            if child is not None:
                with suppress(ProcessLookupError):
                    os.killpg(child.pid, signal.SIGKILL)
                child.wait(PATIENCE)
        self.web = self.work = None

    def restart(self) -> None:
        """Stop, if it still runs, and start anew on the same port."""
        self.stop()
        self.start()

    def pass_days(self, days: float) -> None:
        """Let days go by on the demo's clock; the programs read it when they start, so they start anew."""
        self.stop()
        file = self.folder / CLOCK_FILE
        began = datetime.fromisoformat(json.loads(file.read_text())["began_at"])
        file.write_text(json.dumps({"began_at": (began - timedelta(days=days)).isoformat()}))
        self.start()

    def _begin(self, command: Sequence[str]) -> subprocess.Popen[str]:
        return subprocess.Popen(
            list(command),
            cwd=house.ROOT,
            env=self.env,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def _end(self, process: subprocess.Popen[str]) -> None:
        said, _ = process.communicate()
        if process.returncode:
            raise NotServed(said[-4000:])
