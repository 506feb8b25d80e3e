"""Which industry an enterprise is in, and the word for it in the enterprise's name."""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cache
from itertools import accumulate

from tidu.demo.seeds import Stream, shuffled
from tidu.rules.size import class_of, industries

#: 300 enterprises of the demo by division of GB/T 4754; the last two cover classes that no division here has.
DEMO_DIVISIONS: dict[tuple[str, ...], int] = {
    ("35",): 46,
    ("34",): 42,
    ("39",): 36,
    ("38",): 34,
    ("33",): 18,
    ("36",): 17,
    ("26",): 16,
    ("40",): 14,
    ("65",): 18,
    ("27",): 11,
    ("29",): 10,
    ("17",): 6,
    ("28",): 3,
    ("30",): 5,
    ("32",): 4,
    ("37",): 6,
    ("13", "14", "15"): 4,
    ("18",): 2,
    ("73", "74", "75"): 6,
}
DEMO_REST = ("4910", "5930")

#: Sections of the whole country: C, I, M, E, F, L and the rest.
_NATIONAL_SECTIONS: tuple[tuple[tuple[str, ...], float], ...] = (
    (("63", "64", "65"), 11.0),
    (("73", "74", "75"), 8.0),
    (("47", "48", "49", "50"), 2.0),
    (("51", "52"), 4.0),
    (("71", "72"), 2.0),
    (("01", "03", "54", "55", "59", "60", "61", "62", "70", "77", "81", "86"), 3.0),
)
_MANUFACTURING_SHARE, _SMOOTHING = 70.0, 0.8

#: Words that stand for many industries in a name, by the divisions where they ring true.
_GENERAL_WORDS: dict[str, tuple[str, ...]] = {
    "13": ("环保科技",),
    "17": ("新材料",),
    "26": ("新材料", "环保科技"),
    "27": ("生物医药",),
    "28": ("新材料",),
    "29": ("新材料", "模具"),
    "30": ("新材料", "环保科技"),
    "32": ("新材料",),
    "33": ("精密机械", "模具", "新材料"),
    "34": ("精密机械", "智能装备", "自动化"),
    "35": ("智能装备", "精密机械", "自动化", "模具", "环保科技"),
    "36": ("精密机械", "模具", "新能源"),
    "37": ("智能装备", "新材料"),
    "38": ("新能源", "电子", "自动化"),
    "39": ("电子", "半导体", "光电"),
    "40": ("光电", "自动化", "电子"),
    "64": ("软件",),
    "65": ("软件", "自动化"),
    "73": ("环保科技", "新材料", "生物医药"),
    "75": ("环保科技", "新材料"),
}
_GENERAL_SHARE = 0.45
_BRACKETS = re.compile(r"（.*?）|\(.*?\)")
_TAILS = re.compile(r"(制造业?|(?<!精)加工|服务业?|活动|其他|生产|及类似品?|开采|经营|和供应|一般)+$")
_HEADS = re.compile(r"^(其他|未列明|生产)+")
#: What the first of several words needs to be a word: 幻灯及投影设备 gives 幻灯设备.
_WHOLES = (
    *("设备", "机械", "器材", "制品", "工程", "零售", "批发", "运输", "材料", "软件", "工具", "仪器", "器具"),
    *("研究", "管理", "安装", "维护", "保护", "金属制品"),
)
#: Where the class's name is no word for a name.
_DIVISION_WORDS = {
    "01": "农业",
    "03": "畜牧",
    "13": "食品",
    "14": "食品",
    "15": "饮品",
    "17": "纺织",
    "18": "服饰",
    "26": "化工",
    "27": "医药",
    "28": "化纤",
    "29": "橡塑制品",
    "30": "建材",
    "32": "金属材料",
    "33": "金属制品",
    "34": "机械",
    "35": "机械设备",
    "36": "汽车部件",
    "37": "装备",
    "38": "电气",
    "39": "电子元件",
    "40": "仪器仪表",
    "47": "建筑",
    "48": "工程",
    "49": "安装工程",
    "50": "装饰工程",
    "51": "贸易",
    "52": "商贸",
    "54": "物流",
    "55": "航运",
    "59": "仓储",
    "60": "快递",
    "61": "酒店",
    "62": "餐饮",
    "63": "通信",
    "64": "网络",
    "65": "信息技术",
    "70": "物业",
    "71": "租赁",
    "72": "商务",
    "74": "检测技术",
    "77": "环境",
    "81": "维修",
    "86": "文化",
}
_SHORTEST, _LONGEST = 2, 6


def measured_as(industry: str, code: str) -> bool:
    """Whether the size class `code` of 工信部联企业〔2011〕300号 measures the industry."""
    size_class = class_of(industry)
    return size_class is not None and size_class.code == code


@cache
def classes_of(divisions: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(code for code in industries() if code[:2] in divisions)


def demo_industries(seed: int) -> list[str]:
    """Return the industries of the demo's 300 enterprises: divisions in fixed numbers, classes drawn within them."""
    drawn = [
        Stream(seed, f"industry-{divisions[0]}-{at}").pick("class", classes_of(divisions))
        for divisions, count in DEMO_DIVISIONS.items()
        for at in range(count)
    ]
    return shuffled(seed, "industries", [*drawn, *DEMO_REST])


@cache
def _national_ladder() -> tuple[tuple[tuple[str, ...], ...], tuple[float, ...]]:
    factories = {key: count**_SMOOTHING for key, count in DEMO_DIVISIONS.items() if "13" <= key[0] <= "43"}
    whole = sum(factories.values())
    groups = [(key, _MANUFACTURING_SHARE * share / whole) for key, share in factories.items()]
    groups.extend(_NATIONAL_SECTIONS)
    return tuple(key for key, _ in groups), tuple(accumulate(share for _, share in groups))


def national_industry(stream: Stream) -> str:
    groups, reached = _national_ladder()
    group = groups[min(bisect_right(reached, stream.uniform("division") * reached[-1]), len(groups) - 1)]
    return stream.pick("class", classes_of(group))


@cache
def industry_word(industry: str) -> str:
    """Return two to six characters for the industry, from the name of its class; empty where none can be had."""
    bare = _BRACKETS.sub("", industries()[industry])
    bare = _HEADS.sub("", _TAILS.sub("", bare)).replace("专用", "")
    first, *others = re.split(r"[、，及和与]", bare)
    if any("用" in other for other in others):
        return ""  # 建筑、家具用金属配件: the first word is no product
    for whole in _WHOLES:
        if others and bare.endswith(whole) and not first.endswith(whole):
            first += whole
            break
    return first if _SHORTEST <= len(first) <= _LONGEST else ""


def word_of_division(industry: str) -> str:
    return _DIVISION_WORDS.get(industry[:2], "科技")


def name_word(stream: Stream, industry: str) -> str:
    """Return the word for the industry in a name: general ones for about half, else the class's own."""
    general = _GENERAL_WORDS.get(industry[:2], ())
    own = industry_word(industry)
    if general and (not own or stream.chance("general-word", _GENERAL_SHARE)):
        return stream.pick("which-general-word", general)
    return own or word_of_division(industry)
