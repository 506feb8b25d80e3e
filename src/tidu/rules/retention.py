"""保存期限: what is kept how long, counted from when, by which source. Says nothing of how it is taken away."""

from __future__ import annotations

from functools import cache

import yaml
from pydantic import Field

from tidu.rules.citing import Model, Source
from tidu.rules.facts import REFERENCE
from tidu.rules.schema import Key


class RetentionRule(Model):
    """One kind of data; without `days` it is kept for good."""

    key: Key
    what: str
    days: int | None = Field(default=None, ge=1)
    counted_from: str
    source: Source


class Retention(Model):
    rules: tuple[RetentionRule, ...]


@cache
def retention_rules() -> dict[str, RetentionRule]:
    """The rules by key, in the order of the file, read once."""
    text = (REFERENCE / "retention.yaml").read_text(encoding="utf-8")
    return {each.key: each for each in Retention.model_validate(yaml.safe_load(text)).rules}
