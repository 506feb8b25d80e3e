"""Names by code, from the reference tables: regions, and the industries that stand beside them on every form."""

from __future__ import annotations

import csv
from functools import lru_cache
from importlib.resources import files

from tidu.rules.answers import Lookups


@lru_cache(maxsize=4)
def _table(name: str, column: str) -> dict[str, str]:
    with (files("tidu.reference") / name).open(encoding="utf-8") as file:
        return {row["code"]: row[column] for row in csv.DictReader(file, delimiter="\t")}


def region_name(code: str) -> str | None:
    """The full name of a division: 江苏省苏州市昆山市."""
    return _table("regions.tsv", "full_name").get(code)


def industry_name(code: str) -> str | None:
    """The name of an industry of GB/T 4754-2017 by its section, division, group or class."""
    return _table("gbt4754.tsv", "name").get(code)


#: What the reading and showing of answers looks codes up in.
LOOKUPS = Lookups(region=region_name, industry=industry_name)
