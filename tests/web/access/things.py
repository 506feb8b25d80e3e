"""What stands in the addresses of the table: files of an enterprise in 昆山 at every stop, and what goes with them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from django.core.files.uploadedfile import SimpleUploadedFile

from tests.services.filling import PDF, fill, submit_filled
from tests.services.world import NOW, PASSWORD
from tidu.domain.accounts.actions import create_user
from tidu.domain.accounts.invitations import invite
from tidu.domain.accounts.models import Post
from tidu.domain.declarations.actions import begin
from tidu.domain.declarations.models import Declaration, Evidence
from tidu.domain.declarations.tasks import make_paper, request_paper
from tidu.domain.enterprises.colleagues import invite as invite_colleague
from tidu.domain.enterprises.models import Member
from tidu.domain.enterprises.queries import applicant_for
from tidu.domain.messages.models import Message, Outgoing
from tidu.domain.messages.outbox import address_mark, send_sms, text
from tidu.domain.notices.actions import publish, set_contact, set_link
from tidu.domain.notices.models import Announcement
from tidu.domain.recognitions.models import Recognition
from tidu.domain.regions.models import Region
from tidu.domain.reviews.actions import announce, decide, publish_notice
from tidu.domain.reviews.models import PublicNotice
from tidu.domain.verification.actions.contested import contest
from tidu.domain.verification.actions.licences import bring_licence, give_licence
from tidu.domain.verification.actions.verifying import ask_for_verification, decide_verification
from tidu.domain.verification.models import Licence, ManualCheck
from tidu.kit import clock
from tidu.rules.workflow import Outcome

if TYPE_CHECKING:
    from tests.services.world import World
    from tidu.domain.accounts.access import Actor
    from tidu.domain.windows.models import Window


@dataclass(frozen=True)
class Things:
    """One of each; what an enterprise has is the owner's where nothing else is said."""

    owner: Actor
    other: Actor
    draft: Declaration  # everything filled, nothing submitted
    draft_file: Evidence
    submitted: Declaration  # waits at the county
    at_city: Declaration  # passed by the county
    returned: Declaration  # sent back by the county with a reason
    printed: Declaration  # submitted, with its PDF
    waiting: Declaration  # of another enterprise: waits for the city's notice
    notice: PublicNotice  # of the city, its days are over
    certificate: Recognition  # announced by the city, not recorded yet
    window: Window  # of the province, where the owner has begun nothing
    foreign_window: Window  # of 浙江
    announcement: Announcement
    message: Message  # to the owner
    officer: Actor  # reviews in 昆山
    colleague: int  # who may stand in for them
    invitation: str  # the link of somebody who has set no password yet
    editor: Actor  # fills in for the owner's enterprise
    viewer: Actor  # may look at what it files
    join_code: str  # of an invitation to it
    contest: ManualCheck  # somebody claims it
    decided: ManualCheck  # of another enterprise: refused, with the reason
    check: ManualCheck  # of a third enterprise, over its licence
    outgoing: Outgoing  # a text message of which nobody knows whether it went out


def things(world: World) -> Things:
    """Let everything come about as it does in life, over the last weeks."""
    owner, other = world.enterprise(), world.enterprise(verified=False)
    windows = [world.window() for _ in range(6)]
    with clock.stopped_at(NOW - timedelta(days=28)):
        certificate = _announced(world, windows[0])
    with clock.stopped_at(NOW - timedelta(days=14)):
        notice = _published(world, _at_notice(world, windows[0]))
    draft = begin(owner, windows[0].code)
    fill(owner, draft)
    submitted = _submitted(owner, windows[1])
    at_city = _submitted(owner, windows[2])
    _decide(world, at_city, "320583", Outcome.PASS)
    printed = _submitted(owner, windows[3])
    make_paper.call(request_paper(owner, printed.number, 1).pk)
    returned = _submitted(owner, windows[4])
    _decide(world, returned, "320583", Outcome.RETURN, reason="研发费用与审计报告不一致，请核对。")
    _tell_the_public(world)
    message = Message.objects.filter(user_id=owner.user_id).latest("pk")
    return Things(
        owner=owner,
        other=other,
        draft=fresh(draft),
        draft_file=Evidence.objects.filter(declaration=draft).earliest("pk"),
        submitted=submitted,
        at_city=fresh(at_city),
        returned=fresh(returned),
        printed=printed,
        waiting=_at_notice(world, windows[0]),
        notice=notice,
        certificate=certificate,
        window=windows[5],
        foreign_window=world.window("innovative@2022-08-01", region=Region.objects.get(code="330000").code),
        announcement=Announcement.objects.get(),
        message=message,
        officer=world.officer("320583"),
        colleague=world.officer("320583", Post.Role.OBSERVER).user_id,
        invitation=_invited(world),
        editor=_colleague(owner, "editor"),
        viewer=_colleague(owner, "viewer"),
        join_code=_join_code(owner),
        contest=_contested(owner),
        check=_asked(world, owner),
        decided=_refused(world, other),
        outgoing=_unknown(),
    )


def _asked(world: World, owner: Actor) -> ManualCheck:
    """A verification that waits for an operator; the owner, who was verified before, has a licence, too."""
    _with_licence(owner)
    return ask_for_verification(_with_licence(world.enterprise(verified=False)))


def _refused(world: World, other: Actor) -> ManualCheck:
    """A verification that an operator refused, over a licence in which nothing could be read."""
    check = ask_for_verification(_with_licence(other))
    operator = world.officer("320000", Post.Role.OPERATOR)
    decide_verification(operator, check.number, is_granted=False, reason="执照上的名称不一样。")
    Licence.objects.update(state="unread", problem="照片太暗。")
    return ManualCheck.objects.get(pk=check.pk)


def _with_licence(enterprise: Actor) -> Actor:
    licence = bring_licence(SimpleUploadedFile("营业执照.pdf", PDF))
    give_licence(licence.pk, enterprise.enterprise_id)
    return enterprise


def _colleague(owner: Actor, role: str) -> Actor:
    user = create_user(username=f"{role}-of-owner", password=PASSWORD, name=role)
    Member.objects.create(enterprise_id=owner.enterprise_id, user=user, role=role)
    actor = applicant_for(user.pk)
    assert actor is not None
    return actor


def _join_code(owner: Actor) -> str:
    sent = invite_colleague(owner, "13900000001", "viewer", kind="sms", join_url="")
    found = re.search(r"邀请码 ([A-Z0-9]+)", text(Outgoing.objects.get(to_blind=address_mark(sent.to))))
    assert found
    return found[1]


def _contested(owner: Actor) -> ManualCheck:
    papers = [SimpleUploadedFile(name, PDF) for name in ("营业执照.pdf", "授权书.pdf")]
    said = {"asker": "林真", "phone": "13900000002", "reason": "不是我们注册的。"}
    return contest(owner.user_id, licence=papers[0], letter=papers[1], **said)


def _unknown() -> Outgoing:
    message = send_sms("13800000001", "username", {"username": "chenlan"}, key="unknown")
    Outgoing.objects.filter(pk=message.pk).update(state=Outgoing.State.UNKNOWN)
    return message


def _invited(world: World) -> str:
    lead, today = world.officer("320583", Post.Role.LEAD), NOW.date()
    place = world.office("320583")
    return invite(lead, username="invited", name="陈新", office=place, role="observer", since=today, until=None)[1]


def _tell_the_public(world: World) -> None:
    lead = world.officer("320000", Post.Role.LEAD)
    publish(lead, title="关于开放申报的通知", body="全文。", document_number="示例1号")
    set_contact(lead, "support", name="技术支持", phone="025-00000001", hours="工作日 9:00–17:30")
    ministry = world.officer("000000", Post.Role.LEAD)
    set_link(ministry, "contest", name="创客大赛", url="https://contest.example.com/", note="另一网站")


def fresh(declaration: Declaration) -> Declaration:
    """The declaration as it is now."""
    return Declaration.objects.select_related("held_by", "enterprise").get(pk=declaration.pk)


def _submitted(owner: Actor, window: Window) -> Declaration:
    declaration = begin(owner, window.code)
    submit_filled(owner, declaration)
    return fresh(declaration)


def _decide(world: World, declaration: Declaration, region: str, outcome: Outcome, reason: str = "") -> None:
    now = fresh(declaration)
    officer = world.officer(region)
    decide(officer, now.number, outcome, at_step=now.step, at_submission=now.submissions_made, reason=reason)


def _at_notice(world: World, window: Window) -> Declaration:
    declaration = _submitted(world.enterprise(), window)
    _decide(world, declaration, "320583", Outcome.PASS)
    _decide(world, declaration, "320500", Outcome.PASS)
    return fresh(declaration)


def _published(world: World, declaration: Declaration) -> PublicNotice:
    city = world.officer("320500")
    return publish_notice(
        city, declaration.edition_id, [declaration.number], title="公示", objections_to="0512-55550001"
    )


def _announced(world: World, window: Window) -> Recognition:
    notice = _published(world, _at_notice(world, window))
    with clock.stopped_at(NOW - timedelta(days=15)):
        (title,) = announce(world.officer("320500"), notice.pk, document_number="示例公告〔2026〕1号")
    return title
