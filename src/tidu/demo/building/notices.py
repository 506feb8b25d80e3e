"""What anyone may read: announcements, whom to ask, the link of the contest.

The documents of the ministry are real and cited by number; what they govern is told in our own words. All else is
invented and says so.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import partial

from tidu.demo.building.people import OFFICES_OPEN, OTHER_PROVINCE, Cast
from tidu.demo.building.timeline import Timeline, moment
from tidu.demo.places import DEMO_PROVINCE, demo_cities
from tidu.domain.notices.actions import publish, set_contact, set_link
from tidu.domain.notices.models import Contact
from tidu.domain.regions.queries import NATION, region

_HOURS = "工作日 9:00–17:30"
_SUMMARISED = "（示例平台编写的内容提要，以原文为准。）"


@dataclass(frozen=True)
class PlannedAnnouncement:
    by: str
    on: date
    title: str
    body: str
    document_number: str = ""


ANNOUNCEMENTS = (
    PlannedAnnouncement(
        NATION,
        date(2022, 6, 1),
        "优质中小企业梯度培育管理暂行办法",
        "内容提要：规定创新型中小企业、专精特新中小企业、专精特新“小巨人”企业三个层次的评价和认定标准，"
        "由谁评价、认定和推荐，称号有效期三年，以及信息更新、重大变更报告、复核和撤销。自 2022 年 8 月 1 日起实施。\n\n"
        f"{_SUMMARISED}",
        "工信部企业〔2022〕63号",
    ),
    PlannedAnnouncement(
        NATION,
        date(2026, 1, 17),
        "优质中小企业梯度培育管理办法",
        "内容提要：2026 年 4 月 1 日起，专精特新中小企业和专精特新“小巨人”企业的新申请按本办法办理，"
        "改为逐条对照认定条件，不再按指标打分，也不再设直通条件；第一层为有效期内的科技型中小企业和创新型中小企业。\n\n"
        f"{_SUMMARISED}",
        "工信部企业〔2026〕2号",
    ),
    PlannedAnnouncement(
        NATION,
        date(2026, 3, 20),
        "2026年度专精特新“小巨人”企业认定和复核工作安排（提要）",
        "内容提要：第八批专精特新“小巨人”企业认定，企业填报 4 月 25 日至 5 月 25 日，省级 6 月 30 日前完成推荐；"
        "2023 年认定的第五批等到期企业的复核，仍按 2022 年的标准。\n\n"
        f"{_SUMMARISED}",
        "工信厅企业函〔2026〕117号",
    ),
    PlannedAnnouncement(
        DEMO_PROVINCE,
        date(2026, 2, 24),
        "关于组织开展2026年度第一批创新型中小企业评价工作的通知（示例）",
        "示例公告。2026 年第一批创新型中小企业评价，企业填报 2 月 25 日至 4 月 20 日 17:00；"
        "县级 4 月 24 日前审核推荐，设区市 4 月 30 日前组织评价、公示和公告，省级备案。\n\n"
        "填报前请先在“企业信息”里补全资料，并准备审计报告、社保缴费人数证明和知识产权证书。",
        "示例通知〔2026〕6号",
    ),
    PlannedAnnouncement(
        DEMO_PROVINCE,
        date(2026, 2, 26),
        "关于开展2025年第二批专精特新中小企业认定工作的通知（示例）",
        "示例公告。本批次按 2022 年的标准认定，企业填报 3 月 1 日至 4 月 30 日 17:00。\n\n"
        "申报前要有有效期内的创新型中小企业称号，并完成数字化水平评测。",
        "示例通知〔2026〕7号",
    ),
    PlannedAnnouncement(
        DEMO_PROVINCE,
        date(2026, 3, 18),
        "关于做好有效期内优质中小企业年度信息更新的提醒（示例）",
        "示例公告。请有效期内的各类优质中小企业于 4 月 30 日前核对本年度信息。\n\n"
        "更名、跨市迁址、分立合并、发生事故等重大变化，请在三个月内报告。",
    ),
    PlannedAnnouncement(
        DEMO_PROVINCE,
        date(2026, 3, 30),
        "关于开展2026年度第一批专精特新中小企业认定工作的通知（示例）",
        "示例公告。本批次按 2026 年 4 月 1 日起实施的标准认定，企业填报 4 月 1 日至 5 月 15 日 17:00；"
        "县级 5 月 20 日、设区市 5 月 25 日、省级 6 月 5 日前审核。\n\n"
        "江苏省修订后的细则尚未取得，页面上凡按此前口径的都作了标注。",
        "示例通知〔2026〕11号",
    ),
    PlannedAnnouncement(
        DEMO_PROVINCE,
        date(2026, 4, 10),
        "关于举办专精特新申报线上答疑的通知（示例）",
        "示例公告。4 月 22 日 14:00 线上答疑：怎样核对审计报告口径、哪些知识产权不计入、退回后怎样修改重交。",
    ),
)


def plan_notices(timeline: Timeline, cast: Cast) -> None:
    """Put announcements, contacts and the link on the timeline."""
    timeline.at(OFFICES_OPEN.replace(hour=14), partial(_set_contacts, cast))
    timeline.at(moment(date(2026, 3, 2), 9), partial(_set_contest, cast))
    for planned in ANNOUNCEMENTS:
        timeline.at(moment(planned.on, 15), partial(_publish, cast, planned))


def _publish(cast: Cast, planned: PlannedAnnouncement) -> None:
    publish(cast.lead(planned.by), title=planned.title, body=planned.body, document_number=planned.document_number)


def _set_contest(cast: Cast) -> None:
    set_link(
        cast.lead(NATION),
        "contest",
        name="创客大赛",
        url="https://example.com/contest",
        note="示例：2026 年江苏赛区报名至 5 月 31 日",
    )


def _set_contacts(cast: Cast) -> None:
    """Everybody answers on numbers that are nobody's: the exchange 0000 is not given out."""
    for number, code in enumerate((NATION, DEMO_PROVINCE, OTHER_PROVINCE, *demo_cities())):
        place = region(code)
        assert place is not None
        lead, at = cast.lead(code), 2 * number + 1
        for offset, kind in enumerate((Contact.Kind.SUPPORT, Contact.Kind.CONSULT)):
            set_contact(
                lead,
                kind,
                name=f"{place.name}{kind.label}（示例）",
                phone=f"025-0000 {at + offset:04d}",
                hours=_HOURS,
            )
