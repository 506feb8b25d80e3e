"""Personal data as screens show it: enough to recognise one's own, too little to use somebody else's."""

from __future__ import annotations

import re

_STAR = "*"
_SHORT = 4
_CHINESE = re.compile(r"[㐀-䶿一-鿿豈-﫿\U00020000-\U0003fffd·•]+")
#: Family names of two characters, so that 欧阳明 becomes 欧阳* and not 欧**.
_DOUBLE = re.compile(
    "欧阳|司马|上官|诸葛|夏侯|东方|皇甫|尉迟|公孙|慕容|令狐|司徒|长孙|宇文|轩辕|端木"
    "|独孤|南宫|西门|申屠|太史|公冶|澹台|呼延|百里|闻人"
)


def phone(number: str) -> str:
    """139****1234 for a mobile number; of a landline the area code and the last two digits stay."""
    kept = number.strip()
    digits = sum(character.isdigit() for character in kept)
    if digits <= _SHORT:
        return _STAR * len(kept)
    head, tail = (3, 4) if kept.isdigit() and digits == 11 and kept.startswith("1") else (4, 2)  # noqa: PLR2004
    if len(kept) <= head + tail:
        head, tail = 1, 2
    return f"{kept[:head]}{_STAR * 4}{kept[-tail:]}"


def id_number(number: str) -> str:
    """320***********1234: the province and the last four characters stay."""
    kept = number.strip()
    if len(kept) <= 7:  # noqa: PLR2004 - what would stay
        return _STAR * len(kept)
    return f"{kept[:3]}{_STAR * (len(kept) - 7)}{kept[-4:]}"


def email(address: str) -> str:
    """li***@example.com: at most two letters of the name stay, never the whole of it, and where the letter goes."""
    name, at, host = address.strip().rpartition("@")
    if not at:
        return _STAR * len(host)
    return f"{name[: min(2, len(name) - 1)] if name else ''}***@{host}"


def name(full: str) -> str:
    """张* or 张**: the family name of a Chinese name stays, of any other the first letter of each word."""
    kept = full.strip()
    if not kept:
        return ""
    if _CHINESE.fullmatch(kept):
        family = 2 if len(kept) > 2 and _DOUBLE.match(kept) else 1  # noqa: PLR2004
        return f"{kept[:family]}{_STAR * max(1, min(len(kept) - family, 2))}"
    return " ".join(f"{word[0]}{_STAR * 2}" for word in kept.split())


def address(text: str) -> str:
    """The province, city and district stay, which is six characters at most and never more than half."""
    kept = text.strip()
    return f"{kept[: min(6, len(kept) // 2)]}{_STAR * 4}" if kept else ""
