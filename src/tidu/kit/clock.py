"""The only source of today. It can be stopped in tests and runs on its own time in the demo world."""

from __future__ import annotations

import json
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.conf import settings

if TYPE_CHECKING:
    from collections.abc import Iterator

CHINA = ZoneInfo("Asia/Shanghai")

_stopped: ContextVar[datetime | None] = ContextVar("stopped", default=None)


def now() -> datetime:
    """The present instant, aware, in China's time."""
    stopped = _stopped.get()
    if stopped is not None:
        return stopped
    return (datetime.now(UTC) + _offset()).astimezone(CHINA)


def real_now() -> datetime:
    """The world's own instant, in the demo too: for what is counted together with devices that know no demo."""
    return _stopped.get() or datetime.now(UTC).astimezone(CHINA)


def today() -> date:
    """The present day in China."""
    return now().date()


def is_demo() -> bool:
    """Whether the platform runs on the demo world's own time; a banner says so on every page."""
    return settings.DEMO_STARTS_AT is not None


@contextmanager
def stopped_at(instant: datetime) -> Iterator[None]:
    """Stop the clock at ``instant`` for what runs inside: tests, and the building of the demo world."""
    token = _stopped.set(instant.astimezone(CHINA))
    try:
        yield
    finally:
        _stopped.reset(token)


def _offset() -> timedelta:
    if settings.DEMO_STARTS_AT is None:
        return timedelta()
    return _demo_offset(settings.DEMO_STARTS_AT, settings.DATA_DIR / "demo-clock.json")


@lru_cache(maxsize=4)
def _demo_offset(starts_at: datetime, anchor: Path) -> timedelta:
    """How far the demo time lies from the real one; fixed at the first start, so that all processes agree."""
    try:
        began = datetime.fromisoformat(json.loads(anchor.read_text())["began_at"])
    except FileNotFoundError:
        began = datetime.now(UTC)
        anchor.parent.mkdir(parents=True, exist_ok=True)
        try:
            with anchor.open("x") as file:
                json.dump({"began_at": began.isoformat()}, file)
        except FileExistsError:  # another process was faster
            began = datetime.fromisoformat(json.loads(anchor.read_text())["began_at"])
    return starts_at - began
