"""A PostgreSQL for the tests: one that is running, or one started for them from installed binaries."""

from __future__ import annotations

import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path

import psycopg

from tools import house
from tools.system_packages import postgres_binaries

WHERE_IT_USUALLY_IS = ("postgresql:///postgres", "postgresql://127.0.0.1:5432/postgres")
OLDEST = 140000  # the oldest version that Django 5.2 speaks to
ORDINARY_USER = "postgres"
PATIENCE = 60.0
UNSAFE_BUT_FAST = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=60")


class Missing(Exception):
    """There is no PostgreSQL to be had; the sentence says why."""


@contextmanager
def server() -> Iterator[str]:
    """Give the URL of a database that tests may create; what was started for it is gone afterwards.

    Raises Missing when there is none. A server named by DATABASE_URL_TEST_POSTGRES is used or it is an error:
    whoever names one wants that one.
    """
    named = os.environ.get("DATABASE_URL_TEST_POSTGRES", "")
    if named:
        refusal = _refusal(named)
        if refusal:
            raise Missing(f"DATABASE_URL_TEST_POSTGRES names a server that cannot be used: {refusal}")
        yield named
        return
    running = next((url for url in WHERE_IT_USUALLY_IS if not _refusal(url)), None)
    if running:
        yield running.removesuffix("postgres") + _database_name()
        return
    with started() as url:
        yield url


def _database_name() -> str:
    # two checkouts may test at the same time on the one server
    return "tidu_" + sha256(str(house.ROOT).encode()).hexdigest()[:8]


def _refusal(url: str) -> str:
    """Say why the server is of no use, or nothing when it is."""
    question = "select rolsuper or rolcreatedb from pg_roles where rolname = current_user"
    try:
        with psycopg.connect(url, connect_timeout=3) as connection:
            if connection.info.server_version < OLDEST:
                return "it is older than version 14."
            row = connection.execute(question).fetchone()
    except psycopg.Error as error:
        return str(error).strip().splitlines()[0]
    return "" if row and row[0] else "its user may not create a database."


@contextmanager
def started(settings: Sequence[str] = UNSAFE_BUT_FAST) -> Iterator[str]:
    """Start a server in a new folder on a free port, as an ordinary user; end it and remove the folder afterwards."""
    binaries = postgres_binaries()
    if binaries is None:
        raise Missing("no server runs here, and no PostgreSQL is installed.")
    user = _user()
    # not in the checkout: the ordinary user may not be let into root's folders
    folder = Path(tempfile.mkdtemp(prefix="tidu-postgres-"))
    try:
        if user:
            shutil.chown(folder, user)
        password = secrets.token_hex(16)
        _create(binaries, folder, user, password)
        port = _free_port()
        with _running(binaries, folder, user, port, settings) as process:
            url = f"postgresql://tidu:{password}@127.0.0.1:{port}"
            _wait_until_it_answers(process, f"{url}/postgres", folder / "log")
            yield f"{url}/{_database_name()}"
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _user() -> str | None:
    """Name the user that the server runs as: oneself, but PostgreSQL refuses to run as root."""
    if os.geteuid() != 0:
        return None
    try:
        pwd.getpwnam(ORDINARY_USER)
    except KeyError:
        subprocess.run(["useradd", "--system", "--user-group", "--no-create-home", ORDINARY_USER], check=True)
    return ORDINARY_USER


def _create(binaries: Path, folder: Path, user: str | None, password: str) -> None:
    secret = folder / "password"
    secret.write_text(password + "\n")
    secret.chmod(0o600)
    if user:
        shutil.chown(secret, user)
    command = [str(binaries / "initdb"), "-D", str(folder / "data"), "-U", "tidu", "-A", "scram-sha-256"]
    made = subprocess.run(
        [*command, f"--pwfile={secret}", "--encoding=UTF8", "--locale=C", "--no-sync"],
        cwd=folder,
        user=user,
        group=pwd.getpwnam(user).pw_gid if user else None,
        extra_groups=[] if user else None,
        capture_output=True,
        text=True,
        check=False,
    )
    secret.unlink()
    if made.returncode:
        raise Missing(f"initdb failed: {(made.stderr or made.stdout).strip().splitlines()[-1]}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def _running(
    binaries: Path, folder: Path, user: str | None, port: int, more: Sequence[str]
) -> Iterator[subprocess.Popen[bytes]]:
    settings = [f"port={port}", "listen_addresses=127.0.0.1", "unix_socket_directories=", *more]
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(
            [str(binaries / "postgres"), "-D", str(folder / "data"), *(f"-c{setting}" for setting in settings)],
            cwd=folder,
            user=user,
            group=pwd.getpwnam(user).pw_gid if user else None,
            extra_groups=[] if user else None,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            # Ctrl-C is for the tests: the server ends when they have
            start_new_session=True,
        )
    try:
        yield process
    finally:
        process.send_signal(signal.SIGINT)  # PostgreSQL's fast shutdown
        try:
            process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait_until_it_answers(process: subprocess.Popen[bytes], url: str, log: Path) -> None:
    until = time.monotonic() + PATIENCE
    while _refusal(url):
        if process.poll() is not None or time.monotonic() > until:
            last = log.read_text(errors="replace").strip().splitlines()[-1:]
            raise Missing(f"the server did not start: {' '.join(last)}")
        time.sleep(0.1)
