from django.db import models


class Count(models.Model):
    """How often something was done since the first time; after its end the row begins anew, and then it is of no use.

    Kept in the database and not in a cache, which may forget or lose count: limits and things used once rest on it.
    """

    key = models.CharField(max_length=64, primary_key=True)
    times = models.PositiveIntegerField()
    ends_at = models.BigIntegerField()  # seconds since 1970: compared inside one statement, alike on both databases

    class Meta:
        indexes = [models.Index(fields=["ends_at"], name="kit_count_ends")]

    def __str__(self) -> str:
        return f"{self.key[:8]} {self.times}"
