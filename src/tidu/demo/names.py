"""Names of invented enterprises and people.

A name is region, trade name, industry word and form of organisation (企业名称登记管理规定). Trade names of well-known
firms are left out; what an enterprise of this world does or has done is said of nobody.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Container
from functools import cache
from importlib.resources import files
from itertools import chain, product

from tidu.demo.industries import name_word
from tidu.demo.places import Place
from tidu.demo.seeds import Stream
from tidu.demo.tables import rows

FIRST = (
    "恒博瑞鑫创智精科华泰盛宏远天锐思亿嘉润正大中新金联通凯利德信"
    "永安康明晟启力昊宇海江云星艾斯贝迈飞源澜芯微光能绿禾米诺迪"
)
NEXT = (
    "达创腾科信源泰恒隆祥晟盛丰诚辉宇瑞博联通利特力迈维思普诺康安"
    "华阳阔澄璟亚尔朗格锐驰航翔磁芯控测传熙凌颢翊朔淼沃玥嵘骏"
)
_LENGTHS = ((2, 70.0), (3, 22.0), (4, 8.0))
_FORMS = (("有限公司", 82.0), ("股份有限公司", 11.0), ("有限责任公司", 3.0), ("（集团）有限公司", 1.0))
#: Partnerships are no legal persons, so only enterprises without a title may be one.
_PARTNERSHIPS = (("（有限合伙）", 1.4), ("（普通合伙）", 0.6))
_REGION_STYLES = (("city", 60.0), ("county", 20.0), ("province", 15.0), ("both", 5.0))
_LONG_NAME = 4

_SURNAMES = (
    *"王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆范汪廖",
    *("欧阳", "司徒", "诸葛"),
)
_GIVEN = "明华建国文志海峰晓丽敏静芳军伟磊洋艳勇杰娟涛超霞平刚桂英辉鹏宇浩婷雪慧佳欣然思源子涵博雅琪嘉怡梓晨昊泽"


@cache
def well_known() -> frozenset[str]:
    """Trade names that many would take for a listed or otherwise known firm; longer ones may not begin so either."""
    return frozenset((files("tidu") / "demo" / "well-known-trade-names.txt").read_text(encoding="utf-8").split())


@cache
def _pairs() -> tuple[str, ...]:
    known = well_known()
    return tuple(
        first + after for first, after in product(FIRST, NEXT) if first != after and first + after not in known
    )


def trade_name(stream: Stream, *, rare: bool = False) -> str:
    """Return two to four characters; `rare` asks for four, which hardly any real firm bears."""
    pair = stream.pick("trade-name", _pairs())
    length = _LONG_NAME if rare else stream.weighted("trade-name-length", _LENGTHS)
    more = [stream.pick(f"trade-name-{place}", NEXT) for place in range(3, length + 1)]
    # 三、四字 may not stutter: 恒达达.
    for at, character in enumerate(more):
        if character == (pair + "".join(more[:at]))[-1]:
            more[at] = NEXT[(NEXT.index(character) + 7) % len(NEXT)]
    return pair + "".join(more)


def _short(region: str) -> str:
    """玄武区 → 玄武, 昆山市 → 昆山; names of two characters stay whole (丰县)."""
    bare = region.removesuffix("特别行政区").removesuffix("自治州").removesuffix("地区")
    minimum = 3
    if len(bare) >= minimum and bare[-1] in "市区县省旗盟":
        return bare[:-1]
    return bare


_PROVINCE_SHORT = {"内蒙古自治区": "内蒙古", "广西壮族自治区": "广西", "西藏自治区": "西藏", "宁夏回族自治区": "宁夏"}
_PROVINCE_SHORT |= {"新疆维吾尔自治区": "新疆"}


@cache
def _repeated_counties() -> frozenset[str]:
    """Names such as 鼓楼区 that several cities have; they need their city in front."""
    seen = Counter(row["name"] for row in rows("regions") if row["level"] == "3")
    return frozenset(name for name, times in seen.items() if times > 1)


def region_word(stream: Stream, place: Place) -> str:
    province = _PROVINCE_SHORT.get(place.province) or _short(place.province)
    city = _short(place.city) if place.city else province
    county = _short(place.county)
    match stream.weighted("name-region", _REGION_STYLES):
        case "province":
            return province
        case "county" if place.county not in _repeated_counties() and place.county != place.city:
            return county
        case "county" | "both" if place.county != place.city:
            return f"{city}（{county}）" if stream.chance("name-brackets", 0.5) else city + county
        case _:
            return city


def _form(stream: Stream, *, legal_person: bool) -> str:
    return stream.weighted("name-form", _FORMS if legal_person else (*_FORMS, *_PARTNERSHIPS))


def enterprise_name(
    stream: Stream, place: Place, industry: str, taken: Container[str], *, legal_person: bool, rare: bool
) -> str:
    """Return a name that is not in `taken`; a clash changes the third character of the trade name, in fixed order."""
    region, word = region_word(stream, place), name_word(stream, industry)
    trade, form = trade_name(stream, rare=rare), _form(stream, legal_person=legal_person)
    thirds = (trade[:2] + third + trade[3:] for third in NEXT if third != trade[1])
    for candidate in chain((trade,), thirds):
        name = f"{region}{candidate}{word}{form}"
        if name not in taken:
            return name
    raise LookupError(f"every variant of {region}{trade}{word}{form} is taken")


def person_name(stream: Stream, whose: str) -> str:
    """Return an invented person's name; `whose` names the part the person plays."""
    surname = stream.pick(f"{whose}-surname", _SURNAMES)
    given = stream.pick(f"{whose}-given", _GIVEN)
    if stream.chance(f"{whose}-two-given", 0.8):
        given += stream.pick(f"{whose}-given-2", _GIVEN.replace(given, ""))
    return f"{surname}{given}"
