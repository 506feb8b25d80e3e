"""The kinds of table that can be brought, by key."""

from __future__ import annotations

from typing import Any

from tidu.domain.exchange.digital_levels import DigitalLevels
from tidu.domain.exchange.office_figures import OfficeFigures
from tidu.domain.exchange.tables import Table

DIGITAL_LEVELS = DigitalLevels()
OFFICE_FIGURES = OfficeFigures()
TABLES: dict[str, Table[Any]] = {each.key: each for each in (DIGITAL_LEVELS, OFFICE_FIGURES)}
