"""What the worker does again and again, beside the tasks it is given."""

from __future__ import annotations

from tidu.domain.audit.sealing import keep_sealed
from tidu.kit.ticks import Tick

TICKS = [
    Tick("seal the log", 5, keep_sealed),
]
