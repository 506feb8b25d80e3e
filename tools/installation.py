"""Bring the installation in the data folder up to date: secret, database, reference data, demo world, static files."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from tools import house, stamps, steps
from tools.setup import Runner

DATABASE_FILE = "tidu.sqlite3"
ACCOUNTS_FILE = "demo-accounts.txt"
UNFINISHED = "unfinished"
SOURCES = house.ROOT / "src" / "tidu"


def new_data_keys() -> str:
    """Give a random key ring for personal data, as `tidu keys new` does once the platform itself is installed."""
    return f"k1:{secrets.token_hex(16)},blind:{secrets.token_hex(32)}"


class Installation:
    """The platform's data on this machine; `run` is how a step is carried out."""

    def __init__(self, folder: Path, database_url: str = "", run: Runner = steps.run) -> None:
        self.folder = folder
        self.database_url = database_url
        self.run = run
        self.done = stamps.Stamps(folder / ".stamps")

    def bring_up_to_date(self) -> None:
        """Do what is still to do; the demo world is built once, into a new embedded database only."""
        self.folder.mkdir(parents=True, exist_ok=True)
        self._keep("secret_key", secrets.token_urlsafe(50))
        self._keep("data_keys", new_data_keys())
        self._set_unfinished_aside()
        is_new = not self.database_url and not self._database.exists()
        if is_new:
            self.done.forget("reference")
            self.done.put(UNFINISHED, "the first set-up has begun")
        self._manage("Database", "migrate", "--noinput")
        self._once("reference", self._reference(), "Reference data", "load_reference")
        if is_new:
            self._manage("Demo world", "build_demo_world")
            self.done.forget(UNFINISHED)
        self._once("static", self._static(), "Static files", "collectstatic", "--noinput")

    def accounts(self) -> str:
        """Give the demo accounts as the demo world wrote them down; empty when it was never built here."""
        try:
            return (self.folder / ACCOUNTS_FILE).read_text(encoding="utf-8").rstrip()
        except FileNotFoundError:
            return ""

    @property
    def _database(self) -> Path:
        return self.folder / DATABASE_FILE

    def _keep(self, name: str, secret: str) -> None:
        """Write a secret down, once; the one that is there already stays."""
        try:
            # readable by this user only from its first moment on
            descriptor = os.open(self.folder / name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            return
        with os.fdopen(descriptor, "w") as file:
            file.write(secret + "\n")

    def _set_unfinished_aside(self) -> None:
        """Begin anew where the first set-up was broken off: half a demo world cannot be continued.

        It was never served, so nobody has worked in it; it is kept beside all the same.
        """
        if self.database_url or not self.done.has(UNFINISHED, "the first set-up has begun"):
            return
        parts = [self._database.with_name(DATABASE_FILE + suffix) for suffix in ("", "-wal", "-shm")]
        begun = [part for part in parts if part.exists()]
        for part in begun:
            part.replace(part.with_name(f"unfinished-{part.name}"))
        if begun:
            print("The last set-up was broken off before its end: the database is made anew.", flush=True)

    def _once(self, name: str, content: str, title: str, *command: str) -> None:
        if not self.done.has(name, content):
            self._manage(title, *command)
            self.done.put(name, content)

    def _manage(self, title: str, *command: str) -> None:
        self.run(title, [house.in_venv("tidu"), "manage", *command])

    def _reference(self) -> str:
        loaders = sorted(SOURCES.rglob("load_reference*.py"))
        return stamps.digest([SOURCES / "reference", SOURCES / "programmes", *loaders], self.database_url)

    def _static(self) -> str:
        # htmx comes out of a locked package, the rest out of our own folders
        return stamps.digest([house.RUNTIME_LOCK, *sorted(SOURCES.rglob("static"))])
