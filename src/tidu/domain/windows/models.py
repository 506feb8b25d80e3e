from django.db import models
from django.db.models import F, Q

from tidu.domain.regions.models import Office, Region


class Window(models.Model):
    """申报时间: one edition open in one region for one batch (批次). The window names its edition."""

    code = models.CharField(max_length=20, unique=True)  # begins every number of its declarations
    region = models.ForeignKey(Region, models.PROTECT, related_name="windows")
    programme = models.CharField(max_length=40)
    edition_id = models.CharField(max_length=60)
    batch = models.CharField(max_length=60)
    year = models.PositiveSmallIntegerField()  # the year of declaring; figures are asked up to the year before
    opens_at = models.DateTimeField()
    closes_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["region", "programme", "year", "batch"], name="window_one_a_batch"),
            models.CheckConstraint(name="window_period", condition=Q(closes_at__gt=F("opens_at"))),
        ]
        indexes = [models.Index(fields=["region", "closes_at"], name="window_region_closes")]

    def __str__(self) -> str:
        return f"{self.code} {self.batch}"


class ReviewDeadline(models.Model):
    """Until when a level has to have decided the files of a window."""

    window = models.ForeignKey(Window, models.CASCADE, related_name="deadlines")
    level = models.CharField(max_length=8, choices=Office.LEVELS)
    due_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["window", "level"], name="deadline_one_a_level")]

    def __str__(self) -> str:
        return f"{self.window_id} {self.level} {self.due_at:%Y-%m-%d}"
