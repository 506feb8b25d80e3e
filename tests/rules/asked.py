"""Fields of every kind, and what is wrong with something that is typed into one."""

from __future__ import annotations

from typing import Any

from tidu.rules.answers import Lookups, read
from tidu.rules.schema import FieldType, FormField


def asked(kind: FieldType, **more: Any) -> FormField:
    return FormField(key="asked", name="这一项", type=kind, **more)


MONEY = asked(FieldType.MONEY, unit="万元")
PROFIT = asked(FieldType.MONEY, unit="万元", may_be_negative=True)
COUNT = asked(FieldType.COUNT, unit="人")
PERCENT = asked(FieldType.PERCENT)
DATE = asked(FieldType.DATE)
YEAR = asked(FieldType.YEAR)
LOOKUPS = Lookups(
    region={"320583": "江苏省苏州市昆山市"}.get, industry={"3489": "其他通用零部件制造", "34": "通用设备制造业"}.get
)


def problem(spec: FormField, typed: Any, lookups: Lookups = LOOKUPS) -> str:
    """The whole sentence; what was typed is kept, and there is no value."""
    reading = read(spec, typed, lookups)
    assert reading.value is None
    assert reading.typed == typed
    assert reading.problem is not None
    return str(reading.problem)
