"""Background work on declarations: making the PDF of a submission. Idempotent; takes ids."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from django.db import transaction
from django.http import Http404
from django_tasks import task

from tidu.domain.accounts.access import Actor
from tidu.domain.declarations.models import Paper, Submission
from tidu.domain.declarations.papers.content import content_of
from tidu.domain.declarations.queries import declarations
from tidu.domain.files.actions import store_made
from tidu.kit import clock
from tidu.kit.typesetting import Unprintable, typeset

_TEMPLATE = Path(__file__).parent / "papers" / "declaration.typ"


def paper_for(actor: Actor, number: str, sequence: int) -> Paper | None:
    """The PDF of a submission that exists for the actor, or None while nobody asked for it. One query."""
    return (
        Paper.objects.filter(
            submission__sequence=sequence, submission__declaration__in=declarations(actor).filter(number=number)
        )
        .select_related("file", "submission__declaration")
        .first()
    )


@transaction.atomic
def request_paper(actor: Actor, number: str, sequence: int) -> Paper:
    """Ask for the PDF of a submission; made once, after commit, in the background. A failed one is tried again."""
    submission = Submission.objects.filter(
        sequence=sequence, declaration__in=declarations(actor).filter(number=number)
    ).first()
    if submission is None:
        raise Http404(f"{number}-{sequence}")
    paper, is_new = Paper.objects.get_or_create(submission=submission, defaults={"requested_at": clock.now()})
    if is_new or paper.state == Paper.State.FAILED:
        Paper.objects.filter(pk=paper.pk).update(state=Paper.State.WAITING, problem="")
        paper.state = Paper.State.WAITING
        transaction.on_commit(partial(make_paper.enqueue, paper.pk))
    return paper


@task()
def make_paper(paper_id: int) -> None:
    """Typeset the submission and keep the file."""
    paper = Paper.objects.select_related("submission__declaration__window", "submission__declaration__enterprise").get(
        pk=paper_id
    )
    if paper.state == Paper.State.READY:
        return
    submission = paper.submission
    try:
        pdf = typeset(_TEMPLATE, content_of(submission))
    except Unprintable as problem:
        Paper.objects.filter(pk=paper_id).update(state=Paper.State.FAILED, problem=str(problem)[:200])
        return
    name = f"{submission.snapshot['enterprise']['name']}-申报书-{submission.receipt}.pdf"
    with transaction.atomic():
        file = store_made(pdf, name, "application/pdf", user_id=submission.submitted_by)
        Paper.objects.filter(pk=paper_id, state=Paper.State.WAITING).update(state=Paper.State.READY, file=file)
