import uuid

from django.db import models


class StoredFile(models.Model):
    """One uploaded object: kept under a name of ours, shown under the name it came with."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=255)
    path = models.CharField(max_length=200, unique=True)
    size = models.BigIntegerField()
    sha256 = models.CharField(max_length=64, db_index=True)
    content_type = models.CharField(max_length=100)
    uploaded_by = models.BigIntegerField()
    uploaded_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name
