from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from tidu.domain.regions.actions import load_regions


class Command(BaseCommand):
    help = "Bring in the divisions and their offices; may be run again after a new edition of the tables."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"行政区划 {load_regions()} 个")
