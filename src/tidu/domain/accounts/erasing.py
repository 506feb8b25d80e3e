"""墓碑: what is left of an account whose personal data was erased: its number, so that what it did stays somebody's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import CASCADE, Q

from tidu.domain.accounts.models import Code, Invitation, Post, User
from tidu.domain.audit.tombstones import GONE, bury
from tidu.kit.due import Due

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import QuerySet

_ERASED = "erased-"


def erase_account(user: User) -> None:
    """Take away everything that tells who the person is or lets them in. Needs a transaction around it.

    What would go with the row, had it not to stay as a tombstone, goes: names, factors, sessions, messages.
    """
    for relation in User._meta.related_objects:  # noqa: SLF001 - Django's documented way to ask a model
        if relation.on_delete is CASCADE:
            relation.related_model._default_manager.filter(**{relation.field.name: user}).delete()  # noqa: SLF001
    Code.objects.filter(account=user.pk).delete()
    user.username, user.name, user.phone, user.email = f"{_ERASED}{user.pk}", GONE, "", ""
    user.is_active = False
    user.sessions_ended += 1
    user.set_unusable_password()
    user.save()
    bury(user.pk)


def is_erased(user: User) -> bool:
    """Whether only the tombstone is left."""
    return user.name == GONE and user.username == f"{_ERASED}{user.pk}"


def has_posts(user: User) -> bool:
    """Whether the person holds or ever held a post."""
    return Post.objects.filter(user=user).exists()


def unused_since(before: datetime) -> QuerySet[User]:
    """Accounts without posts that nobody signed in to since then."""
    idle = Q(last_login__lt=before) | Q(last_login=None, created_at__lt=before)
    return User.objects.filter(idle, posts=None).exclude(username__startswith=_ERASED)


def invitations_before(before: datetime) -> Due:
    """Invitations that were used, or ran out, before then."""
    rows = Invitation.objects.filter(Q(used_at__lt=before) | Q(until__lt=before))
    return Due(rows.count, lambda: rows.delete()[0])
