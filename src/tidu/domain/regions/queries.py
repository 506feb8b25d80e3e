from __future__ import annotations

from tidu.domain.regions.models import Office, Region
from tidu.rules.schema import Level

NATION = "000000"

_UPWARDS = {
    Level.COUNTY: (Level.COUNTY, Level.CITY, Level.PROVINCE),
    Level.CITY: (Level.CITY, Level.PROVINCE),
    Level.PROVINCE: (Level.PROVINCE,),
    Level.MINISTRY: (Level.MINISTRY,),
}


def region(code: str) -> Region | None:
    """The region of that code, or None."""
    return Region.objects.filter(code=code).first()


def provinces() -> list[Region]:
    """All provinces, by code."""
    return list(Region.objects.filter(kind=Region.Kind.PROVINCE).order_by("code"))


def children(code: str) -> list[Region]:
    """The divisions directly below, by code."""
    return list(Region.objects.filter(parent_id=code).order_by("code"))


def counties_within(code: str) -> list[Region]:
    """The counties of a city or a province, by code; none for the nation, whose list nobody could read. One query."""
    within = Region.objects.filter(kind=Region.Kind.COUNTY, until=None).order_by("code")
    return list(
        within.filter(city_code=code) if code[4:] == "00" and code[2:4] != "00" else within.filter(province_code=code)
    )


def has_counties_below(code: str) -> bool:
    """Whether an enterprise must name something finer than this region."""
    return Region.objects.filter(parent_id=code).exists()


def office_for(province_code: str, city_code: str, county_code: str, level: Level) -> Office:
    """The office of ``level`` for a place; where the place has none of that level, the next above. One query.

    A municipality has no city office, a city without counties (东莞) none of a county.
    """
    code = {Level.COUNTY: county_code, Level.CITY: city_code, Level.PROVINCE: province_code, Level.MINISTRY: NATION}
    wanted = [(each, code[each]) for each in _UPWARDS[level] if code[each]]
    found = {
        (office.level, office.region_id): office
        for office in Office.objects.filter(region_id__in=[region_code for _, region_code in wanted])
    }
    for each, region_code in wanted:
        if (each, region_code) in found:
            return found[each, region_code]
    raise LookupError(f"no office of {level} or above for {county_code or city_code or province_code}")


def office_of(region_code: str, level: Level) -> Office | None:
    """The office of a region and level, or None."""
    return Office.objects.filter(region_id=region_code, level=level).select_related("region").first()


def office_above(office: Office) -> Office | None:
    """The office of the next region above, or None for the ministry. One query."""
    return Office.objects.filter(region__children=office.region_id).first()
