"""A small demo world: one enterprise of each kind that the whole one has, built the same way; a dump of all rows."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import chain
from pathlib import Path
from typing import Any

from django.apps import apps
from django.core.files.storage import storages
from django.core.management.color import no_style
from django.db import connection, transaction
from django.db.models import Model
from django.test import override_settings

from tidu.demo.building.stories import stories
from tidu.demo.building.world import build
from tidu.demo.enterprises import SyntheticEnterprise
from tidu.demo.plan import Flaw
from tidu.domain.regions.actions import load_regions

#: Flaws that show in what is written, beside those that come with a state.
_FLAWS = (Flaw.UNIT_MISTAKE, Flaw.ODD_FILES, Flaw.REPEATED_FILING, Flaw.RARE_CHARACTERS)


def small_world(demo: list[SyntheticEnterprise]) -> list[SyntheticEnterprise]:
    """The first of each state and programme, one of each flaw that shows, one granted in each window."""
    seen: set[tuple[str, str]] = set()
    granted = {story.window.code: story.enterprise for story in stories(demo) if story.granted}
    chosen = {each.number for each in granted.values()}
    for each in demo:
        kind = (each.state.value, each.programme)
        if each.flaw is None and kind not in seen:
            seen.add(kind)
            chosen.add(each.number)
        if each.flaw in _FLAWS:
            chosen.add(each.number)
    return [each for each in demo if each.number in chosen]


@contextmanager
def built(world: list[SyntheticEnterprise], files: Path) -> Iterator[list[str]]:
    """Build it in a transaction that is rolled back at the end, its files under ``files``; gives what was told."""
    folder = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": files}}
    with override_settings(STORAGES={**storages.backends, "default": folder}), transaction.atomic():
        _number_from_one()
        load_regions()
        told: list[str] = []
        build(world, told.append)
        yield told
        transaction.set_rollback(True)


def dump() -> list[str]:
    """Every row of every table of ours, one a line."""
    return [line for model in _tables() for line in _lines(model)]


def _lines(model: type[Model]) -> Iterator[str]:
    for row in model._default_manager.order_by("pk").values_list():  # noqa: SLF001 - Django's own name for it
        yield f"{model.__name__} {row!r}"


def _tables() -> list[type[Model]]:
    ours = [config for config in apps.get_app_configs() if config.name.startswith("tidu.domain.")]
    return list(chain.from_iterable(config.get_models(include_auto_created=True) for config in ours))


def _number_from_one() -> None:
    """PostgreSQL does not take back numbers that a rolled-back transaction used; SQLite does."""
    if connection.vendor != "postgresql":
        return
    numbered: list[Any] = [
        {"table": model._meta.db_table, "column": "id"}  # noqa: SLF001 - Django's own name for it
        for model in _tables()
        if model._meta.auto_field is not None  # noqa: SLF001 - Django's own name for it
    ]
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_by_name_sql(no_style(), numbered):
            cursor.execute(statement)
