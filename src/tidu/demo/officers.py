"""The officers of the demo: in every office a reviewer and a lead, and one operator for the whole platform."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from tidu.demo.enterprises import DEMO_SEED
from tidu.demo.names import person_name
from tidu.demo.places import COUNTRY, DEMO_PROVINCE, counties_of, demo_cities
from tidu.demo.seeds import Stream

REVIEWER, LEAD, OPERATOR = "reviewer", "lead", "operator"


@dataclass(frozen=True)
class SyntheticOfficer:
    """Signs in as `county-320583` (reviewer) or `county-320583-lead`; the ministry's code is 100000."""

    username: str
    name: str
    role: str
    level: str
    region_code: str


def _offices() -> Iterator[tuple[str, str, str]]:
    """Yield level, region and the stem of the user names, from the top."""
    yield "ministry", COUNTRY, "ministry"
    yield "province", DEMO_PROVINCE, f"province-{DEMO_PROVINCE}"
    for city in demo_cities():
        yield "city", city, f"city-{city}"
        for county in counties_of(city):
            yield "county", county, f"county-{county}"


def officers(seed: int = DEMO_SEED) -> list[SyntheticOfficer]:
    """Return the operator, then two officers of each office."""
    people = [("operator", OPERATOR, "ministry", COUNTRY)]
    for level, region, stem in _offices():
        people.append((stem, REVIEWER, level, region))
        people.append((f"{stem}-lead", LEAD, level, region))
    return [
        SyntheticOfficer(username, person_name(Stream(seed, username), "officer"), role, level, region)
        for username, role, level, region in people
    ]
