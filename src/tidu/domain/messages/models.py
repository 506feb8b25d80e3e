from django.conf import settings
from django.db import models
from django.db.models import Q


class Message(models.Model):
    """消息: one thing told to one person."""

    class Kind(models.TextChoices):
        EXPIRY = "expiry", "认定到期"
        UPDATE = "update", "信息更新"
        RECOGNITION = "recognition", "认定通知"
        CANCELLATION = "cancellation", "取消认定"
        DECLARATION = "declaration", "申报提醒"
        ACCOUNT = "account", "账户与岗位"

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="messages")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    title = models.CharField(max_length=120)
    body = models.TextField(blank=True)
    about = models.CharField(max_length=40, blank=True)  # the number of the declaration it speaks of
    sent_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="message_kind",
                condition=Q(kind__in=["expiry", "update", "recognition", "cancellation", "declaration", "account"]),
            ),
        ]
        indexes = [models.Index(fields=["user", "-id"], name="message_newest")]

    def __str__(self) -> str:
        return self.title
