"""What is done again and again while the worker runs, each on a thread of its own.

It stands beside the queue and not in it: what seals the log must not wait behind a hundred papers, and a row in the
queue every five seconds would bury the others. Several workers may tick at once, so each deed sees to it that it is
done by one of them.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from threading import Event, Thread
from typing import TYPE_CHECKING

from django.db import close_old_connections, connections

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from types import TracebackType

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Tick:
    """A deed, and the seconds from one time to the next. It is done at the start, too."""

    name: str
    seconds: float
    do: Callable[[], object]


class Ticking:
    """Does every tick for as long as the block runs. One that fails is logged, and tried again at its next time."""

    def __init__(self, ticks: Iterable[Tick]) -> None:
        self._over = Event()
        self._threads = [Thread(target=self._keep_doing, args=(each,), name=each.name, daemon=True) for each in ticks]

    def __enter__(self) -> None:
        for thread in self._threads:
            thread.start()

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._over.set()

    def _keep_doing(self, tick: Tick) -> None:
        while not self._over.is_set():
            self._do(tick)
            self._over.wait(tick.seconds)

    def _do(self, tick: Tick) -> None:
        close_old_connections()
        try:
            tick.do()
        except Exception:  # noqa: BLE001 - one failure must not end the ticking
            _log.exception("%s failed and is tried again in %s seconds", tick.name, tick.seconds)
        finally:
            connections.close_all()
