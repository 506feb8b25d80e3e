"""The process that reads: a file comes in, JSON goes out: a `stage` or two, then the `lines` or one `problem`.

It knows nothing of the platform, so that it starts quickly and has nothing to lose.
"""

from __future__ import annotations

import json
import resource
import statistics
import sys
from io import BytesIO
from math import atan2, degrees, hypot
from typing import Any

import numpy as np
from PIL import Image, ImageOps

Image.MAX_IMAGE_PIXELS = None  # counted below, with a word for the person
MOST_PIXELS = 80_000_000
MOST_PAGES = 20
LONGEST_SIDE = 2000  # of what is read: more costs time and finds nothing more
_MEMORY = 6 << 30  # addressed, not used: the models' libraries reserve much
_CPU_SECONDS = 120
_SURE = 0.8  # below it the text may stand on its head
_SLANT = 0.5  # degrees that are left alone


class Unreadable(Exception):
    """One word for what is wrong with the file."""


def main() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (_CPU_SECONDS, _CPU_SECONDS))
    content = sys.stdin.buffer.read()
    try:
        _tell(stage="straightening")
        picture = _pdf_page(content) if content.startswith(b"%PDF-") else _picture(content)
        engine = _engine()
        picture = _straightened(engine, picture)
        _tell(stage="reading")
        _tell(lines=_lines(engine, picture))
    except Unreadable as problem:
        _tell(problem=str(problem))
    except Exception as error:  # noqa: BLE001  whatever a hostile file does is one answer
        print(type(error).__name__, error, file=sys.stderr)  # noqa: T201
        _tell(problem="broken")


def _tell(**said: Any) -> None:
    print(json.dumps(said), flush=True)  # noqa: T201  this is how the process answers


def _engine() -> Any:
    from rapidocr_onnxruntime import RapidOCR  # noqa: PLC0415  slow to load, and useless where the file is refused

    return RapidOCR(intra_op_num_threads=2, inter_op_num_threads=1)


def _picture(content: bytes) -> Image.Image:
    with Image.open(BytesIO(content), formats=("JPEG", "PNG")) as opened:
        if opened.width * opened.height > MOST_PIXELS:
            raise Unreadable("too_many_pixels")
        opened.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
        upright = ImageOps.exif_transpose(opened).convert("RGB")
    upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    return upright


def _pdf_page(content: bytes) -> Image.Image:
    import pypdfium2  # noqa: PLC0415  of PDFs alone

    document = pypdfium2.PdfDocument(content)
    if len(document) > MOST_PAGES:
        raise Unreadable("too_many_pages")
    page = document[0]
    width, height = page.get_size()
    if not (0 < width < 1e5 and 0 < height < 1e5):  # noqa: PLR2004  points: 35 metres
        raise Unreadable("broken")
    scale = min(LONGEST_SIDE / max(width, height), 4)
    picture: Image.Image = page.render(scale=scale).to_pil().convert("RGB")
    return picture


def _straightened(engine: Any, picture: Image.Image) -> Image.Image:
    """Turn the picture so that its lines lie level, by the boxes in which text was found; upside down is seen later."""
    boxes, _ = engine(np.asarray(picture), use_det=True, use_cls=False, use_rec=False)
    if not boxes:
        raise Unreadable("no_text")
    slant = statistics.median(_slant(box) for box in sorted(boxes, key=_length)[-20:])
    if abs(slant) < _SLANT:
        return picture
    return picture.rotate(slant, resample=Image.Resampling.BICUBIC, expand=True, fillcolor="white")


def _edges(box: Any) -> list[tuple[float, float]]:
    (ax, ay), (bx, by), (cx, cy), _ = box
    return [(bx - ax, by - ay), (cx - bx, cy - by)]


def _length(box: Any) -> float:
    return max(hypot(*edge) for edge in _edges(box))


def _slant(box: Any) -> float:
    """The angle of the longer edge, from -90 to 90 degrees."""
    x, y = max(_edges(box), key=lambda edge: hypot(*edge))
    angle = degrees(atan2(y, x))
    return angle - 180 if angle > 90 else angle + 180 if angle <= -90 else angle  # noqa: PLR2004


def _lines(engine: Any, picture: Image.Image) -> list[dict[str, Any]]:
    """The lines of text with their places; where they read badly, those of the picture turned upside down."""
    found = _read(engine, picture)
    if found and _score(found) >= _SURE:
        return found
    turned = _read(engine, picture.rotate(180))
    return max((found, turned), key=_score)


def _score(lines: list[dict[str, Any]]) -> float:
    letters = sum(len(line["text"]) for line in lines)
    return sum(line["score"] * len(line["text"]) for line in lines) / letters if letters else 0.0


def _read(engine: Any, picture: Image.Image) -> list[dict[str, Any]]:
    read, _ = engine(np.asarray(picture), use_det=True, use_cls=False, use_rec=True, text_score=0.3)
    return [
        {
            "text": text,
            "score": float(score),
            "left": float(min(x for x, _ in box)),
            "right": float(max(x for x, _ in box)),
            "top": float(min(y for _, y in box)),
            "bottom": float(max(y for _, y in box)),
        }
        for box, text, score in read or []
    ]


if __name__ == "__main__":
    main()
