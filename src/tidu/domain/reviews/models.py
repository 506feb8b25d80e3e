from django.db import models
from django.db.models import Q

from tidu.domain.declarations.models import Declaration, Submission
from tidu.domain.regions.models import Office
from tidu.rules.workflow import Outcome


class Decision(models.Model):
    """What an officer concluded at a step on one submission. Append-only."""

    OUTCOMES = [
        (Outcome.PASS, "通过"),
        (Outcome.RETURN, "退回修改"),
        (Outcome.REJECT, "不通过"),
        (Outcome.GRANT, "公告"),
    ]

    declaration = models.ForeignKey(Declaration, models.PROTECT, related_name="decisions")
    submission = models.ForeignKey(Submission, models.PROTECT, related_name="decisions")
    step = models.CharField(max_length=40)
    office = models.ForeignKey(Office, models.PROTECT, related_name="+")
    outcome = models.CharField(max_length=8, choices=OUTCOMES)
    reason = models.TextField(blank=True)
    pinned = models.JSONField(default=list)  # the fields a return reopens
    mend_by = models.DateTimeField(null=True)
    officer_id = models.BigIntegerField()
    officer_name = models.CharField(max_length=60)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="decision_outcome", condition=Q(outcome__in=["pass", "return", "reject", "grant"])
            ),
            models.CheckConstraint(name="decision_reason", condition=Q(outcome__in=["pass", "grant"]) | ~Q(reason="")),
            models.UniqueConstraint(fields=["submission", "step"], name="decision_once_a_step"),
        ]
        indexes = [models.Index(fields=["declaration", "id"], name="decision_of_declaration")]

    def __str__(self) -> str:
        return f"{self.step} {self.outcome}"


class PublicNotice(models.Model):
    """公示: a frozen list shown from a day until a day, with its digest; objections are taken meanwhile."""

    office = models.ForeignKey(Office, models.PROTECT, related_name="notices")
    programme = models.CharField(max_length=40)
    edition_id = models.CharField(max_length=60)
    title = models.CharField(max_length=200)
    opens_on = models.DateField()
    closes_on = models.DateField()
    objections_to = models.CharField(max_length=200)
    digest = models.CharField(max_length=64)
    published_at = models.DateTimeField()
    announced_at = models.DateTimeField(null=True)
    document_number = models.CharField(max_length=80, blank=True)

    class Meta:
        indexes = [models.Index(fields=["-opens_on", "-id"], name="public_notice_newest")]

    def __str__(self) -> str:
        return self.title


class NoticeEntry(models.Model):
    """One file on the list of a public notice, with the name as it was shown."""

    notice = models.ForeignKey(PublicNotice, models.PROTECT, related_name="entries")
    declaration = models.ForeignKey(Declaration, models.PROTECT, related_name="notice_entries")
    sequence = models.PositiveIntegerField()
    enterprise_name = models.CharField(max_length=120)
    credit_code = models.CharField(max_length=18)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["notice", "declaration"], name="notice_entry_once"),
            models.UniqueConstraint(fields=["notice", "sequence"], name="notice_entry_sequence"),
        ]

    def __str__(self) -> str:
        return f"{self.sequence} {self.enterprise_name}"
