from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404

from tidu.domain.accounts.access import Act, Actor, require
from tidu.domain.verification import registry
from tidu.domain.verification.models import Licence, ManualCheck, Verification
from tidu.kit.paging import Page, page_of

if TYPE_CHECKING:
    from collections.abc import Iterable
    from uuid import UUID

    from tidu.domain.enterprises.models import Enterprise
    from tidu.domain.files.models import StoredFile


def state_of(enterprise_id: int) -> Verification.State:
    """Where an enterprise's verification stands; one that has never asked is not verified. One query."""
    found = Verification.objects.filter(pk=enterprise_id).values_list("state", flat=True).first()
    return Verification.State(found) if found else Verification.State.NOT_VERIFIED


def state_in(enterprise: Enterprise) -> Verification.State:
    """The same of an enterprise that was read together with its `verification`. No query then."""
    found: Verification | None = getattr(enterprise, "verification", None)  # absent where it never asked
    return Verification.State(found.state) if found else Verification.State.NOT_VERIFIED


def is_verified(enterprise: Enterprise) -> bool:
    """Whether public notice and announcement need not wait for this enterprise, read as `state_in` reads it."""
    return state_in(enterprise) is Verification.State.VERIFIED


def verification_of(enterprise_id: int) -> Verification:
    """The same with its reason. One query."""
    found = Verification.objects.filter(pk=enterprise_id).first()
    return found or Verification(enterprise_id=enterprise_id, state=Verification.State.NOT_VERIFIED)


def unverified_among(enterprise_ids: Iterable[int]) -> set[int]:
    """Those that public notice and announcement must wait for. One query."""
    wanted = set(enterprise_ids)
    verified = Verification.objects.filter(pk__in=wanted, state=Verification.State.VERIFIED)
    return wanted - set(verified.values_list("pk", flat=True))


def licence_of(enterprise_id: int) -> Licence | None:
    """The newest licence of an enterprise. One query."""
    return Licence.objects.filter(enterprise_id=enterprise_id).select_related("file").order_by("-brought_at").first()


def unclaimed_licence(licence_id: UUID) -> Licence | None:
    """A licence that somebody brought who has not registered yet. One query."""
    return Licence.objects.filter(pk=licence_id, enterprise=None).select_related("file").first()


def is_registry_asked() -> bool:
    """Whether this installation asks a registry."""
    return registry.is_configured()


def checks(
    actor: Actor, *, kind: str = "", state: str = ManualCheck.State.WAITING, cursor: str = "", size: int = 20
) -> Page[ManualCheck]:
    """What operators decide: what waits oldest first, what is decided newest first. One query."""
    require(actor, Act.OPERATE)
    rows = ManualCheck.objects.filter(state=state).select_related("enterprise__region", "user", "question")
    if kind:
        rows = rows.filter(kind=kind)
    by = ["asked_at", "id"] if state == ManualCheck.State.WAITING else ["-asked_at", "-id"]
    return page_of(rows, by=by, cursor=cursor, size=size)


def check_kinds() -> list[tuple[str, str]]:
    """The kinds of manual checks with their words."""
    return [(kind.value, str(kind.label)) for kind in ManualCheck.Kind]


def waiting_counts(actor: Actor) -> dict[str, int]:
    """How many wait, by kind. One query."""
    require(actor, Act.OPERATE)
    kinds = list(ManualCheck.objects.filter(state=ManualCheck.State.WAITING).order_by().values_list("kind", flat=True))
    return {kind: kinds.count(kind) for kind in ManualCheck.Kind.values}


def check_for(actor: Actor, number: str) -> ManualCheck:
    """One check with its enterprise and what the registry said; Http404 where there is none. One query."""
    require(actor, Act.OPERATE)
    found = ManualCheck.objects.filter(number=number).select_related("enterprise__region", "user", "question").first()
    if found is None:
        raise Http404(number)
    return found


def contested_for(actor: Actor, number: str) -> ManualCheck:
    """A claim to the account of the actor's enterprise; Http404 where there is none of that number. One query."""
    rows = ManualCheck.objects.filter(kind=ManualCheck.Kind.CONTESTED, enterprise_id=actor.enterprise_id, number=number)
    found = rows.select_related("enterprise").first()
    if found is None:
        raise Http404(number)
    return found


def open_contest(actor: Actor) -> ManualCheck | None:
    """The claim to the account of the actor's enterprise that waits for an answer, or None. One query."""
    rows = ManualCheck.objects.filter(kind=ManualCheck.Kind.CONTESTED, enterprise_id=actor.enterprise_id)
    return rows.filter(state=ManualCheck.State.WAITING, answered_at=None).order_by("id").first()


def evidence_of(actor: Actor, number: str, file_id: UUID) -> StoredFile:
    """A file of a check, for the operator; Http404 where it belongs to none of that number. Two queries."""
    found = check_for(actor, number).evidence.filter(pk=file_id).first()
    if found is None:
        raise Http404(file_id)
    return found
