"""Deciding: on one file, or passing several at once. What cannot be done is said beside what was asked, with 422."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_POST

from tidu.domain.accounts.access import Act, require
from tidu.domain.reviews.actions import decide, mend_by
from tidu.kit.refusals import Refusal
from tidu.rules.workflow import Outcome
from tidu.web.officer.shown.deciding import CHOICES_OF_DAYS, Typed, templates_joined, whole
from tidu.web.officer.shown.queue import forget_counts
from tidu.web.officer.shown.review import Asked, review_context
from tidu.web.requests import ActorRequest, officer_only

if TYPE_CHECKING:
    from django.http import HttpResponse, QueryDict

_NUMBER = re.compile(r"[A-Za-z0-9-]{1,40}")
_OUTCOMES = {"pass": Outcome.PASS, "return": Outcome.RETURN, "reject": Outcome.REJECT}
_MOST_AT_ONCE = 100


@require_POST
@officer_only
def decide_one(request: ActorRequest, number: str) -> HttpResponse:
    """Decide on the step and submission that were on screen, then go to the next file. At most twelve queries."""
    require(request.actor, Act.DECIDE)
    typed = Typed.read(request.POST)
    if "template" in request.POST:  # a template was chosen: nothing is decided, its words are added to the reason
        typed = replace(templates_joined(typed, request.POST["template"]), outcome="return")
        return _again(request, number, typed, None, status=200)
    try:
        _require_confirmed(typed)
        decide(
            request.actor,
            number,
            _outcome(typed.outcome),
            at_step=typed.at_step,
            at_submission=typed.at_submission,
            reason=typed.reason,
            pinned=typed.pinned,
            mend_until=_mend_until(typed),
        )
    except Refusal as refusal:
        return _again(request, number, typed, refusal, status=422)
    forget_counts(request.actor)
    return redirect(_next(request.POST, number, typed.outcome))


@require_POST
@officer_only
def pass_several(request: ActorRequest) -> HttpResponse:
    """Pass the chosen files that have no findings, each for itself, and tell what became of each."""
    require(request.actor, Act.DECIDE)
    picks = [each for each in request.POST.getlist("pick") if _NUMBER.fullmatch(each.partition(":")[0])][:_MOST_AT_ONCE]
    passed: list[str] = []
    kept: list[tuple[str, Refusal]] = []
    for pick in picks:
        number, _, rest = pick.partition(":")
        step, _, submission = rest.partition(":")
        try:
            decide(
                request.actor, number, Outcome.PASS, at_step=step, at_submission=whole(submission, -1), only_usual=True
            )
            passed.append(number)
        except Refusal as refusal:
            kept.append((number, refusal))
        except (Http404, PermissionDenied):
            kept.append((number, Refusal("这件申报不由本级办理。", mend="请回到队列刷新后再选。")))
    forget_counts(request.actor)
    if kept or not picks:
        context = {"passed": passed, "kept": kept, "picks": picks, "view": request.POST.get("view", "waiting")}
        return render(request, "officer/passed_several.html", context, status=422)
    return redirect(f"{reverse('officer:queue')}?passed={len(passed)}")


def _again(request: ActorRequest, number: str, typed: Typed, refusal: Refusal | None, *, status: int) -> HttpResponse:
    asked = Asked(show=request.POST.get("show", ""), panel=typed.outcome if typed.outcome != "pass" else "")
    context = review_context(request.actor, number, asked, typed=typed) | {"refusal": refusal}
    template = "officer/_decision.html" if request.htmx else "officer/review.html"
    return render(request, template, context, status=status)


def _outcome(word: str) -> Outcome:
    if word not in _OUTCOMES:
        raise Refusal("没有选结论。", mend="请点通过、退回修改或不予推荐中的一个。")
    return _OUTCOMES[word]


def _mend_until(typed: Typed) -> datetime | None:
    return mend_by(typed.days) if typed.outcome == "return" and typed.days in CHOICES_OF_DAYS else None


def _require_confirmed(typed: Typed) -> None:
    if typed.outcome == "reject" and not typed.is_confirmed:
        raise Refusal("还没有确认。", "作出后，企业本次申报到此结束。", "请勾选确认后再点一次。", field="confirm")


def _next(posted: QueryDict, number: str, outcome: str) -> str:
    after = posted.get("next", "")
    where = reverse("officer:review", args=[after]) if _NUMBER.fullmatch(after) else reverse("officer:queue")
    return f"{where}?{urlencode({'after': number, 'as': outcome})}"
