"""企业信息: the fields of an enterprise's record, and the days on which one that holds a title may change it."""

from __future__ import annotations

from datetime import date
from functools import cache

import yaml

from tidu.rules.citing import Model, Source
from tidu.rules.facts import REFERENCE
from tidu.rules.schema import FormField, Section


class UpdatePeriod(Model):
    """Which days of each year a rule opens, from when on it is in force."""

    since: date
    opens: str  # 01-01
    closes: str
    source: Source

    def days_of(self, year: int) -> tuple[date, date]:
        """The first and the last day in ``year``."""
        return date.fromisoformat(f"{year}-{self.opens}"), date.fromisoformat(f"{year}-{self.closes}")

    def holds(self, day: date) -> bool:
        """Whether ``day`` is one of its days."""
        first, last = self.days_of(day.year)
        return first <= day <= last


class EnterpriseRecord(Model):
    """The record as it is asked."""

    sections: tuple[Section, ...]
    update_periods: tuple[UpdatePeriod, ...]

    @property
    def fields(self) -> dict[str, FormField]:
        """Every field by key, which is the column of the record."""
        return {field.key: field for section in self.sections for field in section.fields}

    def update_period(self, on: date) -> UpdatePeriod:
        """The period of the rules in force on a day; before the first rules, theirs."""
        in_force = [each for each in self.update_periods if each.since <= on]
        return max(in_force or self.update_periods[:1], key=lambda each: each.since)


@cache
def enterprise_record() -> EnterpriseRecord:
    """The record, read once."""
    text = (REFERENCE / "enterprise-record.yaml").read_text(encoding="utf-8")
    return EnterpriseRecord.model_validate(yaml.safe_load(text))
