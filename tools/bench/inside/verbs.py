"""The verbs of `tools.bench.inside`, each with what it answers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tools.bench.inside import asked, people
from tools.bench.inside.declarations import grow

if TYPE_CHECKING:
    from collections.abc import Callable

VERBS: dict[str, Callable[..., Any]] = {
    "grow": grow,
    "officers": people.officers,
    "applicants": people.applicants,
    "script": people.script,
    "searches": asked.searches,
    "look_ups": asked.look_ups,
    "papers": asked.papers,
    "counted": asked.counted,
}
