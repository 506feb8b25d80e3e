"""Fixtures that every test may use; each kind has its own file."""

from __future__ import annotations

pytest_plugins = [
    "tests.services.selection",
    "tests.services.network",
    "tests.services.browser",
    "tests.services.server",
    "tests.services.papers",
    "tests.services.append_only",
    "tests.services.world",
]
