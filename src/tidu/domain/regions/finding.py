"""Finding a division or an industry by its code, its name or the pinyin initials of its name; no table is asked."""

from __future__ import annotations

import csv
import unicodedata
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

#: As many as anybody reads; who sees so many types a little more.
MOST = 20
_LONGEST, _MOST_WORDS = 40, 4
_FEWEST_INITIALS = 2  # one letter alone would find a twentieth of everything
_FEWEST_SKIPPING = 4  # 苏州昆山 finds 苏州市昆山市; of fewer characters nearly everything would have some in order
_DIVISION, _CLASS = 2, 4  # digits of an industry: 大类, 小类


@dataclass(frozen=True)
class Found:
    """One that may be meant, with what it lies in; ``path`` leads to it by code, from the coarse to the fine."""

    code: str
    name: str
    within: str
    path: tuple[str, ...]


@dataclass(frozen=True)
class _Sought:
    found: Found
    name: str
    in_full: str
    initials: str

    def rank(self, word: str) -> int | None:
        """How well one word fits, 0 best; None where it does not."""
        code = self.found.code
        is_initials = word.isascii() and word.isalpha() and len(word) >= _FEWEST_INITIALS
        fits = (
            word in {code, self.name},
            code.startswith(word),
            self.name.startswith(word),
            word in self.name,
            is_initials and self.initials.startswith(word),
            is_initials and word in self.initials,
            word in self.in_full,
            len(word) >= _FEWEST_SKIPPING and _stands_in_order(word, self.in_full),
        )
        return fits.index(True) if True in fits else None


def find_regions(typed: str) -> list[Found]:
    """The finest divisions that fit, best first: counties, and cities that have none. One more than `MOST` at most."""
    return _best(_regions(), typed)


def find_industries(typed: str) -> list[Found]:
    """The classes (小类) of GB/T 4754-2017 that fit, best first. One more than `MOST` at most."""
    return _best(_industries(), typed)


def _best(sought: Iterable[_Sought], typed: str) -> list[Found]:
    words = [word for part in typed[:_LONGEST].split() if (word := _bare(part))][:_MOST_WORDS]
    if not words:
        return []
    ranked = []
    for each in sought:
        ranks = [each.rank(word) for word in words]
        if None not in ranks:
            ranked.append((sum(rank for rank in ranks if rank is not None), each.found.code, each.found))
    return [found for _, _, found in sorted(ranked, key=lambda one: one[:2])[: MOST + 1]]


def _bare(text: str) -> str:
    """One spelling: full-width narrowed, Latin letters folded, and no signs, which nobody types alike."""
    return "".join(char for char in unicodedata.normalize("NFKC", text).casefold() if char.isalnum())


def _stands_in_order(word: str, text: str) -> bool:
    rest = iter(text)
    return all(char in rest for char in word)


@cache
def _regions() -> tuple[_Sought, ...]:
    rows = {row["code"]: row for row in _rows("regions.tsv")}
    coarse = {row["parent_code"] for row in rows.values()}
    sought = []
    for code, row in rows.items():
        if code not in coarse:
            path = [code]
            while parent := rows[path[0]]["parent_code"]:
                path.insert(0, parent)
            within = "" if len(path) == 1 else rows[path[-2]]["full_name"]
            sought.append(_sought(row, within, path))
    return tuple(sought)


@cache
def _industries() -> tuple[_Sought, ...]:
    rows = {row["code"]: row for row in _rows("gbt4754.tsv")}
    return tuple(
        _sought(row, rows[code[:_DIVISION]]["name"], [code[:_DIVISION], code])
        for code, row in rows.items()
        if len(code) == _CLASS
    )


def _sought(row: dict[str, str], within: str, path: list[str]) -> _Sought:
    found = Found(row["code"], row["name"], within, tuple(path))
    return _Sought(found, _bare(row["name"]), _bare(within + row["name"]), row.get("initials") or "")


def _rows(name: str) -> list[dict[str, str]]:
    with (files("tidu.reference") / name).open(encoding="utf-8") as file:
        return list(csv.DictReader(file, delimiter="\t"))
