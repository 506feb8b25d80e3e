"""The platform as it is really served, over a small world of its own, and the people who work with it."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.journeys.people import SPARES, Cast, Firm
from tools import house
from tools.serving import Platform

if TYPE_CHECKING:
    from playwright._impl._api_structures import SetCookieParam

_BUILD = "from django.core.management import call_command; call_command('migrate', verbosity=0)"
_WORLD = "from tests.journeys.small_world import build; build()"


class Server:
    """The running platform, with the cast of its world."""

    def __init__(self, platform: Platform, cast: Cast) -> None:
        self.platform = platform
        self.cast = cast
        self.signed_in: dict[str, list[SetCookieParam]] = {}  # cookies by user name
        self._spares = iter(range(1, SPARES + 1))

    def at(self, path: str) -> str:
        """Give the address of a page."""
        return f"{self.platform.address}{path}"

    def spare(self) -> Firm:
        """Give an enterprise with a complete record that has begun nothing; nobody else gets it."""
        return self.cast.firms[f"spare-{next(self._spares):02d}"]

    def kill(self) -> None:
        """`kill -9` everything that serves."""
        self.platform.kill()

    def restart(self) -> None:
        """Start again, after a kill or not."""
        self.platform.restart()

    def pass_days(self, days: float) -> None:
        """Let days go by, or a part of one; nobody stays signed in for longer than one."""
        self.platform.pass_days(days)
        if days >= 1:
            self.signed_in.clear()


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    """Give the platform, served by granian and its worker as `make run` does."""
    with tempfile.TemporaryDirectory(prefix="tidu-served-") as folder:
        platform = Platform(Path(folder))
        platform.prepare([house.in_venv("python"), "-m", "django", "shell", "-c", f"{_BUILD}; {_WORLD}"])
        platform.start()
        try:
            yield Server(platform, _cast(Path(folder) / "world.json"))
        finally:
            platform.stop()
        # whatever a page showed: no request ended in a fault of ours, and no work in the background did
        faults = [word for word in ("Internal Server Error", "state=FAILED") if word in platform.log]
        assert faults == [], platform.log[-6000:]


def _cast(file: Path) -> Cast:
    told = json.loads(file.read_text(encoding="utf-8"))
    return Cast({key: Firm(**firm) for key, firm in told["firms"].items()}, told["things"])
