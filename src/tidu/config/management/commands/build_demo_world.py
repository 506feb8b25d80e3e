from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from tidu.demo.building import accounts
from tidu.demo.building.world import NotBuilt, build
from tidu.demo.enterprises import world
from tidu.domain.audit.sealing import seal


class Command(BaseCommand):
    help = "Build the demo world into an empty database, the same to the byte every time, and write down its accounts."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            build(list(world()), self._tell)
        except NotBuilt as refusal:
            raise CommandError(str(refusal)) from None
        seal()  # a world of thousands of events stands sealed before anybody works in it
        settings.DATA_DIR.mkdir(parents=True, exist_ok=True)
        (settings.DATA_DIR / accounts.FILE_NAME).write_text(accounts.as_text(), encoding="utf-8")
        self._tell("演示世界建好了")

    def _tell(self, line: str) -> None:
        """Print at once: whoever waits a minute wants to see that something happens."""
        self.stdout.write(line)
        self.stdout.flush()
