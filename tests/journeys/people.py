"""Who takes part in the journeys: names and the one password; no table is read to know them."""

from __future__ import annotations

from dataclasses import dataclass

PASSWORD = "Kunshan-2026-spring"

COUNTY, CITY, PROVINCE, MINISTRY = "320583", "320500", "320000", "000000"
OPERATOR = "operator"

#: The enterprises that stand somewhere on the way, by what has happened to them.
STATES = (
    "half_filled",
    "filled",
    "submitted",
    "returned",
    "resubmitted",
    "recommended",
    "evaluated",
    "shown",
    "granted",
)
#: Further enterprises in one of these states, for tests that move them on: filled-1, filled-2, …
MORE = {"filled": 3, "submitted": 2, "titled": 2}
#: Enterprises with a complete record and nothing begun; each test takes one of its own.
SPARES = 15


def reviewer(region: str) -> str:
    """The user name of the officer who reviews in a region."""
    return f"reviewer-{region}"


def lead(region: str) -> str:
    """The user name of the officer who leads the office of a region."""
    return f"lead-{region}"


@dataclass(frozen=True)
class Firm:
    """An enterprise, as its people know it; ``declaration`` is the number of what it has begun."""

    username: str
    name: str
    credit_code: str
    declaration: str = ""


@dataclass(frozen=True)
class Cast:
    """Everybody in the small world, and the ids of the things that have a page."""

    firms: dict[str, Firm]
    things: dict[str, str]
