"""What the tests of the public pages share: empty caches, and a way to meet the challenge."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, TypeAlias

import pytest
from django.core.cache import cache
from django.test import Client

from tidu.web.public.challenge import BITS

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse

Answer: TypeAlias = "_MonkeyPatchedWSGIResponse"
LookUp = Callable[[str], "Answer"]


@pytest.fixture(autouse=True)
def _empty_caches() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


def proof_for(nonce: str) -> str:
    """Do the work a browser does."""
    for number in range(1_000_000):
        digest = hashlib.sha256(f"{nonce}:{number}".encode()).digest()
        if int.from_bytes(digest[:4], "big") >> (32 - BITS) == 0:
            return str(number)
    raise AssertionError("no proof in a million tries")


def attribute(page: str, name: str) -> str:
    """The value of an attribute that stands on the page once."""
    found = re.search(rf'{name}="([^"]*)"', page)
    assert found, name
    return found[1]


def token_of(page: str) -> str:
    """The token that the look-up's form carries."""
    found = re.search(r'name="token" value="([^"]+)"', page)
    assert found
    return found[1]


@pytest.fixture
def ask(client: Client) -> LookUp:
    """Look something up as a browser does."""

    def asked(typed: str) -> Answer:
        page = client.get("/lookup/").content.decode()
        proof = proof_for(attribute(page, "data-nonce"))
        return client.post("/lookup/", {"q": typed, "token": token_of(page), "proof": proof})

    return asked
