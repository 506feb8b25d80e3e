"""A service that a test needs and the machine lacks: a remark on someone's own machine, a failure with CI set."""

from __future__ import annotations

from typing import NoReturn

import pytest

from tools import house


def missing(what: str, package: str) -> NoReturn:
    """End the test: this machine has no such thing."""
    sentence = f"{what} is not on this machine: install the package {package}, or run `make test` as root."
    if house.is_ci():
        pytest.fail(sentence, pytrace=False)
    pytest.skip(sentence)
