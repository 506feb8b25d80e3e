import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from tidu.kit.masks import email, phone
from tidu.kit.sealed import SealedField


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


class Outgoing(models.Model):
    """发件: a text message or e-mail on its way out. Written in the transaction of what it speaks of, sent after it.

    Only `outbox_sending` and `outbox` change where it stands. What it says is sealed, and is wiped when it is over.
    """

    class Kind(models.TextChoices):
        SMS = "sms", "短信"
        EMAIL = "email", "邮件"

    class State(models.TextChoices):
        WAITING = "waiting", "待发"
        SENDING = "sending", "正在发"
        SENT = "sent", "已发出"
        DELIVERED = "delivered", "已送达"
        FAILED = "failed", "没有发出"
        UNKNOWN = "unknown", "不知是否发出"

    token = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)  # by it a gateway tells tries apart
    key = models.CharField(max_length=80, unique=True)  # by it we do: one message for one key
    kind = models.CharField(max_length=5, choices=Kind.choices)
    to = SealedField(max_length=254)
    to_blind = models.CharField(max_length=64)
    template = models.CharField(max_length=40, blank=True)
    subject = models.CharField(max_length=120, blank=True)
    content = SealedField(max_length=8000, blank=True)  # the params of a template as JSON, or the body of an e-mail
    useful_until = models.DateTimeField(null=True, blank=True)  # set for secrets: later they are not sent, and wiped
    state = models.CharField(max_length=9, choices=State.choices, default=State.WAITING)
    tries = models.PositiveSmallIntegerField(default=0)
    next_at = models.DateTimeField()
    written_at = models.DateTimeField()
    claimed_at = models.DateTimeField(null=True, blank=True)
    gateway = models.CharField(max_length=8, blank=True)
    gateway_id = models.CharField(max_length=120, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="outgoing_kind", condition=Q(kind__in=["sms", "email"])),
            models.CheckConstraint(
                name="outgoing_state",
                condition=Q(state__in=["waiting", "sending", "sent", "delivered", "failed", "unknown"]),
            ),
        ]
        indexes = [
            models.Index(
                fields=["kind", "next_at"], name="outgoing_to_do", condition=Q(state__in=["waiting", "sending"])
            ),
            models.Index(fields=["state", "-id"], name="outgoing_state_newest"),
            models.Index(fields=["to_blind", "-id"], name="outgoing_to_newest"),
            models.Index(fields=["written_at"], name="outgoing_written"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.token}"

    @property
    def masked_to(self) -> str:
        """To whom, as screens show it."""
        return phone(self.to) if self.kind == self.Kind.SMS else email(self.to)


class OutgoingEvent(models.Model):
    """What became of a message that goes out, step by step."""

    class What(models.TextChoices):
        WRITTEN = "written", "写入发件箱"
        SENT = "sent", "网关收下"
        NOT_SENT = "not_sent", "没有发出"
        UNKNOWN = "unknown", "不知是否发出"
        DELIVERED = "delivered", "送达"
        UNDELIVERED = "undelivered", "没有送达"
        TAKEN_AS_SENT = "taken_as_sent", "认定已发出"
        SENT_AGAIN = "sent_again", "决定再发"

    outgoing = models.ForeignKey(Outgoing, models.CASCADE, related_name="history")
    at = models.DateTimeField()
    what = models.CharField(max_length=13, choices=What.choices)
    note = models.CharField(max_length=300, blank=True)
    by = models.CharField(max_length=60, blank=True)

    class Meta:
        indexes = [models.Index(fields=["outgoing", "id"], name="outgoing_event_order")]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.what}"
