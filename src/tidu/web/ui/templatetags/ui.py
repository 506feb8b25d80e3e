"""The components as template tags: `{% load ui %}`. Each is a line or two; what it says and draws stands in ui."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from tidu.kit import masks
from tidu.rules.programme_sheets import doubt
from tidu.web.ui import deadlines, drawings, fields, formats, states
from tidu.web.ui.icons import icon

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from django.forms import BaseForm, BoundField
    from django.template.context import RequestContext

    from tidu.kit.paging import Page
    from tidu.rules.citing import Cited, Source
    from tidu.web.ui.levels import LevelStep
    from tidu.web.ui.problems import ThreePart

register = template.Library()

register.filter("money", formats.money)
register.filter("percent", formats.percent)
register.filter("count", formats.count)
register.filter("day", formats.day)
register.filter("day_in_words", formats.day_in_words)
register.filter("moment", formats.moment)
register.filter("masked_phone", masks.phone)
register.filter("masked_email", masks.email)
register.filter("masked_name", masks.name)

register.simple_tag(icon)
register.simple_tag(drawings.bar)
register.simple_tag(drawings.threshold)
register.simple_tag(drawings.axis)
register.simple_tag(drawings.track)

_NOTE_ICONS = {"info": "info-circle", "ok": "circle-check", "warn": "alert-triangle", "danger": "alert-circle"}


@register.simple_tag
def tag(state: states.State | states.TitleState) -> SafeString:
    """The state of a declaration or a title, in the one vocabulary."""
    shown = states.look(state)
    return label(shown.tone, shown.word, shown.icon)


@register.simple_tag(name="label")
def label(tone: str, word: str, icon_name: str = "") -> SafeString:
    """Any other short mark: ``{% label "danger" "2 处异常" "alert-circle" %}``; the word is never left out."""
    css = f"tp-tag tp-tag--{tone}" if tone else "tp-tag"
    return format_html('<span class="{}">{}{}</span>', css, icon(icon_name) if icon_name else "", word)


@register.simple_tag
def verified(state: str) -> SafeString:
    """Where an enterprise's verification stands."""
    shown = states.VERIFICATION_LOOKS[state]
    return label(shown.tone, shown.word, shown.icon)


@register.simple_tag
def basis(cited: Cited | Source) -> SafeString:
    """A mark beside a document that was not confirmed in a public copy: 暂定, 待核; nothing beside one that was."""
    word = doubt(cited.basis)
    return label("warn", word) if word else SafeString("")


@register.simple_tag
def deadline(due: datetime, now: datetime) -> SafeString:
    """An office's deadline in a list: 超期, 今天, 剩 n 天."""
    shown = deadlines.deadline(due, now)
    bell = icon("alarm", "sm") if shown.days <= 0 else ""
    return format_html('<span class="dl dl--{}">{}{}</span>', shown.css, bell, shown.words)


@register.simple_tag
def due_block(due: datetime, now: datetime) -> SafeString:
    """An enterprise's to-do: the days large. The date in words stands beside it."""
    days = deadlines.days_between(now, due)
    if due < now:
        return format_html('<span class="due due--u"><b>{}</b>{}</span>', -days or "今天", "天前" if days else "已过")
    urgency = deadlines.urgency(days)
    css = f"due due--{urgency}" if urgency else "due"
    return format_html('<span class="{}"><b>{}</b>{}</span>', css, days or "今天", "天后" if days else "截止")


@register.simple_tag
def left(closes: datetime, now: datetime) -> SafeString:
    """How long a window is still open: 剩 4 天."""
    days = deadlines.days_between(now, closes)
    if closes < now:
        return SafeString('<div class="left left--n">已截止</div>')
    if days == 0:
        return SafeString('<div class="left left--u">今天截止</div>')
    css = "left left--u" if deadlines.urgency(days) == "u" else "left"
    return format_html('<div class="{}">剩<big>{}</big>天</div>', css, days)


@register.inclusion_tag("ui/_field_error.html")
def field_error(problem: ThreePart | None, id: str = "", box: bool = False) -> dict[str, Any]:  # noqa: A002, FBT
    """What is wrong (bold), why, how to mend; ``box`` is the wide form that stands in a row of its own."""
    return {"problem": problem, "id": id, "box": box}


@register.inclusion_tag("ui/_field.html")
def field(bound: BoundField, hint: str = "", unit: str = "") -> dict[str, Any]:
    """A field of a Django form with label, hint and errors."""
    return fields.field_context(bound, hint, unit)


@register.inclusion_tag("ui/_form_errors.html")
def form_errors(form: BaseForm) -> dict[str, Any]:
    """What is wrong with a form, in one place that takes the focus; each line leads to its field."""
    return fields.summary_context(form)


@register.inclusion_tag("ui/_level_strip.html")
def level_strip(steps: Sequence[LevelStep]) -> dict[str, Any]:
    """Where a declaration has been, is and will go."""
    return {"steps": steps}


@register.inclusion_tag("ui/_pager.html", takes_context=True)
def pager(context: RequestContext, page: Page[Any], text: str = "", target: str = "") -> dict[str, Any]:
    """On by key, or back to the first page; with a target, htmx swaps only that part."""
    query = context["request"].GET.copy()
    query.pop("cursor", None)
    first = f"?{query.urlencode()}"
    query["cursor"] = page.next_cursor
    return {"page": page, "text": text, "target": target, "first": first, "next": f"?{query.urlencode()}"}


@register.simple_block_tag(name="note")
def note(content: str, kind: str = "info") -> SafeString:
    """A strip of text with its icon; kinds are info, ok, warn and danger."""
    css = "tp-note" if kind == "info" else f"tp-note tp-note--{kind}"
    return format_html('<div class="{}">{}<div>{}</div></div>', css, icon(_NOTE_ICONS[kind]), content)


@register.simple_block_tag(name="help")
def help_(content: str, id: str, title: str) -> SafeString:  # noqa: A002
    """A question mark and the region it opens; give the parent the class `tp-helped` so that it opens beside it."""
    return format_html(
        '<button class="tp-help" type="button" data-help aria-expanded="false" aria-controls="{id}"'
        ' aria-label="{title}">{mark}</button><div class="tp-pop" id="{id}" role="region" aria-label="{title}" hidden>'
        '<strong class="tp-pop__t">{title}</strong>{content}</div>',
        id=id,
        title=title,
        mark=icon("help-circle", "sm"),
        content=content,
    )


@register.simple_block_tag(name="nothing")
def nothing(content: str, title: str, icon_name: str = "inbox") -> SafeString:
    """An empty list: what is missing, and inside the block what to do about it."""
    return format_html('<div class="nothing">{}<b>{}</b>{}</div>', icon(icon_name), title, content)
