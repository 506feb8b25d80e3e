"""The two worlds, made once."""

from __future__ import annotations

import pytest

from tidu.demo.enterprises import LOAD_SEED, SyntheticEnterprise, world


@pytest.fixture(scope="session")
def demo() -> list[SyntheticEnterprise]:
    return list(world())


@pytest.fixture(scope="session")
def country() -> list[SyntheticEnterprise]:
    return list(world(LOAD_SEED, 1_000))
