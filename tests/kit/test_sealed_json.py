"""JSON with sealed texts: the same JSON in Python, and no sealed text to be read in the database."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from tidu.kit.canonical import digest
from tidu.kit.sealed_json import TAG, SealedText, closed, marked, opened

PLACE = "answers.cells"
TEXTS = st.text(max_size=12) | st.text(max_size=12).map(SealedText) | st.text(max_size=6).map(TAG.__add__)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | TEXTS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=4),
    max_leaves=12,
)


@given(JSON)
def test_any_json_comes_back_as_it_was(value: Any) -> None:
    assert opened(json.loads(json.dumps(closed(value, PLACE))), PLACE) == value


@given(JSON)
def test_a_digest_is_that_of_the_plain_content(value: Any) -> None:
    assert digest(opened(closed(marked(value), PLACE), PLACE)) == digest(value)


def test_what_is_marked_cannot_be_read_and_the_rest_can() -> None:
    kept = json.dumps(closed({"phone": SealedText("13912345678"), "firm": "示例公司"}, PLACE), ensure_ascii=False)

    assert "13912345678" not in kept
    assert "示例公司" in kept


def test_what_is_read_back_is_sealed_again_when_it_is_written() -> None:
    read = opened(closed([SealedText("13912345678")], PLACE), PLACE)

    assert isinstance(read[0], SealedText)


def test_nobody_can_type_what_would_not_open() -> None:
    assert opened(closed("sealed:k1.AAAA", PLACE), PLACE) == "sealed:k1.AAAA"
