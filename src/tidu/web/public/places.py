"""Provinces and what lies below, for pickers; kept for an hour, because they change once a year."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.cache import cache

from tidu.domain.regions.queries import children, provinces, region

_KEEP_SECONDS = 3600


@dataclass(frozen=True)
class Place:
    """A division as a picker shows it."""

    code: str
    name: str


def all_provinces() -> tuple[Place, ...]:
    """The provinces by code."""
    kept: tuple[Place, ...] | None = cache.get("places:provinces")
    if not kept:
        kept = tuple(Place(row.code, row.name) for row in provinces())
        cache.set("places:provinces", kept, _KEEP_SECONDS if kept else 1)
    return kept


def below(code: str) -> tuple[Place, ...]:
    """The divisions directly below a code; nothing where it is unknown or the finest."""
    if not _is_code(code):
        return ()
    key = f"places:below:{code}"
    kept: tuple[Place, ...] | None = cache.get(key)
    if kept is None:
        kept = tuple(Place(row.code, row.name) for row in children(code))
        if kept or region(code) is not None:
            cache.set(key, kept, _KEEP_SECONDS)
    return kept


def province_name(code: str) -> str:
    """The name of a province, or nothing where it is none."""
    return next((place.name for place in all_provinces() if place.code == code), "")


def _is_code(code: str) -> bool:
    return len(code) == len("320000") and code.isascii() and code.isdecimal()
