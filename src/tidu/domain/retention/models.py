from django.db import models


class Run(models.Model):
    """The daily run of one day: how much went by each rule. One that has no end was broken off, and is done again."""

    day = models.DateField(unique=True)
    ended_at = models.DateTimeField(null=True)
    went = models.JSONField(default=dict)

    def __str__(self) -> str:
        return f"{self.day}"
