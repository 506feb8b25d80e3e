"""Turns a Typst template of ours and plain data into a PDF. What people wrote enters as data, never as markup."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path
from typing import Any

import pylopdf_fonts_zh_cn
import typst

_FONTS = Path(pylopdf_fonts_zh_cn.__file__).parent


class Unprintable(Exception):
    """The document cannot be set faithfully: a warning of the typesetter, or characters no font of ours has."""


def typeset(template: Path, data: dict[str, Any]) -> bytes:
    """Set ``template`` with ``data`` and return the PDF; the template reads `json(bytes(sys.inputs.data))`.

    A warning is an error, because a missing font would pass in silence; so is a character that would print as a box.
    """
    text = json.dumps(data, ensure_ascii=False)
    if missing := sorted(set(text) - _printable()):
        raise Unprintable(f"字库里没有这些字：{' '.join(missing)}")
    pdf, warnings = _compiler(template).compile_with_warnings(format="pdf", sys_inputs={"data": text})
    if warnings:
        raise Unprintable("; ".join(str(warning) for warning in warnings))
    assert isinstance(pdf, bytes)
    return pdf


@lru_cache(maxsize=8)
def _compiler(template: Path) -> typst.Compiler:
    """A compiler that has read the fonts once; it can read no file outside the template's folder."""
    return typst.Compiler(
        input=str(template),
        root=str(template.parent),
        font_paths=[str(_FONTS)],
        ignore_system_fonts=True,
        sys_inputs={"data": "{}"},
    )


@lru_cache(maxsize=1)
def _printable() -> frozenset[str]:
    from fontTools.ttLib import TTFont  # noqa: PLC0415  only the worker that makes papers needs it

    covered: set[str] = {"\n", "\t"}
    for file in sorted(_FONTS.glob("*.otf")):
        with TTFont(file, lazy=True) as font:
            covered |= {chr(code) for code in font.getBestCmap()}
    return frozenset(covered)
