"""营业执照: taken in before there is an account, given to the enterprise that registers with it, or forgotten."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

from django.core.files.storage import default_storage
from django.db import transaction

from tidu.domain.accounts.access import Act, Actor, require
from tidu.domain.audit.actions import record
from tidu.domain.files.actions import store_upload
from tidu.domain.files.models import StoredFile
from tidu.domain.verification.models import Licence
from tidu.kit import clock

if TYPE_CHECKING:
    import uuid

    from django.core.files.uploadedfile import UploadedFile

MOST_BYTES = 10 * 1024 * 1024
#: A licence is looked at and read: an archive is neither.
KINDS = {"image/jpeg": "JPG", "image/png": "PNG", "application/pdf": "PDF"}
#: Who has not registered by then, does not come back to this page.
KEPT_FOR = timedelta(days=1)


def bring_licence(upload: UploadedFile[Any], *, user_id: int = 0) -> Licence:
    """Keep a licence that somebody brings, who may be nobody yet, and have it read in the background."""
    file = store_upload(upload, user_id=user_id, accepted=KINDS, most_bytes=MOST_BYTES)
    with transaction.atomic():
        licence = Licence.objects.create(file=file, brought_at=clock.now())
        record(None, "licence.brought", "licence", licence.pk, size=file.size, content_type=file.content_type)
        transaction.on_commit(partial(_read_soon, licence.pk))
    return licence


def bring_own_licence(actor: Actor, upload: UploadedFile[Any]) -> Licence:
    """Keep a licence for the enterprise of the actor; the newest one counts, the older ones stay for who decided."""
    require(actor, Act.FILL)
    licence = bring_licence(upload, user_id=actor.user_id)
    give_licence(licence.pk, actor.enterprise_id)
    return licence


@transaction.atomic
def give_licence(licence_id: uuid.UUID, enterprise_id: int) -> None:
    """Let a licence that belongs to nobody belong to an enterprise; one that has an owner stays with it."""
    given = Licence.objects.filter(pk=licence_id, enterprise=None).update(enterprise_id=enterprise_id)
    if given:
        record(None, "licence.given", "enterprise", enterprise_id, licence=str(licence_id))


def forget_unclaimed() -> int:
    """For the periodic run: delete what was brought a day ago by somebody who did not register. How many."""
    old = Licence.objects.filter(enterprise=None, brought_at__lt=clock.now() - KEPT_FOR).select_related("file")
    forgotten = 0
    for licence in old[:200]:
        with transaction.atomic():
            # a registration that takes it at this moment wins: its row is not there to delete any more
            if not Licence.objects.filter(pk=licence.pk, enterprise=None).delete()[0]:
                continue
            StoredFile.objects.filter(pk=licence.file_id).delete()
            transaction.on_commit(partial(default_storage.delete, licence.file.path))
        forgotten += 1
    return forgotten


def _read_soon(licence_id: uuid.UUID) -> None:
    from tidu.domain.verification.tasks import read_licence  # noqa: PLC0415  the task asks this package back

    read_licence.enqueue(str(licence_id))
