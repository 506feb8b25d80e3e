"""Numbers as people type them, read exactly.

Commas, blanks, full-width digits, units behind the number, brackets for a minus and exponents are tidied. What can be
read in two ways is asked, what has too many decimals is offered rounded, and nothing is ever rounded in silence.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING

from tidu.rules.chinese_numerals import chinese_number
from tidu.rules.codes import half_width
from tidu.rules.problem import Problem
from tidu.rules.schema import Column, FieldType, FormField

if TYPE_CHECKING:
    from collections.abc import Mapping

_LONGEST = 60  # characters; a longer text is no number, and an exponent stays small enough to be harmless
_LARGEST = 10**9  # in the unit in which it is typed: whole fen stay far below 2**53

_CURRENCY = re.compile(r"^(人民币|RMB|CNY|[¥¥])\s*|\s*(RMB|CNY)$", re.IGNORECASE)
_BRACKETS = re.compile(r"^\((.+)\)$")
_PLAIN = re.compile(r"\d+(\.\d*)?|\.\d+", re.ASCII)
_GROUPED = re.compile(r"\d{1,3}(,\d{3})+(\.\d*)?|\d{1,3}( \d{3})+(\.\d*)?|\d{1,3}('\d{3})+(\.\d*)?", re.ASCII)
_EXPONENT = re.compile(r"(\d+(\.\d*)?|\.\d+)[eE][+-]?\d{1,2}", re.ASCII)
_SEPARATED = re.compile(r"\d[\d,. ']*\d", re.ASCII)
_NOTHING = frozenset({"-", "--", "/", "\\", "无", "没有", "暂无", "N/A", "n/a", "NA", "na", "○", "未知", "不详"})


@dataclass(frozen=True)
class NumberKind:
    """How a number of one field is typed and kept; `suffixes` are the units that may stand behind it."""

    unit: str
    decimals: int
    parts: int  # how many kept parts make one of the unit
    suffixes: Mapping[str, Fraction] = field(default_factory=dict)
    may_be_negative: bool = False

    def show(self, kept: int | Fraction) -> str:
        """With thousands commas and its decimals; more of them only where a computed figure has more."""
        return decimal_text(Fraction(kept) / self.parts, least=self.decimals, most=max(self.decimals, 6))


_WAN = Fraction(10_000)
_MONEY_IN_YUAN = {
    "元": Fraction(1),
    "千元": Fraction(1000),
    "万元": _WAN,
    "万": _WAN,
    "百万元": 100 * _WAN,
    "百万": 100 * _WAN,
    "千万元": 1000 * _WAN,
    "亿元": _WAN * _WAN,
    "亿": _WAN * _WAN,
}
_COUNTED = ("人", "项", "年", "名", "个", "家", "件", "级", "次", "份", "条", "分")


def number_kind(spec: FormField | Column) -> NumberKind:
    """The kind of number that a money, count or percent field takes."""
    negative = isinstance(spec, FormField) and spec.may_be_negative
    if spec.type is FieldType.MONEY:
        unit = spec.unit or "万元"
        yuan = _MONEY_IN_YUAN[unit]
        suffixes = {name: each / yuan for name, each in _MONEY_IN_YUAN.items()}
        return NumberKind(unit, 2, int(yuan * 100), suffixes, negative)
    if spec.type is FieldType.PERCENT:
        return NumberKind("%", 2, 100, {"%": Fraction(1), "‰": Fraction(1, 10)}, negative)
    names = [spec.unit, *_COUNTED] if spec.unit else list(_COUNTED)
    counts = {name: Fraction(1) for name in names} | {f"万{name}": _WAN for name in names} | {"万": _WAN}
    return NumberKind(spec.unit or "个", 0, 1, counts, negative)


def decimal_text(value: Fraction, *, least: int, most: int) -> str:
    """``6,842.50``; decimals beyond ``least`` only where the value has them, cut after ``most``."""
    sign = "-" if value < 0 else ""
    whole = int(abs(value) * 10**most)
    digits = f"{whole % 10**most:0{most}d}" if most else ""
    digits = digits[:least] + digits[least:].rstrip("0")
    return f"{sign}{whole // 10**most:,}{'.' + digits if digits else ''}"


def read_number(typed: str, kind: NumberKind) -> int | Problem:
    """The kept value of a typed number, or what is wrong with it."""
    text = half_width(typed).replace("。", ".").strip()
    if len(text) > _LONGEST:
        return not_a_number(typed, kind)
    if text in _NOTHING:
        return Problem(
            f"‘{typed.strip()}’不是数字。",
            "它可能是零，也可能是还不知道，两者不一样。",
            "没有发生就填 0，还不知道就先空着。",
            offers=(kind.show(0),),
        )
    body, factor, minus = _unwrap(text, kind)
    if _PLAIN.fullmatch(body) or _GROUPED.fullmatch(body) or _EXPONENT.fullmatch(body):
        exact = Fraction(re.sub(r"[, ']", "", body).rstrip(".")) * factor
        return _kept(typed, -exact if minus else exact, kind)
    if _SEPARATED.fullmatch(body):
        return _two_readings(typed, body, factor, minus=minus, kind=kind)
    return not_a_number(typed, kind)


def _unwrap(text: str, kind: NumberKind) -> tuple[str, Fraction, bool]:
    """Take off currency, unit, brackets and sign, in whichever order they stand."""
    factor, minus = Fraction(1), False
    body = re.sub(r"^百分之\s*", "", text) if "%" in kind.suffixes else text
    for _ in range(3):
        body = _CURRENCY.sub("", body).strip()
        if inner := _BRACKETS.match(body):
            body, minus = inner[1].strip(), True
        for suffix in sorted(kind.suffixes, key=len, reverse=True):
            if body.endswith(suffix) and factor == 1:
                body, factor = body.removesuffix(suffix).strip(), kind.suffixes[suffix]
                break
    if body[:1] in {"-", "+"}:
        minus, body = minus != (body[0] == "-"), body[1:].strip()
    return body, factor, minus


def _kept(typed: str, exact: Fraction, kind: NumberKind) -> int | Problem:
    if exact < 0 and not kind.may_be_negative:
        return Problem(
            f"‘{typed.strip()}’是负数。",
            "这一格不会是负数。",
            "请核对正负号。",
            offers=(_text(-exact, kind),) if _fits(-exact, kind) else (),
        )
    if abs(exact) >= _LARGEST:
        return Problem(
            f"‘{typed.strip()}’太大。",
            f"这一格的单位是{kind.unit}，整数部分最多 9 位。",
            "请核对单位，多半是按‘元’填的。" if kind.unit == "万元" else "请核对位数。",
        )
    if not _fits(exact, kind):
        return _too_fine(typed, exact, kind)
    return int(exact * kind.parts)


def _fits(exact: Fraction, kind: NumberKind) -> bool:
    return bool((exact * 10**kind.decimals).denominator == 1)


def _text(exact: Fraction, kind: NumberKind) -> str:
    return decimal_text(exact, least=kind.decimals, most=kind.decimals)


def _too_fine(typed: str, exact: Fraction, kind: NumberKind) -> Problem:
    if kind.decimals == 0:
        below = exact.numerator // exact.denominator
        return Problem(
            f"‘{typed.strip()}’不是整数。",
            f"这一格数的是{kind.unit}，只能是整数。",
            "请按原件填整数。",
            offers=(f"{below:,}", f"{below + 1:,}"),
        )
    steps = abs(exact) * 10**kind.decimals
    rounded = Fraction(int(steps + Fraction(1, 2)), 10**kind.decimals)
    suggestion = _text(-rounded if exact < 0 else rounded, kind)
    return Problem(
        f"‘{typed.strip()}’超过两位小数。",
        f"这一格以{kind.unit}为单位，最多两位小数。",
        f"四舍五入是 {suggestion}，是这个数就选它，不是请改。",
        offers=(suggestion,),
    )


def _two_readings(typed: str, body: str, factor: Fraction, *, minus: bool, kind: NumberKind) -> Problem:
    """A number whose commas, dots or blanks stand where no thousands separator stands."""
    solid = re.sub(r"[,. ']", "", body)
    head, _, tail = re.sub(r"[ ']", "", body).replace(",", ".").rpartition(".")
    candidates = [Fraction(solid)]
    if head and tail:
        candidates.insert(0, Fraction(f"{head.replace('.', '')}.{tail}"))
    exact = [(-each if minus else each) * factor for each in candidates]
    offers = tuple(dict.fromkeys(_text(each, kind) for each in exact if _fits(each, kind) and abs(each) < _LARGEST))
    return Problem(
        f"看不准‘{typed.strip()}’是多少。",
        "逗号、点或空格不在千位上，可能是千位分隔，也可能是小数点。",
        f"是 {' 还是 '.join(offers)}？请选一个。" if len(offers) > 1 else "请去掉逗号和空格，再填一遍。",
        offers=offers,
    )


def not_a_number(typed: str, kind: NumberKind) -> Problem:
    """‘六千’不是数字。请填阿拉伯数字，如 6,000。"""
    body, factor, minus = _unwrap(half_width(typed).strip()[:_LONGEST], kind)
    meant = chinese_number(body)
    offers: tuple[str, ...] = ()
    example = "23" if not kind.decimals else "6,842.50" if kind.unit in _MONEY_IN_YUAN else "12.5"
    if meant is not None and _fits(meant * factor, kind):
        offers = (_text(-meant * factor if minus else meant * factor, kind),)
        example = offers[0].removesuffix(".00")
    shown = typed.strip() if len(typed.strip()) <= _LONGEST else f"{typed.strip()[:20]}…"
    return Problem(f"‘{shown}’不是数字。", mend=f"请填阿拉伯数字，如 {example}。", offers=offers)
