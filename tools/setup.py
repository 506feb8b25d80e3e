"""Set a checkout up: virtual environment, locked packages, the project itself, front-end packages.

Run by whatever Python 3.11+ the machine has, before any package is there. Each part is stamped with what it
was made from, so that a second run finds nothing to do and needs no network.
"""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Callable
from pathlib import Path

from tools import house, stamps, steps, system_packages

Runner = Callable[..., None]


class SetUp:
    """One checkout being set up; `run` is how a step is carried out."""

    def __init__(self, root: Path = house.ROOT, run: Runner = steps.run) -> None:
        self.root = root
        self.venv = root / ".venv"
        self.python = str(self.venv / "bin" / "python")
        self.run = run
        self.done = stamps.Stamps(self.venv / ".stamps")

    def for_running(self) -> None:
        """Have everything that serving needs."""
        self._all(house.RUNTIME_LOCK.name)

    def for_developing(self) -> None:
        """Have everything that the checks and the tests need from Python's and npm's registries."""
        self._all(house.DEVELOPMENT_LOCK.name)

    def _all(self, lock: str) -> None:
        self._virtual_environment()
        self._packages(lock)
        self._project()
        # asked every time: it has its own stamp, over files that only it knows
        self.run("Front-end packages", [self.python, "tools/assets.py"])

    def _virtual_environment(self) -> None:
        # a link to an interpreter that was since removed does not exist either, and is made anew
        if Path(self.python).exists():
            return
        if importlib.util.find_spec("ensurepip") is None:
            system_packages.install_venv_module()
        self.run("Virtual environment", [sys.executable, "-m", "venv", "--clear", str(self.venv)])

    def _packages(self, lock: str) -> None:
        # the development lock holds everything of the runtime lock: whoever has the first has the second
        if any(self.done.has(name, self._digest(name)) for name in {lock, house.DEVELOPMENT_LOCK.name}):
            return
        pip = [self.python, "-m", "pip", "install", "--require-hashes", "--only-binary", ":all:"]
        self.run(
            "Locked packages",
            [*pip, "--disable-pip-version-check", "--progress-bar", "off", "-r", lock],
            advice="pip needs to reach a package registry; set it up as on your other projects, then run this again.",
        )
        self.done.put(lock, self._digest(lock))

    def _project(self) -> None:
        content = self._digest("pyproject.toml")
        if self.done.has("project", content):
            return
        # setuptools is locked too, so that building takes nothing that was not checked
        self.run(
            "The project itself",
            [self.python, "-m", "pip", "install", "--no-deps", "--no-build-isolation", "-e", "."],
        )
        self.done.put("project", content)

    def _digest(self, name: str) -> str:
        return stamps.digest([self.root / name])


def main(arguments: list[str]) -> int:
    """Set up for `check` or for `test`; the second brings the system's packages too where it may."""
    set_up = SetUp()
    if arguments == ["test"]:
        system_packages.install_missing()
    set_up.for_developing()
    return 0


if __name__ == "__main__":
    sys.exit(steps.plainly(lambda: main(sys.argv[1:])))
