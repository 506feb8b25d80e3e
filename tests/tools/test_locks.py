"""The locks hold what pyproject.toml asks for: a package that only the developer's machine has would break others."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from tools import house

_PINNED = re.compile(r"^([A-Za-z0-9._-]+)==([^ ;\\]+)", re.MULTILINE)
_PROJECT = tomllib.loads((house.ROOT / "pyproject.toml").read_text(encoding="utf-8"))
_EXTRAS = _PROJECT["project"]["optional-dependencies"]
_RUNTIME = [*_PROJECT["build-system"]["requires"], *_PROJECT["project"]["dependencies"], *_EXTRAS["ocr"]]
_DEVELOPMENT = [*_RUNTIME, *_EXTRAS["dev"]]


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


@pytest.mark.parametrize(
    ("lock", "wanted"),
    [(house.RUNTIME_LOCK, _RUNTIME), (house.DEVELOPMENT_LOCK, _DEVELOPMENT)],
    ids=["runtime", "development"],
)
def test_the_lock_pins_what_the_project_asks_for(lock: Path, wanted: list[str]) -> None:
    pinned = {_plain(name): version for name, version in _PINNED.findall(lock.read_text(encoding="utf-8"))}

    missing = [
        text
        for text in wanted
        if not (need := Requirement(text)).specifier.contains(pinned.get(_plain(need.name), "0"), prereleases=True)
        or _plain(need.name) not in pinned
    ]

    assert missing == [], "run make lock-deps"
