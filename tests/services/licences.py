"""Business licences drawn for tests: wholly made up, printed in the type that the platform's papers use."""

from __future__ import annotations

import random
from io import BytesIO
from pathlib import Path

import pylopdf_fonts_zh_cn
from PIL import Image, ImageDraw, ImageFont

_FONT = next(Path(pylopdf_fonts_zh_cn.__file__).parent.glob("*Serif*.otf"))
_EXIF_ORIENTATION = 0x0112

NAME, PERSON, ADDRESS = "昆山澄川精密传动科技有限公司", "顾言", "江苏省苏州市昆山市示例路18号"


def drawn(credit_code: str, *, turned: float = 0, noise: int = 0) -> Image.Image:
    """A licence as a camera might see it: turned by some degrees, with noise."""
    picture = Image.new("RGB", (1600, 1130), "#FCF8EC")
    pen = ImageDraw.Draw(picture)
    pen.rectangle((30, 30, 1570, 1100), outline="#C9A24A", width=6)

    def write(x: int, y: int, text: str, size: int = 34) -> None:
        pen.text((x, y), text, font=ImageFont.truetype(str(_FONT), size), fill="#222222")

    write(640, 90, "营业执照", 80)
    write(110, 220, f"统一社会信用代码 {credit_code}")
    for y, label, value in (
        (340, "名    称", NAME),
        (430, "类    型", "有限责任公司（自然人投资或控股）"),
        (520, "法定代表人", PERSON),
        (610, "经营范围", "精密传动部件的研发、制造和销售"),
    ):
        write(110, y, label)
        write(310, y, value)
    for y, label, value in (
        (340, "注册资本", "壹仟万元整"),
        (430, "成立日期", "2015年06月01日"),
        (520, "住    所", ADDRESS),
    ):
        write(920, y, label)
        write(1090, y, value, 32)
    write(920, 900, "登记机关")
    turned_picture = picture.rotate(turned, expand=True, fillcolor="#7A6F63", resample=Image.Resampling.BICUBIC)
    return _noisy(turned_picture, noise) if noise else turned_picture


def _noisy(picture: Image.Image, noise: int) -> Image.Image:
    grain = Image.frombytes("L", picture.size, random.Random(7).randbytes(picture.width * picture.height))
    return Image.blend(picture, grain.convert("RGB"), noise / 100)


def as_jpeg(picture: Image.Image, *, orientation: int = 1) -> bytes:
    exif = Image.Exif()
    exif[_EXIF_ORIENTATION] = orientation
    out = BytesIO()
    picture.save(out, "JPEG", quality=80, exif=exif)
    return out.getvalue()


def as_pdf(picture: Image.Image) -> bytes:
    out = BytesIO()
    picture.save(out, "PDF", resolution=150)
    return out.getvalue()
