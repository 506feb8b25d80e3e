"""The one vocabulary of states: which word, icon and colour a declaration's or a title's state is shown with."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import assert_never

from tidu.rules.schema import Level, StepKind
from tidu.rules.workflow import Status


class Tone(StrEnum):
    """The third signal, after word and icon."""

    PLAIN = ""
    BRAND = "brand"
    OK = "ok"
    WARN = "warn"
    DANGER = "danger"


@dataclass(frozen=True)
class Look:
    """How a state is shown."""

    word: str
    icon: str
    tone: Tone


class TitleState(StrEnum):
    """Where a title that an enterprise holds stands."""

    VALID = "valid"
    EXPIRING = "expiring"
    IN_RENEWAL = "in_renewal"
    EXPIRED = "expired"
    CANCELLED = "cancelled"


LEVEL_NAMES = {Level.COUNTY: "县级", Level.CITY: "市级", Level.PROVINCE: "省级", Level.MINISTRY: "部级"}

TITLE_LOOKS = {
    TitleState.VALID: Look("有效", "circle-check", Tone.OK),
    TitleState.EXPIRING: Look("临近到期", "alarm", Tone.WARN),
    TitleState.IN_RENEWAL: Look("复核中", "refresh", Tone.BRAND),
    TitleState.EXPIRED: Look("已到期", "clock-off", Tone.PLAIN),
    TitleState.CANCELLED: Look("已取消", "ban", Tone.DANGER),
}

#: Where an enterprise's 实名核验 stands, by the value of its state.
VERIFICATION_LOOKS = {
    "not_verified": Look("未核验", "circle-dashed", Tone.WARN),
    "pending": Look("核验中", "clock", Tone.BRAND),
    "verified": Look("已核验", "shield-check", Tone.OK),
    "refused": Look("核验未通过", "alert-circle", Tone.DANGER),
}

_DRAFT = Look("草稿", "pencil", Tone.WARN)
_CAME_BACK = Look("退回后重交", "refresh", Tone.WARN)
_RETURNED = Look("退回修改", "arrow-back-up", Tone.WARN)
_ON_NOTICE = Look("公示中", "speakerphone", Tone.BRAND)
_WITHDRAWN = Look("已撤回", "arrow-back", Tone.PLAIN)


@dataclass(frozen=True)
class State:
    """Where a declaration stands, with what its words depend on.

    `level` and `kind` are those of the step it is at (or was rejected at); `resubmitted` says that it came back to the
    office that returned it; `grants` that the rejecting step is at the level that grants; `granted_as` is the
    programme's word: 已认定, 已公告 or 已入库.
    """

    status: Status
    level: Level | None = None
    kind: StepKind | None = None
    resubmitted: bool = False
    grants: bool = False
    granted_as: str = "已认定"


def look(state: State | TitleState) -> Look:
    """Return how the state is shown, everywhere alike."""
    if isinstance(state, TitleState):
        return TITLE_LOOKS[state]
    match state.status:
        case Status.DRAFT:
            return _DRAFT
        case Status.UNDER_REVIEW:
            return _under_review(state)
        case Status.RETURNED:
            return _RETURNED
        case Status.GRANTED:
            return Look(state.granted_as, "circle-check", Tone.OK)
        case Status.REJECTED:
            return Look("不予认定" if state.grants else "不予推荐", "ban", Tone.DANGER)
        case Status.WITHDRAWN:
            return _WITHDRAWN
    assert_never(state.status)


def _under_review(state: State) -> Look:
    if state.kind is StepKind.PUBLIC_NOTICE:
        return _ON_NOTICE
    if state.resubmitted:
        return _CAME_BACK
    whose = LEVEL_NAMES[state.level] if state.level else ""
    return Look(f"待{whose}审核", "clock", Tone.BRAND)
