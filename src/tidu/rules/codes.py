"""Identity codes that people type: credit code, identity number, telephone, postcode.

Each reader takes what was typed and returns the tidy code or a `Problem`. Tidying removes blanks, dashes and full-width
forms; it never changes which characters stand there.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from typing import TYPE_CHECKING

from tidu.rules.problem import Problem

if TYPE_CHECKING:
    from collections.abc import Callable

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"  # GB 32100: no I, O, S, V, Z
_VALUE = {character: value for value, character in enumerate(ALPHABET)}
_CREDIT_WEIGHTS = tuple(pow(3, place, 31) for place in range(17))
_BODY_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)  # GB 11714
_ID_WEIGHTS = tuple(pow(2, 17 - place, 11) for place in range(17))  # GB 11643
_ID_CHECKS = "10X98765432"
_CREDIT_LENGTH = 18
_ID_LENGTH = 18
_MOBILE_LENGTH = 11
_POSTCODE_LENGTH = 6
_EMAIL_LONGEST = 254  # RFC 5321
_LOOKS_LIKE = {"I": "1", "O": "0", "S": "5", "Z": "2"}

#: 登记管理部门 and the 机构类别 it has (GB 32100-2015 table 1).
_REGISTRARS = {
    "1": "1239",
    "2": "19",
    "3": "123459",
    "4": "19",
    "5": "1239",
    "6": "129",
    "7": "129",
    "8": "19",
    "9": "1239",
    "A": "19",
    "N": "1239",
    "Y": "1",
}
_ID_PROVINCE = re.compile(r"1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[1-3]")

_MOBILE = re.compile(r"1[3-9]\d{9}", re.ASCII)
_LANDLINE = re.compile(r"0(10|2\d|[3-9]\d{2})-?[2-8]\d{6,7}(-\d{1,6})?", re.ASCII)
_SERVICE = re.compile(r"(400|800)-?\d{3}-?\d{4}|(95|96)\d{3,6}", re.ASCII)
_POSTCODE = re.compile(r"(0[1-9]|[1-8]\d)\d{4}|99907[78]", re.ASCII)  # the last two are 香港 and 澳门
_INVISIBLE = re.compile(r"[\s\u200b-\u200f\u202a-\u202e\u2060\ufeff]")
_DASHES = re.compile(r"[-\u2010-\u2015\u2212]")


def half_width(text: str) -> str:
    """Full-width letters, digits and signs as half-width ones; every dash as `-`."""
    return _DASHES.sub("-", unicodedata.normalize("NFKC", text))


def _solid(text: str) -> str:
    return _INVISIBLE.sub("", half_width(text))


def wrong_length(name: str, unit: str, found: int, wanted: int) -> Problem:
    """少 1 位：现在 17 位，应为 18 位。"""
    differs = f"少 {wanted - found} {unit}" if found < wanted else f"多 {found - wanted} {unit}"
    return Problem(f"{name}{differs}：现在 {found} {unit}，应为 {wanted} {unit}。", mend="请对照原件逐位核对。")


# -- 统一社会信用代码 --------------------------------------------------------------------------------------------------


def credit_check_character(first_17: str) -> str:
    """The 18th character that GB 32100 asks for."""
    total = sum(_VALUE[character] * weight for character, weight in zip(first_17, _CREDIT_WEIGHTS, strict=True))
    return ALPHABET[-total % 31]


def body_check_character(first_8: str) -> str:
    """The 9th character of the organisation's code (the 17th of the credit code) that GB 11714 asks for."""
    total = sum(int(character, 36) * weight for character, weight in zip(first_8, _BODY_WEIGHTS, strict=True))
    rest = 11 - total % 11
    return {10: "X", 11: "0"}.get(rest, str(rest))


def credit_code_error(code: str, *, is_region: Callable[[str], bool] | None = None) -> str | None:
    """The first rule of GB 32100 that ``code`` breaks, exactly as it stands, or None.

    E1 length, E2 alphabet, E3 registrar and kind, E4 region (only with ``is_region``), E5 17th, E6 18th character.
    """
    if len(code) != _CREDIT_LENGTH:
        return "E1"
    if not set(code) <= set(ALPHABET):
        return "E2"
    if code[1] not in _REGISTRARS.get(code[0], ""):
        return "E3"
    if is_region is not None and not is_region(code[2:8]):
        return "E4"
    if body_check_character(code[8:16]) != code[16]:
        return "E5"
    return "E6" if credit_check_character(code[:17]) != code[17] else None


def credit_code(typed: str) -> str | Problem:
    """The tidy credit code. Region and 17th character are never refused: see `credit_code_warnings`."""
    code = _solid(typed).replace("-", "").upper()
    if len(code) != _CREDIT_LENGTH:
        return wrong_length("信用代码", "位", len(code), _CREDIT_LENGTH)
    for place, character in enumerate(code, start=1):
        if character not in _VALUE:
            return _foreign_character(code, place, character)
    if code[1] not in _REGISTRARS.get(code[0], ""):
        return Problem(
            f"信用代码开头的‘{code[:2]}’不对。",
            "前两位是登记部门和机构类别，企业是 91。",
            "请对照营业执照核对前两位。",
        )
    if credit_check_character(code[:17]) != code[17]:
        return Problem(
            "信用代码有一位不对。",
            "前 17 位和末位校验码对不上，多半是抄错一位，或相邻两位写反了。",
            "请对照营业执照逐位核对。",
        )
    return code


def _foreign_character(code: str, place: int, character: str) -> Problem:
    if character not in _LOOKS_LIKE and character != "V":
        return Problem(f"信用代码第 {place} 位是‘{character}’，不是字母或数字。", mend="请对照营业执照改这一位。")
    likely = "".join(_LOOKS_LIKE.get(each, each) for each in code)
    return Problem(
        f"信用代码第 {place} 位不会是‘{character}’。",
        "为免看错，信用代码不用字母 I、O、S、V、Z。",
        f"请对照营业执照，这一位多半是 {_LOOKS_LIKE.get(character, 'U')}。",
        offers=(likely,) if credit_code_error(likely) is None else (),
    )


def credit_code_warnings(code: str, *, is_region: Callable[[str], bool] | None = None) -> tuple[Problem, ...]:
    """What is unusual in a credit code that is right otherwise: codes given long ago may have it."""
    found = []
    if is_region is not None and not is_region(code[2:8]):
        found.append(
            Problem(
                f"没有查到信用代码里的行政区划 {code[2:8]}。",
                "撤并前发的代码会这样，也可能是抄错了。",
                "请对照营业执照核对第 3 至 8 位，无误就不用改。",
            )
        )
    if body_check_character(code[8:16]) != code[16]:
        found.append(
            Problem(
                "信用代码第 17 位和前面几位对不上。",
                "少量早年的代码会这样，也可能是抄错了。",
                "请对照营业执照核对第 9 至 17 位，无误就不用改。",
            )
        )
    return tuple(found)


# -- 公民身份号码 ------------------------------------------------------------------------------------------------------


def identity_number(typed: str, *, today: date | None = None) -> str | Problem:
    """The tidy identity number (GB 11643). Region codes of the past stay valid, so only the province is judged."""
    number = _solid(typed).replace("-", "").upper()
    if len(number) != _ID_LENGTH:
        return wrong_length("身份证号", "位", len(number), _ID_LENGTH)
    if not re.fullmatch(r"\d{17}[\dX]", number, re.ASCII):
        return Problem("身份证号里有不该有的字符。", "前 17 位是数字，末位是数字或 X。", "请对照身份证逐位核对。")
    if not _ID_PROVINCE.fullmatch(number[:2]):
        return Problem(f"身份证号开头的‘{number[:2]}’不是省份代码。", mend="请对照身份证核对前两位。")
    try:
        born = date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return Problem(
            f"身份证号里的出生日期 {number[6:14]} 不存在。", "第 7 至 14 位是出生年月日。", "请对照身份证核对。"
        )
    if today is not None and born > today:
        return Problem(f"身份证号里的出生日期 {born.isoformat()} 还没到。", mend="请对照身份证核对第 7 至 14 位。")
    total = sum(int(digit) * weight for digit, weight in zip(number[:17], _ID_WEIGHTS, strict=True))
    if _ID_CHECKS[total % 11] != number[17]:
        return Problem("身份证号有一位不对。", "前 17 位和末位校验码对不上。", "请对照身份证逐位核对。")
    return number


# -- telephone and postcode -------------------------------------------------------------------------------------------


def mobile(typed: str) -> str | Problem:
    """The eleven digits of a mobile number; number ranges are not judged, new ones come every year."""
    number = _solid(typed).replace("-", "")
    number = re.sub(r"^(\+86|0086|\(\+?86\))", "", number)
    if "*" in number:
        return Problem("手机号里有星号。", "带星号的是遮住了的号码，收不到短信。", "请填完整的 11 位。")
    if not re.fullmatch(r"\d+", number, re.ASCII):
        return Problem(f"‘{typed.strip()}’不是手机号。", mend="请填 11 位数字，如 138 开头的号码。")
    if len(number) != _MOBILE_LENGTH:
        return wrong_length("手机号", "位", len(number), _MOBILE_LENGTH)
    if not _MOBILE.fullmatch(number):
        return Problem(
            f"手机号不会以 {number[:2]} 开头。", "手机号第一位是 1，第二位是 3 到 9。", "座机请填在电话一栏。"
        )
    return number


def landline(typed: str) -> str | Problem:
    """A landline with its area code, or a service number (400, 800, 95, 96): `025-83600000`, `025-83600000-801`."""
    number = _solid(typed).replace("(", "").replace(")", "-").replace("转", "-").strip("-")
    number = re.sub(r"-{2,}", "-", re.sub(r"^(\+86|0086)-?", "", number))
    if re.match(r"[1-9]", number) and _LANDLINE.fullmatch("0" + number) and number != typed.strip():
        number = "0" + number  # +86-25-… is written without the zero of the area code
    if _SERVICE.fullmatch(number):
        return number
    if _LANDLINE.fullmatch(number):
        return _hyphenated(number)
    if re.fullmatch(r"[2-8]\d{6,7}", number, re.ASCII):
        return Problem("电话没有区号。", "外地打来要加区号。", f"请在前面加区号，如 025-{number}。")
    return Problem(f"‘{typed.strip()}’不像电话号码。", mend="请填区号和号码，如 025-83600000。")


def _hyphenated(number: str) -> str:
    area = number[:3] if number[1] in "12" else number[:4]
    return f"{area}-{number[len(area) :].removeprefix('-')}"


def phone(typed: str) -> str | Problem:
    """A landline or a mobile number."""
    as_mobile = mobile(typed)
    if isinstance(as_mobile, str):
        return as_mobile
    return landline(typed)


def postcode(typed: str) -> str | Problem:
    """Six digits."""
    code = _solid(typed).replace("-", "")
    if not re.fullmatch(r"\d+", code, re.ASCII):
        return Problem(f"‘{typed.strip()}’不是邮编。", mend="请填 6 位数字，如 210008。")
    if len(code) != _POSTCODE_LENGTH:
        return wrong_length("邮编", "位", len(code), _POSTCODE_LENGTH)
    if not _POSTCODE.fullmatch(code):
        return Problem(f"没有以 {code[:2]} 开头的邮编。", mend="请填 6 位数字，如 210008。")
    return code


_EMAIL = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@([A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?\.)+[A-Za-z]{2,}")


def email(typed: str) -> str | Problem:
    """An address with one @ and a domain; the domain in small letters."""
    address = _solid(typed).replace("。", ".")
    if _EMAIL.fullmatch(address) and len(address) <= _EMAIL_LONGEST:
        name, domain = address.split("@")
        return f"{name}@{domain.lower()}"
    if address.count("@") != 1:
        lacks = "没有 @" if "@" not in address else "有不止一个 @"
        return Problem(f"邮箱{lacks}。", mend="请填一个完整的邮箱，如 name@example.com。")
    return Problem(f"‘{typed.strip()}’不是完整的邮箱。", mend="@ 后面要有域名，如 name@example.com。")
