from datetime import date, timedelta

from django.db import models
from django.db.models import F, Q

from tidu.domain.enterprises.models import Enterprise
from tidu.domain.regions.models import Office


class TitleState(models.TextChoices):
    """What a title is on a day; derived from dates, never stored."""

    VALID = "valid", "有效"
    EXPIRING = "expiring", "临近到期"
    EXPIRED = "expired", "已到期"
    CANCELLED = "cancelled", "已取消"


class Recognition(models.Model):
    """认定: a title an enterprise holds from a day until a day, by the act of an office."""

    EXPIRING_WITHIN = timedelta(days=90)

    number = models.CharField(max_length=40, unique=True)  # of the certificate
    title = models.CharField(max_length=20)
    enterprise = models.ForeignKey(Enterprise, models.PROTECT, related_name="recognitions")
    edition_id = models.CharField(max_length=60)
    declaration_number = models.CharField(max_length=40, blank=True)
    office = models.ForeignKey(Office, models.PROTECT, related_name="+")
    document_number = models.CharField(max_length=80)
    granted_on = models.DateField()
    valid_until = models.DateField()
    recorded_on = models.DateField(null=True, blank=True)
    cancelled_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="recognition_period", condition=Q(valid_until__gt=F("granted_on"))),
            models.UniqueConstraint(
                fields=["declaration_number"],
                name="recognition_once_a_declaration",
                condition=~Q(declaration_number=""),
            ),
        ]
        indexes = [models.Index(fields=["enterprise", "title", "valid_until"], name="recognition_of_enterprise")]

    def __str__(self) -> str:
        return self.number

    def is_held_on(self, day: date) -> bool:
        """Whether the title is valid on ``day``."""
        return self.granted_on <= day <= self.valid_until and self.cancelled_on is None

    def state_on(self, day: date) -> TitleState:
        """What the title is on ``day``; the last day of validity still counts."""
        if self.cancelled_on and self.cancelled_on <= day:
            return TitleState.CANCELLED
        if day > self.valid_until:
            return TitleState.EXPIRED
        if self.valid_until - day <= self.EXPIRING_WITHIN:
            return TitleState.EXPIRING
        return TitleState.VALID


class RecognitionEvent(models.Model):
    """What happened to a title. Append-only."""

    class Kind(models.TextChoices):
        GRANTED = "granted", "公告认定"
        RECORDED = "recorded", "备案"

    recognition = models.ForeignKey(Recognition, models.PROTECT, related_name="events")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    on = models.DateField()
    office = models.ForeignKey(Office, models.PROTECT, related_name="+")
    note = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="recognition_event_kind", condition=Q(kind__in=["granted", "recorded"])),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.on}"
