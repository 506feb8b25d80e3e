"""A licence on a page: its picture, how far the reading is, what was read beside what was typed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

_WORDS = {
    "credit_code": "信用代码",
    "name": "企业名称",
    "legal_representative": "法定代表人",
    "address": "住所",
}
_STAGES = {"waiting": "排队等待识别", "straightening": "正在把照片摆正", "reading": "正在识别文字"}


@dataclass(frozen=True)
class Read:
    """One thing that was read, and whether the same was typed; None where nothing was typed yet."""

    key: str
    word: str
    value: str
    is_same: bool | None


@dataclass(frozen=True)
class LicenceShown:
    """Everything that `ui/_licence.html` shows."""

    name: str
    is_picture: bool
    stage: str
    is_read: bool
    problem: str
    read: tuple[Read, ...]

    @classmethod
    def of(cls, licence: Any, typed: Any) -> LicenceShown:
        """A licence beside what was typed: a form's values, or an enterprise."""
        return cls(
            name=licence.file.name,
            is_picture=licence.file.content_type.startswith("image/"),
            stage=_STAGES.get(licence.state, ""),
            is_read=licence.state == "read",
            problem=licence.problem,
            read=tuple(_read(licence.found, typed)),
        )

    @property
    def is_waited_for(self) -> bool:
        return bool(self.stage)


def _read(found: Mapping[str, str], typed: Any) -> list[Read]:
    return [
        Read(key, word, found[key], _same(found[key], _typed(typed, key)))
        for key, word in _WORDS.items()
        if found.get(key)
    ]


def _typed(typed: Any, key: str) -> str:
    return str((typed.get(key) if hasattr(typed, "get") else getattr(typed, key, "")) or "")


def _same(read: str, typed: str) -> bool | None:
    if not typed.strip():
        return None
    return "".join(read.split()).casefold() == "".join(typed.split()).casefold()
