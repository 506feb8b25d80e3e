"""Where enterprises are registered: fixed quotas in the demo province, weights by authority for the whole country."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from itertools import accumulate

from tidu.demo.seeds import shuffled
from tidu.demo.tables import rows

DEMO_PROVINCE = "320000"
COUNTRY = "100000"
_BINGTUAN = "660000"

#: Cities weigh 3 : 1 for the capital, counties 2 : 2.5 : 1 (districts, county-level cities, counties).
_CAPITAL, _OTHER_CITY = 3.0, 1.0
_COUNTY_WEIGHT = {"市辖区": 2.0, "县级市": 2.5}
#: A county that the province runs itself stands beside whole cities and must not weigh like one.
_PROVINCE_RUN = 0.3


@dataclass(frozen=True)
class Place:
    """A registered region; `city_code` is empty for districts of a municipality and counties run by the province."""

    county_code: str
    county: str
    kind: str
    city_code: str
    city: str
    province_code: str
    province: str

    @property
    def full_name(self) -> str:
        parts = dict.fromkeys(part for part in (self.province, self.city, self.county) if part)
        return "".join(parts)


@cache
def _divisions() -> dict[str, dict[str, str]]:
    return {row["code"]: row for row in rows("regions")}


@cache
def place(code: str) -> Place:
    """Return the place of a county, or of a city that has no counties."""
    county = _divisions()[code]
    parent = _divisions()[county["parent_code"]]
    if county["level"] == "2":
        return Place(code, county["name"], county["type"], code, county["name"], parent["code"], parent["name"])
    if parent["level"] == "1":
        return Place(code, county["name"], county["type"], "", "", parent["code"], parent["name"])
    province = _divisions()[parent["parent_code"]]
    city_code, city = parent["code"], parent["name"]
    return Place(code, county["name"], county["type"], city_code, city, province["code"], province["name"])


def counties_of(city_code: str) -> tuple[str, ...]:
    return tuple(row["code"] for row in rows("regions") if row["parent_code"] == city_code and row["level"] == "3")


def demo_cities() -> tuple[str, ...]:
    return tuple(row["code"] for row in rows("jiangsu-city-weights"))


def _county_weight(code: str) -> float:
    return _COUNTY_WEIGHT.get(_divisions()[code]["type"], 1.0)


def _spread(total: int, codes: tuple[str, ...]) -> list[str]:
    """Share `total` among counties by weight, at least one each, largest remainders first."""
    whole = sum(map(_county_weight, codes))
    wanted = {code: (total - len(codes)) * _county_weight(code) / whole for code in codes}
    given = {code: 1 + int(wanted[code]) for code in codes}
    by_remainder = sorted(codes, key=lambda code: (int(wanted[code]) - wanted[code], code))
    for code in by_remainder[: total - sum(given.values())]:
        given[code] += 1
    return [code for code in codes for _ in range(given[code])]


def demo_places(seed: int) -> list[Place]:
    """Return the 300 places of the demo province, cities as in the table and no county empty, in a drawn order."""
    codes = [
        code
        for row in rows("jiangsu-city-weights")
        for code in _spread(int(row["demo_enterprises"]), counties_of(row["code"]))
    ]
    return [place(code) for code in shuffled(seed, "places", codes)]


def _authority(code: str) -> str:
    """Return the provincial authority that a county (or a city without counties) answers to."""
    here = _divisions()[code]
    if "xpcc" in here["flags"]:
        return _BINGTUAN
    city = here if here["level"] == "2" else _divisions()[here["parent_code"]]
    if "separate-plan" in city["flags"] or city["level"] == "1":
        return city["code"]
    return city["parent_code"]


def _city_weight(city: dict[str, str]) -> float:
    modelled = {row["code"]: float(row["model_2025q1"]) for row in rows("jiangsu-city-weights")}
    if city["code"] in modelled:
        return modelled[city["code"]]
    return _CAPITAL if "capital" in city["flags"] else _OTHER_CITY


def _weighted_counties() -> dict[str, list[tuple[str, float]]]:
    """Return each authority's counties with their weights within it."""
    members: dict[str, list[str]] = defaultdict(list)
    for row in rows("regions"):
        if row["level"] == "3":
            members[row["parent_code"]].append(row["code"])
        elif row["level"] == "2" and "no-county" in row["flags"]:
            members[row["code"]].append(row["code"])
    weighted: dict[str, list[tuple[str, float]]] = defaultdict(list)
    for parent, codes in members.items():
        above = _divisions()[parent]
        whole = sum(map(_county_weight, codes))
        for code in codes:
            within = _county_weight(code) / whole
            if above["level"] == "2":
                within *= _city_weight(above)
            elif "province-administered" in _divisions()[code]["flags"]:
                within = _PROVINCE_RUN
            weighted[_authority(code)].append((code, within))
    return weighted


@cache
def _national_ladder(power: float) -> tuple[tuple[str, ...], tuple[float, ...]]:
    counties = _weighted_counties()
    codes: list[str] = []
    weights: list[float] = []
    for row in rows("little-giants-by-authority"):
        share = float(row["valid_2025q1"]) ** power
        whole = sum(weight for _, weight in counties[row["code"]])
        for code, weight in counties[row["code"]]:
            codes.append(code)
            weights.append(share * weight / whole)
    return tuple(codes), tuple(accumulate(weights))


def national_place(u: float, power: float) -> Place:
    """Return the place at share `u` of the country; a power below one spreads the lower tiers more evenly."""
    codes, reached = _national_ladder(power)
    return place(codes[min(bisect_right(reached, u * reached[-1]), len(codes) - 1)])
