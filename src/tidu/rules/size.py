"""Large, medium, small or micro: an enterprise's size class by industry and figures (工信部联企业〔2011〕300号).

A class needs all the figures that its industry is measured by, else it is one down; figures that the industry does not
use are ignored. Three-valued like everything here: a missing figure makes the class unknown unless the others decide.
"""

from __future__ import annotations

from enum import StrEnum
from functools import cache
from typing import Any

import yaml

from tidu.rules import exact
from tidu.rules.citing import Cited, Model, Source
from tidu.rules.exact import Test
from tidu.rules.expressions import Expression, parse_test
from tidu.rules.facts import REFERENCE, fact_vocabulary
from tidu.rules.units import Value

#: The columns that decide, besides the industry.
FIGURES = ("employees", "revenue", "assets")


class Size(StrEnum):
    LARGE = "large"
    MEDIUM = "medium"
    SMALL = "small"
    MICRO = "micro"
    OUTSIDE = "outside"  # an industry that the rules do not cover
    UNKNOWN = "unknown"

    @property
    def zh(self) -> str:
        return _ZH[self]


_ZH = {
    Size.LARGE: "大型",
    Size.MEDIUM: "中型",
    Size.SMALL: "小型",
    Size.MICRO: "微型",
    Size.OUTSIDE: "不适用",
    Size.UNKNOWN: "无法判定",
}
_LADDER = (Size.LARGE, Size.MEDIUM, Size.SMALL)


class SizeClass(Cited):
    """One industry of the rules with its lower bounds: large, medium, small, in the units of the vocabulary."""

    code: str
    name: str
    industries: tuple[str, ...]
    bounds: dict[str, tuple[int, int, int]]

    def test(self, size: Size) -> Expression:
        """What must hold for at least that size."""
        place = _LADDER.index(size)
        return parse_test(
            " and ".join(f"{figure} >= {bounds[place]}" for figure, bounds in self.bounds.items()), fact_vocabulary()
        )


class _Table(Model):
    source: Source
    units: dict[str, str]
    classes: tuple[SizeClass, ...]


@cache
def _table() -> _Table:
    raw: dict[str, Any] = yaml.safe_load((REFERENCE / "size-classes.yaml").read_text(encoding="utf-8"))
    return _Table.model_validate(raw)


def size_classes() -> tuple[SizeClass, ...]:
    return _table().classes


def source() -> Source:
    """The document that the classes stand in."""
    return _table().source


@cache
def industries() -> dict[str, str]:
    """Every class (four digits) of GB/T 4754-2017 and its name."""
    lines = (REFERENCE / "gbt4754.tsv").read_text(encoding="utf-8").splitlines()[1:]
    rows = (line.split("\t")[:2] for line in lines)
    return {code: name for code, name in rows if len(code) == 4 and code.isdigit()}  # noqa: PLR2004 - 小类 have four


@cache
def class_of(industry: str) -> SizeClass | None:
    """The size class that measures an industry; None where the rules do not cover it, or it does not exist."""
    if industry not in industries():
        return None
    for length in range(len(industry), 0, -1):
        for each in size_classes():
            if industry[:length] in each.industries:
                return each
    return None


def classify(industry: str | None, *, employees: int | None, revenue: int | None, assets: int | None) -> Size:
    """The size of one enterprise: headcount in 人, revenue and assets in fen; None is unknown."""
    if industry is None or industry not in industries():
        return Size.UNKNOWN
    size_class = class_of(industry)
    if size_class is None:
        return Size.OUTSIDE
    values: dict[str, Value] = {"employees": employees, "revenue": revenue, "assets": assets}
    for size, test in _tests(size_class.code):
        holds = test(values)
        if holds is None:
            return Size.UNKNOWN
        if holds:
            return size
    return Size.MICRO


@cache
def _tests(code: str) -> tuple[tuple[Size, Test], ...]:
    size_class = next(each for each in size_classes() if each.code == code)
    return tuple((size, exact.test(size_class.test(size))) for size in _LADDER)
