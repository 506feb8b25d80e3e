"""Bringing in the divisions and giving each its office."""

from __future__ import annotations

import csv
from importlib.resources import files
from typing import TYPE_CHECKING

from django.db import transaction

from tidu.domain.regions.models import Office, Region
from tidu.domain.regions.queries import NATION
from tidu.rules.schema import Level

if TYPE_CHECKING:
    from collections.abc import Iterator

_KINDS = {"1": Region.Kind.PROVINCE, "2": Region.Kind.CITY, "3": Region.Kind.COUNTY}
_OFFICES = {
    Region.Kind.NATION: (Level.MINISTRY, "工业和信息化部"),
    Region.Kind.PROVINCE: (Level.PROVINCE, "{}中小企业主管部门"),
    Region.Kind.CITY: (Level.CITY, "{}工信部门"),
    Region.Kind.COUNTY: (Level.COUNTY, "{}工信部门"),
}


@transaction.atomic
def load_regions() -> int:
    """Bring in `reference/regions.tsv` and give every region its office; may be run again. Returns the regions."""
    regions = list(_regions())
    Region.objects.bulk_create(
        regions,
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=["name", "full_name", "kind", "parent", "province_code", "city_code"],
        batch_size=500,
    )
    offices = []
    for region in regions:
        level, pattern = _OFFICES[Region.Kind(region.kind)]
        offices.append(Office(region=region, level=level, name=pattern.format(region.name)))
    Office.objects.bulk_create(offices, ignore_conflicts=True, batch_size=500)
    return len(regions)


def _regions() -> Iterator[Region]:
    yield Region(code=NATION, name="全国", full_name="全国", kind=Region.Kind.NATION)
    with (files("tidu.reference") / "regions.tsv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file, delimiter="\t"):
            kind = _KINDS[row["level"]]
            province = row["code"][:2] + "0000"
            yield Region(
                code=row["code"],
                name=row["name"],
                full_name=row["full_name"],
                kind=kind,
                parent_id=row["parent_code"] or NATION,
                province_code=province,
                city_code=row["code"]
                if kind is Region.Kind.CITY
                else (row["parent_code"] if kind is Region.Kind.COUNTY and row["parent_code"] != province else ""),
            )
