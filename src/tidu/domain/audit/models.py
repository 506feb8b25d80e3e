from django.db import models
from django.db.models import Q

from tidu.domain.audit.chain import BEGINNING


class Event(models.Model):
    """Somebody did something to a thing. Append-only: a trigger refuses update and delete."""

    at = models.DateTimeField()
    actor_id = models.BigIntegerField(null=True)  # no foreign key: an account may go, its deeds stay
    actor_name = models.CharField(max_length=60, blank=True)
    post = models.CharField(max_length=80, blank=True)  # the office or enterprise for which they acted, by its name
    role = models.CharField(max_length=12, blank=True)
    office_id = models.BigIntegerField(null=True)  # of an officer: those above it see what was done
    act = models.CharField(max_length=60)
    thing = models.CharField(max_length=40)
    thing_id = models.CharField(max_length=64)
    data = models.JSONField(default=dict)

    class Meta:
        indexes = [
            models.Index(fields=["at", "id"], name="audit_event_at"),
            models.Index(fields=["thing", "thing_id", "id"], name="audit_event_thing"),
            models.Index(fields=["actor_id", "at", "id"], name="audit_event_actor"),
            models.Index(fields=["office_id", "at", "id"], name="audit_event_office"),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.act} {self.thing} {self.thing_id}"


class Link(models.Model):
    """One link of the chain: it seals an event, or says which numbers were given and never used. Append-only.

    Its digest covers the event, its own place and the digest before it, so none can change, go, come or move unseen.
    """

    sequence = models.BigIntegerField(primary_key=True)
    event = models.OneToOneField(Event, models.DO_NOTHING, null=True, db_constraint=False, related_name="link")
    missing_from = models.BigIntegerField(null=True)
    missing_to = models.BigIntegerField(null=True)
    previous = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="audit_link_seals_one_thing",
                condition=Q(event__isnull=False, missing_from__isnull=True, missing_to__isnull=True)
                | Q(event__isnull=True, missing_from__isnull=False, missing_to__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return f"{self.sequence} {self.digest[:8]}"


class Chain(models.Model):
    """How far the log is sealed. One row; whoever seals holds it, so that one seals at a time."""

    name = models.CharField(max_length=8, primary_key=True, default="events")
    sequence = models.BigIntegerField(default=0)
    digest = models.CharField(max_length=64, default=BEGINNING)
    sealed_to = models.BigIntegerField(default=0)  # the last event that has its link
    settled_to = models.BigIntegerField(default=0)  # up to here no number is still to come
    # the last look: how far the numbers went, the first transaction that had not begun, and when
    seen_to = models.BigIntegerField(default=0)
    seen_before = models.BigIntegerField(default=0)
    seen_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.name} {self.sequence} {self.digest[:8]}"


class Tombstone(models.Model):
    """墓碑: an account whose personal data was erased. Its events stay as they were sealed; lists do not name it."""

    account_id = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.account_id}"
