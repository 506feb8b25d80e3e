"""Background work that a killed worker left behind is taken up again."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

#: No task of ours runs longer; a RUNNING one that is older lost its worker.
LONGEST = timedelta(minutes=15)


def requeue_lost(older_than: timedelta = LONGEST) -> int:
    """Make tasks READY again whose worker is gone. Tasks are idempotent, so one too many does no harm.

    Counts in real time, because the queue does; the demo world's clock is not asked.
    """
    started_before = datetime.now(UTC) - older_than
    return DBTaskResult.objects.filter(status=TaskResultStatus.RUNNING, started_at__lt=started_before).update(
        status=TaskResultStatus.READY, started_at=None
    )
