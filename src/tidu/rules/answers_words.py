"""Words as people type them: text, yes and no, choices, regions and industries."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Any

from tidu.rules.codes import half_width
from tidu.rules.problem import Problem

if TYPE_CHECKING:
    from tidu.rules.answers_shown import Lookups
    from tidu.rules.schema import Column, FormField

#: The option of a choices field that says none of the others holds; it stands alone.
NONE_OF_THEM = "none"
_FITS_IN_A_SENTENCE = 20

_YES = frozenset({"是", "有", "yes", "y", "true", "on", "1", "√", "✓"})
_NO = frozenset({"否", "无", "没有", "不是", "no", "n", "false", "off", "0", "×", "✗"})
_REGION = re.compile(r"(\d{6})(?:0{6})?", re.ASCII)
_INDUSTRY = re.compile(r"[A-Ta-t]?(\d{2,4})(?:[^\d].*)?", re.ASCII | re.DOTALL)


def read_text(text: str, *, many_lines: bool) -> str:
    """Without what nobody can see: blanks at the ends, control characters, half of a broken pair."""
    if many_lines:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
        kept = (c for c in text if c in "\n\t" or unicodedata.category(c) not in {"Cc", "Cs", "Cf"} or c == "\u200d")
        return "\n".join(line.rstrip() for line in "".join(kept).split("\n")).strip()
    text = re.sub(r"[\r\n\t]+", " ", text)
    return "".join(c for c in text if unicodedata.category(c) not in {"Cc", "Cs", "Cf"} or c == "\u200d").strip()


def read_yes_no(typed: Any) -> bool | Problem:
    """是 or 否, however it is said."""
    if isinstance(typed, bool):
        return typed
    word = half_width(str(typed)).strip().lower()
    if word in _YES:
        return True
    if word in _NO:
        return False
    return Problem(f"‘{_short(typed)}’不是‘是’或‘否’。", mend="请选是或否。")


def read_choice(spec: FormField | Column, typed: str) -> str | Problem:
    """The key of the option that is named by its key or by its words."""
    found = _option(spec.options, typed)
    if found is None:
        return Problem(f"没有‘{_short(typed)}’这一项。", mend=f"请在这些里选一项：{'、'.join(spec.options.values())}。")
    return found


def read_choices(spec: FormField | Column, typed: Any) -> list[str] | Problem:
    """The keys in the order of the options; an empty list says that none holds."""
    if isinstance(typed, str) and typed.strip() in _NO and _option(spec.options, typed) is None:
        return []
    named = re.split(r"[、，,;；\n]", typed) if isinstance(typed, str) else typed
    if not isinstance(named, list) or not all(isinstance(each, str) for each in named):
        return Problem("这里填的内容读不懂。", mend="请重新选这一项。")
    keys = {each: _option(spec.options, each) for each in named if each.strip()}
    if unknown := [each for each, key in keys.items() if key is None]:
        what = f"没有‘{_short(unknown[0])}’这一项。"
        return Problem(what, mend=f"可以选的有：{'、'.join(spec.options.values())}。")
    chosen = set(keys.values())
    if NONE_OF_THEM in chosen and len(chosen) > 1:
        name = spec.options[NONE_OF_THEM]
        return Problem(f"‘{name}’和别的选项不能同时选。", mend=f"都不属于就只选‘{name}’，否则去掉它。")
    return [key for key in spec.options if key in chosen]


def _option(options: dict[str, str], typed: str) -> str | None:
    word = typed.strip()
    if word in options:
        return word
    plain = half_width(word).replace(" ", "").lower()
    same = [key for key, name in options.items() if half_width(name).replace(" ", "").lower() == plain]
    return same[0] if len(same) == 1 else None


def read_region(typed: str, lookups: Lookups) -> str | Problem:
    """The six digits of a division."""
    match = _REGION.fullmatch(half_width(typed).strip())
    if match is None:
        return Problem(f"‘{_short(typed)}’不是行政区划代码。", mend="请从列表里选省、市、县（市、区）。")
    if lookups.region is not None and lookups.region(match[1]) is None:
        return Problem(f"没有查到行政区划 {match[1]}。", "区划可能已经撤并。", "请从列表里选现在的区划。")
    return match[1]


def read_industry(typed: str, lookups: Lookups, *, digits: int | None) -> str | Problem:
    """The digits of a division (2), group (3) or class (4) of GB/T 4754-2017, without the letter and the name."""
    match = _INDUSTRY.fullmatch(half_width(typed).strip())
    if match is None:
        return Problem(f"‘{_short(typed)}’不是行业代码。", mend="请从列表里选，或填 4 位数字，如 3489。")
    code = match[1]
    if digits is not None and len(code) != digits:
        return Problem(f"行业代码要 {digits} 位：现在是 {code}，{len(code)} 位。", mend="请从列表里选到最细的一级。")
    if lookups.industry is not None and lookups.industry(code) is None:
        return Problem(f"《国民经济行业分类》里没有 {code}。", "这里用 GB/T 4754-2017 的代码。", "请从列表里按名称找。")
    return code


def _short(typed: Any) -> str:
    text = str(typed).strip()
    return text if len(text) <= _FITS_IN_A_SENTENCE else f"{text[:_FITS_IN_A_SENTENCE]}…"
