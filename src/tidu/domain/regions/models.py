from django.db import models
from django.db.models import Q

from tidu.rules.schema import Level


class Region(models.Model):
    """A division by its code of GB/T 2260: the nation (000000), provinces, cities, counties; dated."""

    class Kind(models.TextChoices):
        NATION = "nation", "全国"
        PROVINCE = "province", "省"
        CITY = "city", "设区市"
        COUNTY = "county", "县（市、区）"

    code = models.CharField(max_length=6, primary_key=True)
    name = models.CharField(max_length=40)
    full_name = models.CharField(max_length=80)
    kind = models.CharField(max_length=8, choices=Kind.choices)
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="children")
    province_code = models.CharField(max_length=6, blank=True)
    city_code = models.CharField(max_length=6, blank=True)
    since = models.DateField(null=True)
    until = models.DateField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="region_kind", condition=Q(kind__in=["nation", "province", "city", "county"])),
        ]
        indexes = [models.Index(fields=["parent", "code"], name="region_parent_code")]

    def __str__(self) -> str:
        return self.full_name


class Office(models.Model):
    """The authority of one level in one region: 昆山市工信部门, 江苏省工业和信息化厅."""

    LEVELS = [(Level.COUNTY, "县级"), (Level.CITY, "市级"), (Level.PROVINCE, "省级"), (Level.MINISTRY, "部级")]

    region = models.ForeignKey(Region, models.PROTECT, related_name="offices")
    level = models.CharField(max_length=8, choices=LEVELS)
    name = models.CharField(max_length=80)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["region", "level"], name="office_one_a_level"),
            models.CheckConstraint(
                name="office_level", condition=Q(level__in=["county", "city", "province", "ministry"])
            ),
        ]

    def __str__(self) -> str:
        return self.name
