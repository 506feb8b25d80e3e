"""账户异议: how long the holder of a contested account has to answer, and by which source."""

from __future__ import annotations

from functools import cache

import yaml
from pydantic import Field

from tidu.rules.citing import Model, Source
from tidu.rules.facts import REFERENCE


class Contested(Model):
    days: int = Field(ge=1)
    source: Source


@cache
def contested_rule() -> Contested:
    """The rule, read once."""
    return Contested.model_validate(yaml.safe_load((REFERENCE / "contested.yaml").read_text(encoding="utf-8")))
