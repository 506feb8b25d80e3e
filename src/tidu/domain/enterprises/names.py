"""How a name is cut so that any part of it, or its pinyin initials, finds it, alike on every database."""

from __future__ import annotations

import unicodedata
from functools import lru_cache


def tidy(name: str) -> str:
    """One spelling for a name: full-width narrowed, spaces dropped, Latin letters folded."""
    return "".join(unicodedata.normalize("NFKC", name).split()).casefold()


def initials(name: str) -> str:
    """The pinyin initials of the Chinese characters of a name, other letters and digits as they are."""
    return "".join(_initial(char) for char in tidy(name) if char.isalnum())


def pieces(text: str) -> set[str]:
    """Every two characters that stand side by side."""
    return {text[n : n + 2] for n in range(len(text) - 1)}


def telling_pieces(text: str) -> list[str]:
    """The pieces to search by, without those of 有限公司, which nearly every name has; one of these if it is all."""
    found = pieces(text)
    return sorted(found - _EVERYWHERE) or sorted(found)[:1]


def pieces_of_name(name: str) -> set[str]:
    """All pieces under which a name is found: of its characters and of its initials."""
    return pieces(tidy(name)) | pieces(initials(name))


_EVERYWHERE = pieces("股份有限公司") | pieces("有限责任公司")


@lru_cache(maxsize=30_000)
def _initial(char: str) -> str:
    from pypinyin import Style, pinyin  # noqa: PLC0415  loading its dictionary takes long; only writers need it

    found = pinyin(char, style=Style.FIRST_LETTER, errors="ignore")
    return str(found[0][0]).lower()[:1] if found and found[0][0] else char
