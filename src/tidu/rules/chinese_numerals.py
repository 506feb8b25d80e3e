"""Numbers written in Chinese numerals: 六千, 三百二十万, 一亿零五十万."""

from __future__ import annotations

_DIGITS = {digit: value for value, digit in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_DIGITS |= dict(zip("壹贰叁肆伍陆柒捌玖", range(1, 10), strict=True))
_TENS = {"十": 10, "百": 100, "千": 1000, "拾": 10, "佰": 100, "仟": 1000}
_MYRIADS = {"万": 10_000, "亿": 100_000_000, "萬": 10_000, "億": 100_000_000}


def chinese_number(text: str) -> int | None:
    """The number that ``text`` spells, or None where it spells none (or digits one by one, as in 一二三)."""
    if not text or not all(character in _DIGITS | _TENS | _MYRIADS for character in text):
        return None
    total = section = digit = 0
    for character in text:
        if character in _DIGITS:
            if digit:
                return None
            digit = _DIGITS[character]
            continue
        if character in _TENS:
            section += (digit or 1) * _TENS[character]
        elif (myriad := _MYRIADS[character]) > total:
            total, section = (total + section + digit) * myriad, 0
        else:
            total, section = total + (section + digit) * myriad, 0
        digit = 0
    return total + section + digit
