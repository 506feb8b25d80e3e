from django.db import models


class Event(models.Model):
    """Somebody did something to a thing. Append-only: a trigger refuses update and delete."""

    at = models.DateTimeField()
    actor_id = models.BigIntegerField(null=True)  # no foreign key: an account may go, its deeds stay
    actor_name = models.CharField(max_length=60, blank=True)
    post = models.CharField(max_length=80, blank=True)
    act = models.CharField(max_length=60)
    thing = models.CharField(max_length=40)
    thing_id = models.CharField(max_length=60)
    data = models.JSONField(default=dict)

    class Meta:
        indexes = [
            models.Index(fields=["thing", "thing_id", "id"], name="audit_event_thing"),
            models.Index(fields=["actor_id", "id"], name="audit_event_actor"),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.act} {self.thing} {self.thing_id}"
