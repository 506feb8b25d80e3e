"""The editions written out a second time by hand, in plain fractions, from the contract: what the engine is held to.

Nothing here uses the rule language. `None` is unknown.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction

Number = Fraction | None
Truth = bool | None
Facts = Mapping[str, int | bool | str | None]
#: What a standard gives: points and conditions by code, the ways in order, and the verdict.
Outcome = tuple[dict[str, int | None], dict[str, Truth], dict[str, Truth], Truth]

W = 1_000_000  # fen in 万元


def number(facts: Facts, cell: str) -> Number:
    value = facts.get(cell)
    return None if value is None else Fraction(value)


def truth(facts: Facts, cell: str) -> Truth:
    value = facts.get(cell)
    return None if value is None else value is True


def add(*terms: Number) -> Number:
    return None if None in terms else sum((term for term in terms if term is not None), Fraction(0))


def divide(one: Number, other: Number) -> Number:
    return None if one is None or not other else one / other


def growth(one: Number, before: Number) -> Number:
    return divide(None if one is None or before is None else one - before, before)


def least(value: Number, bound: Fraction | int) -> Truth:
    return None if value is None else value >= bound


def most(value: Number, bound: Fraction | int) -> Truth:
    return None if value is None else value <= bound


def both(*terms: Truth) -> Truth:
    return False if False in terms else None if None in terms else True


def either(*terms: Truth) -> Truth:
    return True if True in terms else None if None in terms else False


def ladder(*steps: tuple[Truth, int], otherwise: int) -> int | None:
    for test, points in steps:
        if test is None:
            return None
        if test:
            return points
    return otherwise


def percent(
    value: Number, bounds: Mapping[str, int], compare: Callable[[Number, Fraction], Truth] = least
) -> int | None:
    """`{"5": 20}`: from 5 % on 20 points; below all of them none."""
    return ladder(*((compare(value, Fraction(bound) / 100), points) for bound, points in bounds.items()), otherwise=0)


def total(points: Mapping[str, int | None]) -> int | None:
    known = [each for each in points.values() if each is not None]
    return sum(known) if len(known) == len(points) else None


def growth2(f: Facts) -> Number:
    """The mean of the last two growth rates of the main revenue."""
    a, b, c = (number(f, f"main_revenue{year}") for year in ("", "[-1]", "[-2]"))
    one, other = growth(a, b), growth(b, c)
    return None if one is None or other is None else (one + other) / 2


def equity(f: Facts, years: int) -> Number:
    return add(*(number(f, cell) for cell in ("equity_raised", "equity_raised[-1]", "equity_raised[-2]")[:years]))


def ratio(f: Facts, one: str, other: str) -> Number:
    return divide(number(f, one), number(f, other))


def patents(f: Facts, points: tuple[int, int, int, int]) -> int | None:
    cells = ("high_value_class_1_ip", "own_class_1_ip", "class_1_ip", "class_2_ip")
    return ladder(*((least(number(f, cell), 1), given) for cell, given in zip(cells, points, strict=True)), otherwise=0)


def chosen(f: Facts, cell: str, points: Mapping[str, int]) -> int | None:
    return None if f.get(cell) is None else points.get(str(f[cell]), 0)


def innovative(f: Facts) -> Outcome:
    mr, before = number(f, "main_revenue"), number(f, "main_revenue[-1]")
    p: dict[str, int | None] = {
        "INN-1": patents(f, (20, 15, 10, 5)),
        "INN-2": percent(ratio(f, "rd_expense", "revenue"), {"5": 20, "3": 15, "2": 10, "1": 5}),
        "INN-3": percent(growth(mr, before), {"15": 20, "10": 15, "5": 10, "0": 5}),
        "INN-4": percent(ratio(f, "liabilities", "assets"), {"55": 10, "75": 5}, most),
        "INN-5": ladder((truth(f, "strategic_industry"), 10), otherwise=5),
        "INN-6": percent(ratio(f, "main_revenue", "revenue"), {"70": 20, "60": 15, "55": 10, "50": 5}),
    }
    pair = [
        add(_points(p, one), _points(p, other))
        for one, other in (("INN-1", "INN-2"), ("INN-3", "INN-4"), ("INN-5", "INN-6"))
    ]
    points = total(p)
    score = both(
        least(None if points is None else Fraction(points), 60),
        least(pair[0], 20),
        least(pair[1], 15),
        least(pair[2], 15),
    )
    c = {
        "INN-D1": truth(f, "science_award"),
        "INN-D2": truth(f, "listed_honour"),
        "INN-D3": truth(f, "provincial_rd_institution"),
        "INN-D4": least(equity(f, 3), 500 * W),
    }
    ways = {"score": score, **c}
    return p, c, ways, either(*ways.values())


def _points(points: Mapping[str, int | None], code: str) -> Number:
    value = points[code]
    return None if value is None else Fraction(value)


def specialised_2022(f: Facts) -> Outcome:
    rd, share = number(f, "rd_expense"), ratio(f, "rd_expense", "revenue")
    years = number(f, "market_years")
    answers = [truth(f, each) for each in ("quality_award", "quality_system", "own_brand", "standards_work")]
    local = number(f, "local_feature_points")
    p: dict[str, int | None] = {
        "ZJ-01": percent(ratio(f, "main_revenue", "revenue"), {"80": 5, "70": 3, "60": 1}),
        "ZJ-02": percent(growth2(f), {"10": 10, "8": 8, "6": 6, "4": 4, "0": 2}),
        "ZJ-03": None if years is None else min(int(years) // 2, 5),
        "ZJ-04": chosen(f, "chain_position", {"gap_filling": 5, "key_supply": 3}),
        "ZJ-05": ladder(
            (least(number(f, "digital_level"), 3), 5), (least(number(f, "digital_level"), 2), 3), otherwise=0
        ),
        "ZJ-06": None if None in answers else min(3 * answers.count(True), 5),
        "ZJ-07": percent(ratio(f, "net_profit", "revenue"), {"10": 10, "8": 8, "6": 6, "4": 4, "2": 2}),
        "ZJ-08": percent(ratio(f, "liabilities", "assets"), {"50": 5, "60": 3, "70": 1}, most),
        "ZJ-09": None if local is None else int(local),
        "ZJ-10": patents(f, (10, 8, 6, 2)),
        "ZJ-11": ladder(
            *(
                (either(least(rd, amount * W), least(share, Fraction(part, 100))), points)
                for amount, part, points in ((500, 10, 10), (400, 8, 8), (300, 6, 6), (200, 4, 4), (100, 3, 2))
            ),
            otherwise=0,
        ),
        "ZJ-12": percent(ratio(f, "rd_staff", "employees"), {"20": 5, "10": 3, "5": 1}),
        "ZJ-13": chosen(f, "rd_institution", {"national": 10, "province": 8, "city": 4, "below_city": 2}),
    }
    return specialised_verdict(f, p)


def specialised_verdict(f: Facts, p: dict[str, int | None]) -> Outcome:
    rd, before = number(f, "rd_expense"), number(f, "rd_expense[-1]")
    points = total(p)
    direct = {
        "ZJTX-4-D1": either(truth(f, "provincial_award_top3"), truth(f, "national_award_top5")),
        "ZJTX-4-D2": None if rd is None or before is None else (rd + before) / 2 >= 1000 * W,
        "ZJTX-4-D3": least(equity(f, 2), 6000 * W),
        "ZJTX-4-D4": truth(f, "maker_china_top500"),
    }
    ways = {"score": least(None if points is None else Fraction(points), 60), **direct}
    c = {
        "ZJTX-1": least(number(f, "market_years"), 2),
        "ZJTX-2": both(least(rd, 100 * W), least(ratio(f, "rd_expense", "revenue"), Fraction(3, 100))),
        "ZJTX-3": either(least(number(f, "revenue"), 1000 * W), least(equity(f, 2), 2000 * W)),
        "ZJTX-4": either(*ways.values()),
    }
    return p, {**c, **direct}, ways, both(*c.values())


def specialised_2022_jiangsu(f: Facts) -> Outcome:
    p = specialised_2022(f)[0]
    position = chosen(f, "local_market_position", {"national_10": 6, "national_5": 4, "province_top3": 2})
    other = number(f, "local_other_points")
    p["ZJ-09"] = None if position is None or other is None else position + int(other)
    return specialised_verdict(f, p)


def specialised_2026(f: Facts) -> Outcome:
    three = Fraction(3, 100)
    c = {
        "Z26-1": both(truth(f, "holds_base_title"), least(number(f, "market_years"), 3)),
        "Z26-2a": either(least(number(f, "revenue"), 1500 * W), least(equity(f, 2), 2000 * W)),
        "Z26-2b": least(ratio(f, "main_revenue", "revenue"), Fraction(80, 100)),
        "Z26-2c": most(ratio(f, "liabilities", "assets"), Fraction(80, 100)),
        "Z26-3": both(
            least(number(f, "rd_expense"), 100 * W),
            least(number(f, "rd_expense[-1]"), 100 * W),
            least(ratio(f, "rd_expense", "revenue"), three),
            least(ratio(f, "rd_expense[-1]", "revenue[-1]"), three),
        ),
        "Z26-4": either(
            least(number(f, "applied_class_1_ip"), 1),
            truth(f, "provincial_award_top3"),
            truth(f, "national_award_top3"),
            truth(f, "provincial_rd_institution"),
        ),
        "Z26-5": truth(f, "market_renown"),
        "Z26-6": _development(f, 50),
    }
    return {}, c, {}, both(*c.values())


def _development(f: Facts, bound: int) -> Truth:
    now, before = number(f, "development_score"), number(f, "development_score[-1]")
    return either(least(now, bound * 100), both(truth(f, "is_renewal"), least(before, bound * 100)))


def little_giant_2022(f: Facts) -> Outcome:
    r, rd, before = number(f, "revenue"), number(f, "rd_expense"), number(f, "rd_expense[-1]")
    now, earlier = ratio(f, "rd_expense", "revenue"), ratio(f, "rd_expense[-1]", "revenue[-1]")
    large, middle = least(r, 10000 * W), least(r, 5000 * W)
    c = {
        "LG-0": truth(f, "holds_specialised_title"),
        "LG-Z1": least(number(f, "market_years"), 3),
        "LG-Z2": least(ratio(f, "main_revenue", "revenue"), Fraction(70, 100)),
        "LG-Z3": least(growth2(f), Fraction(5, 100)),
        "LG-J1": truth(f, "strategy_governance"),
        "LG-J2": least(number(f, "core_business_systems"), 1),
        "LG-J3": either(truth(f, "system_certificate"), truth(f, "foreign_product_certificate")),
        "LG-J4": most(ratio(f, "liabilities", "assets"), Fraction(70, 100)),
        "LG-T1": both(least(number(f, "market_share"), 1000), truth(f, "market_renown")),
        "LG-T2": truth(f, "own_brand"),
        "LG-N1": either(
            both(large, least(now, Fraction(3, 100)), least(earlier, Fraction(3, 100))),
            both(middle, _not(large), least(now, Fraction(6, 100)), least(earlier, Fraction(6, 100))),
            both(
                _not(middle),
                least(equity(f, 2), 8000 * W),
                least(add(rd, before), 3000 * W),
                least(ratio(f, "rd_staff", "employees"), Fraction(50, 100)),
            ),
        ),
        "LG-N2": truth(f, "joint_rd_institution"),
        "LG-N3": least(number(f, "applied_class_1_ip"), 2),
        "LG-N4": truth(f, "national_award_top3"),
        "LG-N5": truth(f, "maker_china_top50"),
        "LG-C1": truth(f, "chain_role"),
        "LG-P1": truth(f, "key_field"),
    }
    innovation = either(both(c["LG-N1"], c["LG-N2"], c["LG-N3"]), c["LG-N4"], c["LG-N5"])
    return {}, c, {}, both(innovation, *(state for code, state in c.items() if not code.startswith("LG-N")))


def _not(value: Truth) -> Truth:
    return None if value is None else not value


def little_giant_2026(f: Facts) -> Outcome:
    three = Fraction(3, 100)
    share, rank = number(f, "market_share"), number(f, "domestic_rank")
    c = {
        "L26-1": both(truth(f, "holds_specialised_title"), least(number(f, "market_years"), 3)),
        "L26-2a": least(number(f, "revenue"), 5000 * W),
        "L26-2b": least(ratio(f, "main_revenue", "revenue"), Fraction(90, 100)),
        "L26-2c": either(truth(f, "is_renewal"), least(ratio(f, "revenue", "revenue[-2]"), Fraction("1.1025"))),
        "L26-2d": most(ratio(f, "liabilities", "assets"), Fraction(75, 100)),
        "L26-3": both(
            least(add(number(f, "rd_expense"), number(f, "rd_expense[-1]")), 1200 * W),
            least(ratio(f, "rd_expense", "revenue"), three),
            least(ratio(f, "rd_expense[-1]", "revenue[-1]"), three),
        ),
        "L26-4": either(least(number(f, "applied_class_1_ip"), 4), truth(f, "national_award_top3")),
        "L26-5": both(either(least(share, 1000), most(rank, 3)), truth(f, "market_renown")),
        "L26-6": truth(f, "key_field"),
        "L26-7": _development(f, 60),
    }
    return {}, c, {}, both(*c.values())


ORACLES: dict[str, Callable[[Facts], Outcome]] = {
    "innovative@2022-08-01": innovative,
    "innovative@2022-08-01+32": innovative,
    "specialised@2022-08-01": specialised_2022,
    "specialised@2022-08-01+32": specialised_2022_jiangsu,
    "specialised@2026-04-01": specialised_2026,
    "specialised@2026-04-01+32": specialised_2026,
    "little_giant@2022-08-01": little_giant_2022,
    "little_giant@2026-04-01": little_giant_2026,
}
