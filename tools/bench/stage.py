"""One database with an installation of its own, on which everything of a column is measured."""

from __future__ import annotations

import json
import os
import secrets
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from functools import cached_property
from pathlib import Path
from typing import Any

import psycopg

from tools import house, postgres, steps
from tools.installation import new_data_keys
from tools.serving import OURS

#: What a careful administrator leaves as it is; only the room that 100,000 declarations want is given.
PRODUCTION_SETTINGS = ("max_connections=60", "shared_buffers=512MB", "max_wal_size=4GB")


class Stage:
    """The installation: its data folder, its database, and a process with its settings that can be asked."""

    def __init__(self, name: str, folder: Path, database_url: str) -> None:
        self.name = name
        self.folder = folder
        # the settings of `make run`, and nothing of the developer's own
        kept = {name: value for name, value in os.environ.items() if not name.startswith(OURS)}
        self.environment = kept | {
            "DJANGO_SETTINGS_MODULE": "tidu.config.settings.local",
            "TIDU_DATA_DIR": str(folder),
            "TIDU_SECRET_KEY": secrets.token_urlsafe(50),
            "TIDU_DATA_KEYS": new_data_keys(),
            "DATABASE_URL": database_url,
        }

    def manage(self, title: str, *command: str) -> None:
        """Run a management command, showing that it runs."""
        steps.run(f"{self.name}: {title}", [house.in_venv("tidu"), "manage", *command], env=self.environment)

    @cached_property
    def _inside(self) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, "-m", "tools.bench.inside"],
            cwd=house.ROOT,
            env=self.environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def ask(self, verb: str, **wanted: Any) -> Any:
        """Do a verb of `tools.bench.inside` with these settings; its answer."""
        asked, answers = self._inside.stdin, self._inside.stdout
        assert asked is not None
        assert answers is not None
        with suppress(BrokenPipeError):
            print(json.dumps([verb, wanted]), file=asked, flush=True)
        answer = answers.readline()
        if not answer:
            raise steps.Stop(f"{self.name}: {verb} ended with exit code {self._inside.wait()}.")
        return json.loads(answer)

    def close(self) -> None:
        """End the process that was asked."""
        if "_inside" in self.__dict__:
            self._inside.communicate()  # it ends when nothing more can be asked


@contextmanager
def on_sqlite() -> Iterator[Stage]:
    """A file on this disk, with the settings of every installation."""
    with _folder() as folder, closing(Stage("SQLite", folder, f"sqlite:///{folder / 'tidu.sqlite3'}")) as stage:
        _set_up(stage)
        yield stage


@contextmanager
def on_postgres() -> Iterator[Stage]:
    """A server of our own that writes as durably as in production; raises postgres.Missing where there is none."""
    with _folder() as folder, postgres.started(PRODUCTION_SETTINGS) as url:
        server, _, name = url.rpartition("/")
        with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
            connection.execute(f'create database "{name}"'.encode())
        with closing(Stage("PostgreSQL", folder, url)) as stage:
            _set_up(stage)
            yield stage


@contextmanager
def _folder() -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="tidu-bench-"))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _set_up(stage: Stage) -> None:
    stage.manage("Database", "migrate", "--noinput")
    stage.manage("Reference data", "load_reference")
    stage.manage("Static files", "collectstatic", "--noinput")
