"""What a mask leaves is enough for the owner and never the whole."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tidu.kit import masks


@pytest.mark.parametrize(
    ("mask", "plain", "shown"),
    [
        (masks.phone, "13912341234", "139****1234"),
        (masks.phone, "0512-66668888", "0512****88"),
        (masks.phone, "1234", "****"),
        (masks.phone, "", ""),
        (masks.id_number, "320502199001011234", "320***********1234"),
        (masks.id_number, "123", "***"),
        (masks.email, "lihong@example.com", "li***@example.com"),
        (masks.email, "l@example.com", "***@example.com"),
        (masks.name, "张三", "张*"),
        (masks.name, "张小丽", "张**"),
        (masks.name, "欧阳明", "欧阳*"),
        (masks.name, "欧阳", "欧*"),
        (masks.name, "John Smith", "J** S**"),
        (masks.address, "江苏省苏州市昆山市前进路 1 号", "江苏省苏州市****"),
        (masks.address, "无", "****"),
    ],
)
def test_each_kind_has_its_mask(mask: object, plain: str, shown: str) -> None:
    assert callable(mask)
    assert mask(plain) == shown


@given(st.text(min_size=1).filter(lambda text: text.strip()))
def test_no_mask_shows_the_whole(text: str) -> None:
    for mask in (masks.phone, masks.id_number, masks.email, masks.name, masks.address):
        assert mask(text) != text.strip() or set(text.strip()) == {"*"}
