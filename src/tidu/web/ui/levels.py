"""The level strip: enterprise → county → city → province → ministry, with who, when and with what result."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Passage(StrEnum):
    """How far a step of the strip is."""

    DONE = "done"
    RETURNED = "returned"
    REJECTED = "rejected"
    NOW = "now"
    AHEAD = "ahead"


_ICONS = {
    Passage.DONE: "circle-check",
    Passage.RETURNED: "arrow-back-up",
    Passage.REJECTED: "ban",
    Passage.NOW: "eye-check",
    Passage.AHEAD: "circle-dashed",
}
_CSS = {Passage.DONE: "done", Passage.RETURNED: "ret", Passage.REJECTED: "rej", Passage.NOW: "now", Passage.AHEAD: ""}


@dataclass(frozen=True)
class LevelStep:
    """One step: 县级通过 | 4月8日 | 昆山市 王敏，现场核查属实, and where its opinion can be read."""

    name: str
    passage: Passage
    when: str = ""
    note: str = ""
    url: str = ""
    url_text: str = "看意见"

    @property
    def icon(self) -> str:
        return _ICONS[self.passage]

    @property
    def css(self) -> str:
        return _CSS[self.passage]

    @property
    def is_now(self) -> bool:
        return self.passage is Passage.NOW
