"""Icons as inline pictures, so that they take the colour of their text and need no request of their own."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

FOLDER = Path(__file__).parent / "icons"

#: The invisible square that says how large the drawing is; we say it with viewBox.
_FRAME = re.compile(r'<path stroke="none" d="M0 0h24v24H0z"[^>]*/>')
_SIZES = {"sm": "ico ico-sm", "": "ico", "lg": "ico ico-lg"}


class NoSuchIcon(LookupError):
    """A page names an icon that was not brought."""


@lru_cache(maxsize=512)
def icon(name: str, size: str = "", css: str = "") -> SafeString:
    """The icon as a picture that screen readers skip: the word beside it speaks. Sizes are `sm`, normal and `lg`."""
    paint = (
        'fill="currentColor"'
        if name.endswith("-filled")
        else 'fill="none" stroke="currentColor" stroke-linecap="round" stroke-linejoin="round"'
    )
    return format_html(
        '<svg class="{}" viewBox="0 0 24 24" {} aria-hidden="true">{}</svg>',
        f"{_SIZES[size]} {css}".strip(),
        mark_safe(paint),  # noqa: S308  one of the two literals above
        _shapes(name),
    )


def _shapes(name: str) -> SafeString:
    try:
        drawing = (FOLDER / f"{name}.svg").read_text(encoding="utf-8")
    except FileNotFoundError:
        raise NoSuchIcon(f"{name}: add it to icons.txt, then run `python tools/assets.py --accept`") from None
    inside = drawing[drawing.index(">") + 1 : drawing.rindex("</svg>")]
    shapes = " ".join(_FRAME.sub("", inside).split())
    return mark_safe(shapes)  # noqa: S308  a checked file of the icon package
