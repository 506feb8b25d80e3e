"""Background work of verification: thin, idempotent, by id."""

from __future__ import annotations

from uuid import UUID

from django_tasks import task

from tidu.domain.verification.actions import asking, licences, reading


@task()
def ask_registry(question_id: int) -> None:
    """Ask the registry about one verification, if that is due."""
    asking.ask(question_id)


def ask_what_is_due() -> int:
    """For the periodic run: have everything asked whose time has come. How many they were."""
    found = asking.due()
    for question_id in found:
        ask_registry.enqueue(question_id)
    return len(found)


@task()
def read_licence(licence_id: str) -> None:
    """Read what stands on a licence."""
    reading.read(UUID(licence_id))


def forget_unclaimed_licences() -> int:
    """For the periodic run: delete what was brought by people who did not register. How many."""
    return licences.forget_unclaimed()
