"""The one vocabulary: every figure and answer that a standard is computed from, by name, unit and years."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any, Self

import yaml
from pydantic import Field, field_validator, model_validator

from tidu.rules.citing import Model
from tidu.rules.schema import FieldType, FormField, Key
from tidu.rules.units import DATE, MONEY, PERCENT, TRUTH, WORD, YEAR, Kind, Unit, unit_called

REFERENCE = Path(__file__).resolve().parent.parent / "reference"


class Fact(Model):
    """One name of the vocabulary. ``cells`` are its columns: `revenue`, `revenue[-1]` …, the last year first."""

    key: Key
    zh: str
    unit_name: str = Field(alias="unit")
    years: int = Field(default=1, ge=1, le=3)
    year_names: tuple[str, ...] = ("上年度", "上上年度", "再上一年度")
    may_be_negative: bool = False
    decimals: int = 0
    at_most: int | None = None
    choices: dict[Key, str] = {}
    note: str = ""

    @field_validator("decimals")
    @classmethod
    def _whole_parts_hold_the_decimals(cls, decimals: int) -> int:
        if decimals not in {0, 2}:
            raise ValueError("decimals are 0 or 2")
        return decimals

    @model_validator(mode="after")
    def _every_year_has_a_name(self) -> Self:
        if len(self.year_names) < self.years:
            raise ValueError(f"{self.key}: {self.years} years have {len(self.year_names)} names")
        return self

    @property
    def unit(self) -> Unit:
        return unit_called(self.unit_name)

    @property
    def name(self) -> str:
        """The Chinese name without what stands in brackets behind it."""
        return self.zh.split(" (")[0]

    @property
    def cells(self) -> tuple[str, ...]:
        return cells_of(self.key, self.years)


class Name(Model):
    """What an expression has to know of a name: its unit, its years, whether it may be below zero, its words."""

    unit: Unit
    years: int = 1
    may_be_negative: bool = False
    words: frozenset[str] | None = None


Vocabulary = dict[str, Name]


def cells_of(key: str, years: int) -> tuple[str, ...]:
    return (key, *(f"{key}[-{year}]" for year in range(1, years)))


@cache
def facts() -> dict[str, Fact]:
    """Every fact by key, in the vocabulary's order."""
    raw: dict[str, dict[str, Any]] = yaml.safe_load((REFERENCE / "facts.yaml").read_text(encoding="utf-8"))["facts"]
    return {key: Fact(key=key, **body) for key, body in raw.items()}


@cache
def fact_cells() -> dict[str, Fact]:
    """Every column of the vocabulary: `revenue`, `revenue[-1]` … → its fact."""
    return {cell: fact for fact in facts().values() for cell in fact.cells}


@cache
def fact_vocabulary() -> Vocabulary:
    """The names that a standard may use."""
    return {
        key: Name(
            unit=fact.unit,
            years=fact.years,
            may_be_negative=fact.may_be_negative,
            words=frozenset(fact.choices) if fact.choices else None,
        )
        for key, fact in facts().items()
    }


def name_of_field(field: FormField) -> Name:
    """How a field of a form is read in an expression; a table, choices or files field is the number of its entries."""
    units = {
        FieldType.MONEY: MONEY,
        FieldType.PERCENT: PERCENT,
        FieldType.DATE: DATE,
        FieldType.YEAR: YEAR,
        FieldType.YES_NO: TRUTH,
        FieldType.COUNT: unit_called(field.unit or "个"),
        FieldType.TABLE: unit_called(field.unit or "项"),
        FieldType.CHOICES: unit_called(field.unit or "项"),
        FieldType.FILES: unit_called(field.unit or "份"),
    }
    unit = units.get(field.type, WORD)
    return Name(
        unit=unit,
        years=max(field.years, 1),
        may_be_negative=field.may_be_negative or unit.kind is not Kind.NUMBER,
        words=frozenset(field.options) if field.type is FieldType.CHOICE else None,
    )
