"""Three years of figures of one enterprise, drawn with the recipe's correlations and consistent with each other.

Amounts are whole fen and multiples of 100 yuan (0.01 万元), as a form takes them.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

from tidu.demo.quantiles import STANDARD_NORMAL, beta, lognormal, negative_binomial, poisson
from tidu.demo.seeds import Stream
from tidu.demo.shapes import LogNormal, Shape, Spread

LAST_YEAR = 2025
YEARS = (2025, 2024, 2023)

#: 0.01 万元 in fen.
CENT = 10_000
TEN_THOUSAND_YUAN = 100 * CENT

# Gaussian copula: ln revenue with ln employees 0.78, with R&D share −0.35, with class-1 IP 0.30; R&D share with class-1
# IP 0.40; net margin with growth 0.25.
_EMPLOYEES_REVENUE, _RD_REVENUE, _IP_REVENUE, _IP_RD, _GROWTH_MARGIN = 0.78, -0.35, 0.30, 0.40, 0.25
_IP_BY_REVENUE = (_IP_REVENUE - _RD_REVENUE * _IP_RD) / (1 - _RD_REVENUE**2)
_IP_BY_RD = (_IP_RD - _RD_REVENUE * _IP_REVENUE) / (1 - _RD_REVENUE**2)
_IP_OWN = sqrt(1 - _IP_BY_REVENUE * _IP_REVENUE - _IP_BY_RD * _IP_RD)

_INCOME_TAX = 0.15
_LEAST_COST = 0.05
_NOISE = 0.04


@dataclass(frozen=True)
class Core:
    """What is drawn together; amounts in 万元, shares as ratios."""

    revenue: float
    employees: int
    rd_share: float
    class_1_ip: int
    net_margin: float
    growth: float


@dataclass(frozen=True)
class AnnualFigures:
    """One year as the books show it. Amounts in fen."""

    year: int
    revenue: int
    main_revenue: int
    product_revenue: int
    export_revenue: int
    operating_cost: int
    main_cost: int
    product_cost: int
    selling_expense: int
    admin_expense: int
    rd_expense: int
    total_profit: int
    net_profit: int
    tax_paid: int
    assets: int
    liabilities: int
    net_assets: int
    bank_loan: int
    equity_raised: int
    valuation: int | None
    employees: int
    rd_staff: int


def fen(amount: float) -> int:
    """Round 万元 to 0.01 万元, in fen."""
    return round(amount * 100) * CENT


def within(value: float, bounds: LogNormal | Spread) -> float:
    return min(max(value, bounds.low), bounds.high)


def draw_core(stream: Stream, shape: Shape) -> Core:
    """Draw the correlated figures of the last year."""
    z_revenue = stream.normal("revenue")
    z_employees = _mixed(_EMPLOYEES_REVENUE, z_revenue, stream.normal("employees"))
    z_rd = _mixed(_RD_REVENUE, z_revenue, stream.normal("rd-share"))
    z_ip = _IP_BY_REVENUE * z_revenue + _IP_BY_RD * z_rd + _IP_OWN * stream.normal("class-1-ip")
    z_margin = stream.normal("net-margin")
    z_growth = _mixed(_GROWTH_MARGIN, z_margin, stream.normal("growth"))

    revenue = within(lognormal(z_revenue, shape.revenue.median, shape.revenue.sigma), shape.revenue)
    if shape.without_revenue and stream.chance("without-revenue", shape.without_revenue):
        revenue = 0.0
    return Core(
        revenue=revenue,
        employees=max(1, round(lognormal(z_employees, shape.employees.median, shape.employees.sigma))),
        rd_share=_rd_share(z_rd, shape),
        class_1_ip=_class_1(z_ip, shape),
        net_margin=within(shape.net_margin.mean + shape.net_margin.deviation * z_margin, shape.net_margin),
        growth=within(shape.growth.mean + shape.growth.deviation * z_growth, shape.growth),
    )


def _mixed(correlation: float, with_z: float, own_z: float) -> float:
    return correlation * with_z + sqrt(1 - correlation**2) * own_z


def _rd_share(z: float, shape: Shape) -> float:
    if shape.without_rd:
        u = STANDARD_NORMAL.cdf(z)
        if u < shape.without_rd:
            return 0.0
        z = STANDARD_NORMAL.inv_cdf(min(max((u - shape.without_rd) / (1 - shape.without_rd), 1e-12), 1 - 1e-12))
    return within(lognormal(z, shape.rd_share.median, shape.rd_share.sigma), shape.rd_share)


def _class_1(z: float, shape: Shape) -> int:
    u, counts = STANDARD_NORMAL.cdf(z), shape.class_1_ip
    if counts.positive >= 1:
        return negative_binomial(u, counts.mean, counts.k)
    if u < 1 - counts.positive:
        return 0
    return 1 + poisson((u - 1 + counts.positive) / counts.positive, counts.mean - 1)


@dataclass(frozen=True)
class _Habits:
    """What stays the same over the years of one enterprise, as shares."""

    main: float
    product: float
    exports: float
    rd_staff: float
    assets: float
    debt: float
    loan: float
    net_margin: float
    rd: float


def _habits(stream: Stream, shape: Shape, core: Core) -> _Habits:
    ratio = shape.assets_to_revenue
    exports = stream.between("export-share", 0.05, 0.4) if stream.chance("exports", 0.3) else 0.0
    return _Habits(
        main=within(beta(stream.uniform("main-share"), *_beta_of(shape.main_share)), shape.main_share),
        product=stream.between("product-share", 0.62, 0.98),
        exports=exports,
        rd_staff=beta(stream.uniform("rd-staff"), *_beta_of(shape.rd_staff_share)),
        assets=lognormal(stream.normal("assets-to-revenue"), ratio.median, ratio.sigma),
        debt=beta(stream.uniform("debt-share"), *_beta_of(shape.debt_share)),
        loan=stream.between("loan", 0, 0.4),
        net_margin=core.net_margin,
        rd=core.rd_share,
    )


def _beta_of(spread: Spread) -> tuple[float, float]:
    return spread.mean, spread.deviation


def annual_figures(stream: Stream, shape: Shape, core: Core, *, since: int, capital: int) -> tuple[AnnualFigures, ...]:
    """Return the years from the last one back, as far as the enterprise existed (`since` is its first year)."""
    habits = _habits(stream, shape, core)
    noise = stream.between("growth-noise", -_NOISE, _NOISE)
    rises = (core.growth + noise, core.growth - noise)
    raised = _equity(stream, shape)

    years: list[AnnualFigures] = []
    revenue, employees = core.revenue, float(core.employees)
    for back, year in enumerate(YEARS):
        if year < since:
            break
        new_equity = fen(raised.get(year, 0.0))
        valuation = fen(raised[year] * stream.between("valuation", 5, 12)) if new_equity else None
        figures = _one_year(stream, year, habits, revenue, max(1, round(employees)))
        assets, liabilities = _balance(stream, year, habits, revenue, capital)
        years.append(
            AnnualFigures(
                **figures,
                year=year,
                assets=assets,
                liabilities=liabilities,
                net_assets=assets - liabilities,
                bank_loan=int(liabilities * habits.loan) // CENT * CENT,
                equity_raised=new_equity,
                valuation=valuation,
            )
        )
        rise = 1 + rises[min(back, len(rises) - 1)]
        revenue /= rise
        employees /= rise ** (1 / 3)
    return tuple(years)


def _equity(stream: Stream, shape: Shape) -> dict[int, float]:
    """New equity falls into one of the last two years."""
    if not stream.chance("raises-equity", shape.raises_equity):
        return {}
    year = LAST_YEAR if stream.chance("equity-year", 0.5) else LAST_YEAR - 1
    return {year: lognormal(stream.normal("equity"), shape.equity.median, shape.equity.sigma)}


def _one_year(stream: Stream, year: int, habits: _Habits, sold: float, employees: int) -> dict[str, int]:
    """Return the income statement and the people; the last year is as drawn, earlier ones sway about it."""
    u_rd, u_margin, u_selling, u_admin = stream.four(f"costs-{year}")
    u_base, u_tax, _, _ = stream.four(f"levies-{year}")
    last = year == LAST_YEAR
    revenue = fen(sold)
    main = min(fen(sold * habits.main), revenue)
    product = min(fen(sold * habits.main * habits.product), main)
    rd = fen(sold * habits.rd * (1 if last else 0.88 + 0.18 * u_rd))
    selling = fen(sold * (0.02 + 0.05 * u_selling))
    admin = fen(sold * (0.04 + 0.05 * u_admin) + 3 + 27 * u_base)
    net = fen(sold * (habits.net_margin + (0 if last else 0.04 * u_margin - 0.02))) if revenue else -admin
    profit = fen(net / TEN_THOUSAND_YUAN / (1 - _INCOME_TAX)) if net > 0 else net
    cost = max(revenue - selling - admin - rd - profit, fen(sold * _LEAST_COST)) if revenue else 0
    main_cost = min(fen(cost / TEN_THOUSAND_YUAN * habits.main), cost)
    return {
        "revenue": revenue,
        "main_revenue": main,
        "product_revenue": product,
        "export_revenue": int(main * habits.exports) // CENT * CENT,
        "operating_cost": cost,
        "main_cost": main_cost,
        "product_cost": product * main_cost // main // CENT * CENT if main else 0,
        "selling_expense": selling,
        "admin_expense": admin,
        "rd_expense": rd,
        "total_profit": profit,
        "net_profit": net,
        "tax_paid": fen(sold * (0.02 + 0.04 * u_tax)),
        "employees": employees,
        "rd_staff": min(round(employees * habits.rd_staff), employees),
    }


def _balance(stream: Stream, year: int, habits: _Habits, sold: float, capital: int) -> tuple[int, int]:
    """Return assets and liabilities; even without revenue there is a tenth of the capital."""
    assets = max(fen(sold * habits.assets), capital // 10 // CENT * CENT, CENT)
    debt = habits.debt
    if year != LAST_YEAR:
        debt = min(max(debt + stream.between(f"debt-{year}", -0.03, 0.03), 0.0), 0.99)
    return assets, min(int(assets * debt) // CENT * CENT, assets)
