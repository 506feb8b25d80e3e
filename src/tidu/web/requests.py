"""Who asks: how a request gets its actor, and what every page of a shell needs to know."""

from __future__ import annotations

from datetime import timedelta
from functools import wraps
from typing import TYPE_CHECKING, Concatenate, ParamSpec

from django.conf import settings
from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.crypto import constant_time_compare
from django.utils.http import urlencode

from tidu.domain.accounts.access import Actor, Audience
from tidu.domain.enterprises.queries import signed_in_actor
from tidu.kit import clock
from tidu.web import carrying

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.contrib.sessions.backends.base import SessionBase
    from django_htmx.middleware import HtmxDetails

P = ParamSpec("P")
POST_KEY = "post_id"  # which of several posts an officer acts from, in the session
FACTOR_KEY = "factor_at"  # when the second factor was last shown in this session
PENDING_KEY = "pending"  # who has shown the password and not yet the second factor: signed in as nobody until then
FRESH = timedelta(minutes=10)


class TiduRequest(HttpRequest):
    """A request with what our middleware puts on it."""

    htmx: HtmxDetails


class ActorRequest(TiduRequest):
    """A request of somebody signed in, in the audience the view is for."""

    actor: Actor


class ActorMiddleware:
    """Gives `request.actor` a place; it is found when a view asks who is there, and not before.

    What was made for somebody signed in is kept nowhere: at a shared machine, going back after signing out must ask us
    anew. Answers that never asked who is there are the same for everybody, and keep what their views say of them.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.__dict__["_actor"] = None
        response = self.get_response(request)
        if request.__dict__["_actor"] is not None:
            response["Cache-Control"] = "private, no-store"
        return response


def actor_of(request: HttpRequest) -> Actor | None:
    """The actor signed in with this session, or None; at most two queries, asked once a request."""
    kept: Actor | None = request.__dict__.get("_actor")
    if kept is not None:
        return kept
    user_id = request.session.get(SESSION_KEY)
    if user_id is None:
        return None
    found = signed_in_actor(int(user_id), post_id=request.session.get(POST_KEY))
    if found is None:
        return None
    actor, session_hash = found
    if not constant_time_compare(request.session.get(HASH_SESSION_KEY, ""), session_hash):
        request.session.flush()  # the password was changed elsewhere
        return None
    if actor.audience in {Audience.OFFICER, Audience.OPERATOR} and FACTOR_KEY not in request.session:
        return None  # no post without a second factor, however the session came about
    request.__dict__["_actor"] = actor
    return actor


def note_factor(session: SessionBase) -> None:
    """Remember that the second factor was shown just now."""
    session[FACTOR_KEY] = clock.now().timestamp()


def has_fresh_factor(request: HttpRequest) -> bool:
    """Whether the second factor was shown within the last ten minutes."""
    shown: float = request.session.get(FACTOR_KEY, 0.0)
    return timedelta() <= timedelta(seconds=clock.now().timestamp() - shown) <= FRESH


def only_for(
    *audiences: Audience,
) -> Callable[
    [Callable[Concatenate[ActorRequest, P], HttpResponse]], Callable[Concatenate[HttpRequest, P], HttpResponse]
]:
    """Let a view be reached by these audiences alone: strangers are sent to sign in and back, others are refused."""

    def decorate(
        view: Callable[Concatenate[ActorRequest, P], HttpResponse],
    ) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
        @wraps(view)
        def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            actor = actor_of(request)
            if actor is None:
                return to_sign_in(request)
            if actor.post_id != (request.session.get(POST_KEY) or actor.post_id):
                return _to_posts(request)  # the post they acted from is over: which of the others, they say themselves
            if actor.audience not in audiences:
                raise PermissionDenied(actor.audience)
            request.__dict__["actor"] = actor
            return view(request, *args, **kwargs)  # type: ignore[arg-type]  # it has its actor now

        return guarded

    return decorate


applicant_only = only_for(Audience.APPLICANT)
officer_only = only_for(Audience.OFFICER)
operator_only = only_for(Audience.OPERATOR)
person_only = only_for(Audience.PERSON)
staff_only = only_for(Audience.OFFICER, Audience.OPERATOR)
anybody = only_for(*Audience)


def home_of(actor: Actor) -> str:
    """Where somebody belongs after signing in."""
    names = {
        Audience.APPLICANT: "applicant:home",
        Audience.OFFICER: "officer:queue",
        Audience.OPERATOR: "operator:home",
        Audience.PERSON: "person:home",
    }
    return reverse(names[actor.audience])


def to_sign_in(request: HttpRequest) -> HttpResponse:
    """Lead a stranger to the page where they sign in, or to its second step, and back; a form they sent is kept."""
    fetched = request.headers.get("X-Requested-With") == "fetch"
    where = request.get_full_path() if request.method == "GET" else home_path(request)
    if request.method == "POST" and not fetched and carrying.keep(request):
        where = reverse("public:carry_on")
    page = "public:second_factor" if PENDING_KEY in request.session else "public:sign_in"
    target = f"{reverse(page)}?{urlencode({'next': where})}"
    if fetched:
        response = HttpResponse(status=401)
        response["X-Sign-In"] = target
        return response
    return redirect(target)


def _to_posts(request: HttpRequest) -> HttpResponse:
    where = request.get_full_path() if request.method == "GET" else home_path(request)
    return redirect(f"{reverse('public:posts')}?{urlencode({'next': where})}")


def home_path(request: HttpRequest) -> str:
    """The page a form was posted from, when it is one of ours; else the front page."""
    referrer = request.headers.get("Referer", "")
    origin = f"{request.scheme}://{request.get_host()}"
    return referrer.removeprefix(origin) if referrer.startswith(f"{origin}/") else "/"


def address_of(request: HttpRequest) -> str:
    """The address asked from. Behind the proxy that settings trust it is the last one the proxy wrote down."""
    if settings.SECURE_PROXY_SSL_HEADER:
        forwarded = request.headers.get("X-Forwarded-For", "")
        if forwarded:
            return forwarded.rpartition(",")[2].strip()
    return str(request.META.get("REMOTE_ADDR", ""))


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form's token is missing or old: nothing was done, say how to go on."""
    return render(request, "ui/csrf_failure.html", {"reason": reason}, status=403)
