"""The back end for a million enterprises: an expression as a polars plan over whole numbers, exact, no division.

A quotient is carried as numerator and denominator, and a comparison multiplies crosswise; the largest value that either
side can reach is known when the plan is built and decides between 64 and 128 bits. Nothing is ever rounded, so a bound
is met exactly. Figures beyond `LARGEST`, or below zero where the vocabulary has none, are the exact back end's.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from math import gcd, lcm

import polars as pl

from tidu.rules.expressions import (
    AllOf,
    AnyOf,
    Arithmetic,
    Cell,
    Comparison,
    Expression,
    ExpressionError,
    Literal,
    Membership,
    Node,
    Not,
)
from tidu.rules.units import Kind

#: The largest figure, in kept parts, that a plan reckons with: eleven trillion yuan.
LARGEST = 2**50
_BITS_64 = 2**63 - 1
_BITS_128 = 2**127 - 1


def plan(expression: Expression) -> pl.Expr:
    """Compile a test, or a plain cell; any other number lives only inside a comparison."""
    return _test(expression.tree)


@dataclass(frozen=True)
class Whole:
    """A whole number per row; it never exceeds ``most`` in size, and is never below zero unless ``signed``."""

    expr: pl.Expr
    most: int
    signed: bool

    def at(self, most: int) -> pl.Expr:
        """Return the expression in the narrowest type that holds results up to ``most``."""
        if most <= _BITS_64:
            return self.expr
        if most > _BITS_128:
            raise ExpressionError("the expression multiplies too many figures to be exact for a table")
        return self.expr.cast(pl.Int128)

    def __add__(self, other: Whole) -> Whole:
        most = self.most + other.most
        return Whole(self.at(most) + other.at(most), most, self.signed or other.signed)

    def __mul__(self, other: Whole) -> Whole:
        most = self.most * other.most
        return Whole(self.at(most) * other.at(most), most, self.signed or other.signed)

    def times(self, factor: int) -> Whole:
        if factor == 1:
            return self
        most = self.most * abs(factor)
        kind = pl.Int64 if most <= _BITS_64 else pl.Int128
        return Whole(self.at(most) * pl.lit(factor, dtype=kind), most, self.signed or factor < 0)


@dataclass(frozen=True)
class Quantity:
    """``factor`` × numerator ÷ the product of ``denominators``; a missing numerator is one."""

    factor: Fraction
    numerator: Whole | None = None
    denominators: tuple[Whole, ...] = ()


def _test(node: Node) -> pl.Expr:
    match node:
        case Cell(key=key):
            return pl.col(key)
        case Comparison() if node.left.unit.kind is Kind.NUMBER:
            return _compared(node.operator, _quantity(node.left), _quantity(node.right))
        case Comparison():
            return _ordered(node.operator, _word(node.left), _word(node.right))
        case Membership():
            return _word(node.word).is_in(sorted(node.words))
        case Not():
            return ~_test(node.term)
        case AllOf():
            return pl.all_horizontal(_test(term) for term in node.terms)
        case AnyOf():
            return pl.any_horizontal(_test(term) for term in node.terms)
        case _:
            raise ExpressionError(f"a table has no plan for {type(node).__name__}")


def _word(node: Node) -> pl.Expr:
    match node:
        case Cell(key=key):
            return pl.col(key)
        case Literal(value=str(word)):
            return pl.lit(word)
        case _:
            raise ExpressionError("words are compared with words only")


def _quantity(node: Node) -> Quantity:
    match node:
        case Literal(value=value) if not isinstance(value, str):
            return Quantity(Fraction(value))
        case Cell(key=key):
            return Quantity(Fraction(1), Whole(pl.col(key), LARGEST, node.may_be_negative))
        case Arithmetic(operator="+"):
            return _sum(_quantity(node.left), _quantity(node.right))
        case Arithmetic(operator="-"):
            right = _quantity(node.right)
            return _sum(_quantity(node.left), replace(right, factor=-right.factor))
        case Arithmetic(operator="*"):
            return _product(_quantity(node.left), _quantity(node.right))
        case Arithmetic():
            return _quotient(_quantity(node.left), _quantity(node.right))
        case _:
            raise ExpressionError(f"a table has no plan for {type(node).__name__}")


def _sum(left: Quantity, right: Quantity) -> Quantity:
    """Bring both to one denominator."""
    only_left = _without(left.denominators, right.denominators)
    only_right = _without(right.denominators, left.denominators)
    common = Fraction(
        gcd(left.factor.numerator, right.factor.numerator) or 1,
        lcm(left.factor.denominator, right.factor.denominator),
    )
    one = _whole(left.numerator, only_right, int(left.factor / common))
    other = _whole(right.numerator, only_left, int(right.factor / common))
    return Quantity(common, one + other, (*right.denominators, *only_left))


def _product(left: Quantity, right: Quantity) -> Quantity:
    if left.numerator is None or right.numerator is None:
        numerator = left.numerator or right.numerator
    else:
        numerator = left.numerator * right.numerator
    return Quantity(left.factor * right.factor, numerator, (*left.denominators, *right.denominators))


def _quotient(left: Quantity, right: Quantity) -> Quantity:
    """A denominator that may be zero stays in sight; the inner ones of the divisor were tested by then."""
    if right.denominators:
        raise ExpressionError("a quotient is not divided by a quotient: a ratio is one division, done last")
    if right.numerator is None:
        if right.factor == 0:
            raise ExpressionError("nothing is divided by zero")
        return replace(left, factor=left.factor / right.factor)
    return Quantity(left.factor / right.factor, left.numerator, (*left.denominators, right.numerator))


def _compared(operator: str, left: Quantity, right: Quantity) -> pl.Expr:
    """Multiply crosswise by every denominator, having made those that may be negative positive by squaring."""
    divisors = (*left.denominators, *right.denominators)
    squares = tuple(each for each in divisors if each.signed)
    scales = (
        left.factor.numerator * right.factor.denominator,
        right.factor.numerator * left.factor.denominator,
    )
    shared = gcd(*scales) or 1
    one = _whole(left.numerator, (*right.denominators, *squares), scales[0] // shared)
    other = _whole(right.numerator, (*left.denominators, *squares), scales[1] // shared)
    most = max(one.most, other.most)
    truth = _ordered(operator, one.at(most), other.at(most))
    if not divisors:
        return truth
    return pl.when(pl.all_horizontal(each.expr != 0 for each in divisors)).then(truth)


def _whole(numerator: Whole | None, factors: tuple[Whole, ...], scale: int) -> Whole:
    whole = numerator
    for each in factors:
        whole = each if whole is None else whole * each
    if whole is None:
        return Whole(pl.lit(scale, dtype=pl.Int64 if abs(scale) <= _BITS_64 else pl.Int128), abs(scale), scale < 0)
    return whole.times(scale)


def _without(those: tuple[Whole, ...], these: tuple[Whole, ...]) -> tuple[Whole, ...]:
    left = list(those)
    for each in these:
        for candidate in left:
            if candidate.expr.meta.eq(each.expr):
                left.remove(candidate)
                break
    return tuple(left)


def _ordered(operator: str, left: pl.Expr, right: pl.Expr) -> pl.Expr:
    match operator:
        case ">=":
            return left >= right
        case ">":
            return left > right
        case "<=":
            return left <= right
        case "<":
            return left < right
        case "==":
            return left == right
        case _:
            return left != right
