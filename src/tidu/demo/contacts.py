"""Codes, telephones and addresses that are valid in form and belong to nobody.

Credit codes carry `XXT`, which no real body code begins with; telephones run through one block of ten thousand in the
demo and are shown masked; addresses lie on roads called 示例路 and the like; mail goes to a domain that is reserved.
"""

from __future__ import annotations

from tidu.demo.places import Place
from tidu.demo.seeds import Stream
from tidu.rules.codes import ALPHABET, body_check_character, credit_check_character

SYNTHETIC = "XXT"
_BODY_DIGITS = 5
_DIGITS_IN_BLOCK = 10_000

_ROADS = ("示例路", "样本路", "演示大道", "示范东路", "样例街", "示例南路", "模拟路", "演示西路")
_PARKS = ("示例科技园", "样本产业园", "演示创新港", "示例工业坊")

#: Area code and the first three digits of postcodes, by city.
_CITIES = {
    "320100": ("025", ("210", "211")),
    "320200": ("0510", ("214",)),
    "320300": ("0516", ("221",)),
    "320400": ("0519", ("213",)),
    "320500": ("0512", ("215",)),
    "320600": ("0513", ("226",)),
    "320700": ("0518", ("222",)),
    "320800": ("0517", ("223", "211")),
    "320900": ("0515", ("224",)),
    "321000": ("0514", ("225", "211")),
    "321100": ("0511", ("212",)),
    "321200": ("0523", ("225", "214")),
    "321300": ("0527", ("223",)),
}
#: The first two digits of postcodes by the first two of the division code.
_PROVINCES = {
    "11": "10",
    "12": "30",
    "13": "05",
    "14": "03",
    "15": "01",
    "21": "11",
    "22": "13",
    "23": "15",
    "31": "20",
    "32": "21",
    "33": "31",
    "34": "23",
    "35": "35",
    "36": "33",
    "37": "25",
    "41": "45",
    "42": "43",
    "43": "41",
    "44": "51",
    "45": "53",
    "46": "57",
    "50": "40",
    "51": "61",
    "52": "55",
    "53": "65",
    "54": "85",
    "61": "71",
    "62": "73",
    "63": "81",
    "64": "75",
    "65": "83",
}


def credit_code(region: str, number: int) -> str:
    """Return `91` + region + `XXT` and the number in base 31 + both check characters (GB 32100)."""
    digits, rest = "", number
    for _ in range(_BODY_DIGITS):
        rest, place = divmod(rest, len(ALPHABET))
        digits = ALPHABET[place] + digits
    if rest:
        raise ValueError(f"{number} does not fit {_BODY_DIGITS} characters")
    body = SYNTHETIC + digits
    first_17 = f"91{region}{body}{body_check_character(body)}"
    return first_17 + credit_check_character(first_17)


def mobile(block: str, number: int) -> str:
    """Return 11 digits: the block's first three, then the number."""
    return f"{block}{number:08d}"


def landline(place: Place, number: int) -> str:
    """Return an office telephone; empty where the area code is not on our list."""
    area = _CITIES.get(place.city_code, ("",))[0]
    return f"{area}-8000{number % _DIGITS_IN_BLOCK:04d}" if area else ""


def postcode(stream: Stream, place: Place) -> str:
    known = _CITIES.get(place.city_code)
    prefix = stream.pick("postcode-prefix", known[1]) if known else _PROVINCES[place.county_code[:2]]
    rest = 6 - len(prefix)
    return f"{prefix}{stream.integer('postcode', 0, 10**rest - 1):0{rest}d}"


def address(stream: Stream, place: Place) -> str:
    road, number = stream.pick("road", _ROADS), stream.integer("house", 1, 399)
    if stream.chance("in-a-park", 0.4):
        park, building = stream.pick("park", _PARKS), stream.integer("building", 1, 30)
        return f"{place.full_name}{road}{number}号{park}{building}幢"
    return f"{place.full_name}{road}{number}号"


def email(number: int) -> str:
    return f"e{number:06d}@example.com"
