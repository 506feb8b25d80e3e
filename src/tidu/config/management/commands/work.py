from __future__ import annotations

from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand

from tidu.config.ticks import TICKS
from tidu.kit.tasks import requeue_lost
from tidu.kit.ticks import Ticking


class Command(BaseCommand):
    help = "Run the background worker. Work that a killed worker left unfinished is taken up again first."

    def handle(self, *args: Any, **options: Any) -> None:
        lost = requeue_lost()
        if lost:
            self.stdout.write(f"重新排队 {lost} 件没有做完的后台任务")
        with Ticking(TICKS):
            call_command("db_worker", interval=0.5, startup_delay=False, queue_name="*", batch=False, reload=False)
