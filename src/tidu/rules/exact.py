"""The back end for one enterprise: an expression as a plain function over whole numbers and exact fractions.

Three-valued: None is unknown. Reckoning and comparing with an unknown is unknown, a quotient by zero is unknown, `and`
and `or` decide as soon as they can.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from fractions import Fraction

from tidu.rules.expressions import (
    AllOf,
    AnyOf,
    Arithmetic,
    Cell,
    Comparison,
    Expression,
    Literal,
    Membership,
    Node,
    Not,
)
from tidu.rules.units import Value

Exact = int | Fraction | bool | str | None
Values = Mapping[str, Value]
Function = Callable[[Values], Exact]
Test = Callable[[Values], bool | None]

_ARITHMETIC: dict[str, Callable[[Fraction, Fraction], Fraction]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
}
_COMPARISONS: dict[str, Callable[..., bool]] = {
    ">=": operator.ge,
    ">": operator.gt,
    "<=": operator.le,
    "<": operator.lt,
    "==": operator.eq,
    "!=": operator.ne,
}


def function(expression: Expression) -> Function:
    """Compile to a function of the cells; a missing cell is unknown."""
    return _compiled(expression.tree)


def test(expression: Expression) -> Test:
    """Compile a test to a function that gives True, False or None."""
    return _compiled(expression.tree)  # type: ignore[return-value]  # the parser has seen to it that it gives a truth


def _compiled(node: Node) -> Function:  # noqa: PLR0911 - one case for each kind of node
    match node:
        case Literal(value=value):
            constant = int(value) if isinstance(value, Fraction) and value.denominator == 1 else value
            return lambda _: constant
        case Cell(key=key):
            return lambda values: values.get(key)
        case Arithmetic(operator="/"):
            return _quotient(_compiled(node.left), _compiled(node.right))
        case Arithmetic():
            return _joined(_ARITHMETIC[node.operator], _compiled(node.left), _compiled(node.right))
        case Comparison():
            return _joined(_COMPARISONS[node.operator], _compiled(node.left), _compiled(node.right))
        case Membership():
            return _membership(_compiled(node.word), node.words)
        case Not():
            return _negation(_compiled(node.term))
        case AllOf():
            return _decided_by(False, [_compiled(term) for term in node.terms])
        case AnyOf():
            return _decided_by(True, [_compiled(term) for term in node.terms])


def _joined(join: Callable[..., Exact], left: Function, right: Function) -> Function:
    def joined(values: Values) -> Exact:
        one = left(values)
        if one is None:
            return None
        other = right(values)
        return None if other is None else join(one, other)

    return joined


def _quotient(left: Function, right: Function) -> Function:
    def quotient(values: Values) -> Exact:
        one, other = left(values), right(values)
        if one is None or not other:
            return None
        return Fraction(one) / Fraction(other)

    return quotient


def _membership(word: Function, words: frozenset[str]) -> Function:
    def membership(values: Values) -> Exact:
        one = word(values)
        return None if one is None else one in words

    return membership


def _negation(term: Function) -> Function:
    def negation(values: Values) -> Exact:
        one = term(values)
        return None if one is None else not one

    return negation


def _decided_by(decisive: bool, terms: list[Function]) -> Function:
    """`and` is decided by the first False, `or` by the first True; an unknown term leaves it open until then."""

    def decided(values: Values) -> Exact:
        open_question = False
        for term in terms:
            one = term(values)
            if one is None:
                open_question = True
            elif one is decisive:
                return decisive
        return None if open_question else not decisive

    return decided
