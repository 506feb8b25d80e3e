"""What became of background tasks, for those who look after the platform."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django_tasks_db.models import DBTaskResult

if TYPE_CHECKING:
    from datetime import datetime


@dataclass(frozen=True)
class FailedTask:
    """A task that ended in an error; the trace stays in the log of the worker."""

    task: str
    error: str
    at: datetime | None


def failed_tasks(limit: int = 20) -> list[FailedTask]:
    """The tasks that failed last. One query."""
    rows = DBTaskResult.objects.failed().order_by("-finished_at")[:limit]
    return [FailedTask(row.task_path, row.exception_class_path, row.finished_at) for row in rows]


def waiting_tasks() -> int:
    """How many tasks wait for a worker. One query."""
    return DBTaskResult.objects.ready().count()
