from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tidu.kit import clock
from tidu.kit.refusals import Refusal

if TYPE_CHECKING:
    from datetime import datetime

    from tidu.rules.checks import Finding


class DeclarationRefusal(Refusal):
    """The declaration cannot be begun, changed or submitted so."""


class NotOpen(DeclarationRefusal):
    """Not the time, or not in the applicant's hands, or not a field that the return reopened."""


@dataclass(frozen=True)
class Theirs:
    """What somebody else saved meanwhile."""

    value: Any
    shown: str
    version: int
    by: str
    at: datetime


class Conflict(DeclarationRefusal):
    """Somebody saved this field since; both values are shown and one is chosen."""

    def __init__(self, theirs: Theirs, mine: str) -> None:
        super().__init__(
            f"{theirs.by} {theirs.at.astimezone(clock.CHINA):%H:%M} 改过这一格，现在是“{theirs.shown or '（空）'}”。",
            f"您填的是“{mine or '（空）'}”，还没有写入。",
            "请选用哪一个。",
        )
        self.theirs = theirs


class NotComplete(DeclarationRefusal):
    """Something must be mended before submitting; `findings` says what, each with its place."""

    def __init__(self, findings: list[Finding]) -> None:
        super().__init__(f"还不能提交，{len(findings)} 项要处理。", mend="逐项点开，改好后再提交。")
        self.findings = findings


class Outdated(DeclarationRefusal):
    """The screen from which one submits no longer shows what is saved; `cells` are those that differ."""

    def __init__(self, cells: list[str]) -> None:
        super().__init__(
            f"没有提交：打开这一页之后，有 {len(cells)} 处被改过。",
            "提交的必须是您看到的内容。",
            "请看过下面的改动，再点一次提交。",
        )
        self.cells = cells
