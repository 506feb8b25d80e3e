"""The rule language: the readable corner of Python, parsed once and checked for units when an edition is loaded.

Names, numbers, `+ - * /`, comparisons, `and or not`, `in (…)` for choices, and `name[-1]` for the year before.
One tree serves two back ends: `exact` computes one enterprise in fractions, `batch` a million in whole numbers.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from tidu.rules.facts import Name, Vocabulary
from tidu.rules.units import BARE, DATE, RATIO, TRUTH, WORD, Kind, Unit


class ExpressionError(ValueError):
    """The text is not in the language, or mixes what does not mix. Raised when an edition is loaded, never later."""


@dataclass(frozen=True)
class Literal:
    value: int | Fraction | str
    unit: Unit


@dataclass(frozen=True)
class Cell:
    """A figure or answer of one year, by the name of its column."""

    key: str
    unit: Unit
    may_be_negative: bool = False


@dataclass(frozen=True)
class Arithmetic:
    operator: str  # one of + - * /
    left: Node
    right: Node
    unit: Unit


@dataclass(frozen=True)
class Comparison:
    operator: str  # one of >= > <= < == !=
    left: Node
    right: Node
    unit: Unit = TRUTH


@dataclass(frozen=True)
class Membership:
    word: Node
    words: frozenset[str]
    unit: Unit = TRUTH


@dataclass(frozen=True)
class AllOf:
    terms: tuple[Node, ...]
    unit: Unit = TRUTH


@dataclass(frozen=True)
class AnyOf:
    terms: tuple[Node, ...]
    unit: Unit = TRUTH


@dataclass(frozen=True)
class Not:
    term: Node
    unit: Unit = TRUTH


Node = Literal | Cell | Arithmetic | Comparison | Membership | AllOf | AnyOf | Not


@dataclass(frozen=True)
class Expression:
    """A checked text: its tree, the unit of its value, and the cells it reads in the order of reading."""

    text: str
    tree: Node
    cells: tuple[str, ...]

    @property
    def unit(self) -> Unit:
        return self.tree.unit


def parse(text: str, names: Vocabulary, *, shift: int = 0) -> Expression:
    """Parse and check ``text`` over ``names``; ``shift`` moves every yearly name that many years back."""
    try:
        body = ast.parse(text.strip(), mode="eval").body
        tree = _Reader(names, shift).read(body)
    except ExpressionError as wrong:
        raise ExpressionError(f"{text!r}: {wrong}") from None
    except (SyntaxError, ValueError) as wrong:
        raise ExpressionError(f"{text!r} is not an expression of the rule language") from wrong
    return Expression(text, tree, tuple(dict.fromkeys(cell.key for cell in cells_in(tree))))


def parse_test(text: str, names: Vocabulary, *, shift: int = 0) -> Expression:
    """Parse ``text`` and make sure that it is true, false or unknown."""
    expression = parse(text, names, shift=shift)
    if expression.unit.kind is not Kind.TRUTH:
        raise ExpressionError(f"{text!r} is no test: it gives {expression.unit.name}")
    return expression


def nodes_in(node: Node) -> Iterator[Node]:
    """Walk the tree, parents first, left to right."""
    yield node
    match node:
        case Arithmetic() | Comparison():
            yield from nodes_in(node.left)
            yield from nodes_in(node.right)
        case AllOf() | AnyOf():
            for term in node.terms:
                yield from nodes_in(term)
        case Not():
            yield from nodes_in(node.term)
        case Membership():
            yield from nodes_in(node.word)
        case _:
            pass


def cells_in(node: Node) -> Iterator[Cell]:
    return (each for each in nodes_in(node) if isinstance(each, Cell))


_OPERATORS: dict[type[ast.operator], str] = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/"}
_COMPARISONS: dict[type[ast.cmpop], str] = {
    ast.GtE: ">=",
    ast.Gt: ">",
    ast.LtE: "<=",
    ast.Lt: "<",
    ast.Eq: "==",
    ast.NotEq: "!=",
}


class _Reader:
    """Turns Python's tree into ours, unit by unit."""

    def __init__(self, names: Vocabulary, shift: int) -> None:
        self.names = names
        self.shift = shift

    def read(self, node: ast.expr) -> Node:
        match node:
            case ast.Constant():
                return self._literal(node)
            case ast.Name() | ast.Subscript():
                return self._cell(node)
            case ast.UnaryOp() | ast.BoolOp():
                return self._logic(node)
            case ast.BinOp():
                return self._arithmetic(node)
            case ast.Compare():
                return self._comparison(node)
            case _:
                raise ExpressionError(f"the rule language has no {type(node).__name__}")

    def _literal(self, node: ast.Constant) -> Literal:
        match node.value:
            case bool():
                raise ExpressionError("write the name alone or `not name`, never True or False")
            case int() | float():
                return Literal(Fraction(str(node.value)), BARE)
            case str():
                return Literal(node.value, WORD)
            case _:
                raise ExpressionError(f"{node.value!r} is neither a number nor a word")

    def _cell(self, node: ast.Name | ast.Subscript) -> Cell:
        back = 0
        if isinstance(node, ast.Subscript):
            match node.slice:
                case ast.UnaryOp(op=ast.USub(), operand=ast.Constant(value=int(back))) if back > 0:
                    node = node.value  # type: ignore[assignment]  # checked on the next line
                case _:
                    raise ExpressionError("the year before is written name[-1], the one before that name[-2]")
        if not isinstance(node, ast.Name):
            raise ExpressionError("only a name has a year before")
        name = self._name(node.id)
        if name.years > 1:
            back += self.shift
        if back >= name.years:
            raise ExpressionError(f"{node.id} has {name.years} year(s), so there is no {node.id}[-{back}]")
        return Cell(f"{node.id}[-{back}]" if back else node.id, name.unit, name.may_be_negative)

    def _name(self, key: str) -> Name:
        try:
            return self.names[key]
        except KeyError:
            raise ExpressionError(f"nothing is called {key!r}") from None

    def _logic(self, node: ast.UnaryOp | ast.BoolOp) -> Node:
        if isinstance(node, ast.BoolOp):
            terms = tuple(self._test(each) for each in node.values)
            return AllOf(terms) if isinstance(node.op, ast.And) else AnyOf(terms)
        match node.op:
            case ast.Not():
                return Not(self._test(node.operand))
            case ast.USub():
                operand = self.read(node.operand)
                if isinstance(operand, Literal) and not isinstance(operand.value, str):
                    return Literal(-operand.value, operand.unit)
                return self._combined("*", Literal(Fraction(-1), BARE), operand)
            case _:
                raise ExpressionError("of the signs in front of a term only `-` and `not` are known")

    def _test(self, node: ast.expr) -> Node:
        term = self.read(node)
        if term.unit.kind is not Kind.TRUTH:
            raise ExpressionError(f"`and`, `or` and `not` join tests, and {ast.unparse(node)} is none")
        return term

    def _arithmetic(self, node: ast.BinOp) -> Node:
        operator = _OPERATORS.get(type(node.op))
        if operator is None:
            raise ExpressionError("of the operators only + - * / are known")
        return self._combined(operator, self.read(node.left), self.read(node.right))

    def _combined(self, operator: str, left: Node, right: Node) -> Node:
        for side in (left, right):
            if side.unit.kind is not Kind.NUMBER:
                raise ExpressionError(f"there is no reckoning with {side.unit.name}")
        if operator in {"+", "-"}:
            left, right = _same_unit(left, right)
            return Arithmetic(operator, left, right, left.unit)
        if operator == "/":
            return Arithmetic(operator, left, right, _unit_of_quotient(left, right))
        return Arithmetic(operator, left, right, _unit_of_product(left, right))

    def _comparison(self, node: ast.Compare) -> Node:
        terms: list[Node] = []
        sides = [node.left, *node.comparators]
        for operator, left, right in zip(node.ops, sides, sides[1:], strict=False):
            if isinstance(operator, ast.In):
                terms.append(self._membership(left, right))
            elif type(operator) in _COMPARISONS:
                terms.append(self._compared(_COMPARISONS[type(operator)], self.read(left), self.read(right)))
            else:
                raise ExpressionError("of the comparisons only >= > <= < == != and `in` are known")
        return terms[0] if len(terms) == 1 else AllOf(tuple(terms))

    def _compared(self, operator: str, left: Node, right: Node) -> Comparison:
        if Kind.TRUTH in {left.unit.kind, right.unit.kind}:
            raise ExpressionError("yes and no are not compared; write the name alone or `not name`")
        if left.unit.kind is Kind.NUMBER and right.unit.kind is Kind.NUMBER:
            return Comparison(operator, *_same_unit(left, right))
        words = {each.value for each in (left, right) if isinstance(each, Literal) and isinstance(each.value, str)}
        for side in (left, right):
            if side.unit == WORD and isinstance(side, Cell):
                self._known_words(side, words)
        if DATE in {left.unit, right.unit}:
            left, right = (Literal(s.value, DATE) if isinstance(s, Literal) else s for s in (left, right))
        if left.unit != right.unit:
            raise ExpressionError(f"{left.unit.name} and {right.unit.name} do not mix")
        if left.unit == WORD and operator not in {"==", "!="}:
            raise ExpressionError("a choice is compared by == or != only")
        return Comparison(operator, left, right)

    def _membership(self, left: ast.expr, right: ast.expr) -> Membership:
        word = self.read(left)
        if not isinstance(word, Cell) or word.unit != WORD or not isinstance(right, ast.Tuple):
            raise ExpressionError("`in` is written: a choice in ('one', 'two')")
        quoted = [each.value for each in right.elts if isinstance(each, ast.Constant)]
        words = frozenset(each for each in quoted if isinstance(each, str))
        if len(words) != len(right.elts):
            raise ExpressionError("behind `in` stand words in quotes, each once")
        self._known_words(word, set(words))
        return Membership(word, words)

    def _known_words(self, cell: Cell, words: set[str]) -> None:
        known = self.names[cell.key.split("[")[0]].words
        if known is not None and words - known:
            raise ExpressionError(f"{cell.key} has no choice {min(words - known)!r}")


def _same_unit(left: Node, right: Node) -> tuple[Node, Node]:
    """A bare number takes the unit of the other side; anything else must have it already."""
    if left.unit == BARE and right.unit != BARE:
        left = _in_unit(left, right.unit)
    elif right.unit == BARE and left.unit != BARE:
        right = _in_unit(right, left.unit)
    if left.unit != right.unit:
        raise ExpressionError(f"{left.unit.name} and {right.unit.name} do not mix")
    return left, right


def _in_unit(node: Node, unit: Unit) -> Node:
    if not isinstance(node, Literal) or isinstance(node.value, str):
        return _scaled_bare(node, unit)
    kept = node.value * unit.scale
    if unit != RATIO and isinstance(kept, Fraction) and kept.denominator != 1 and unit.scale > 1:
        raise ExpressionError(f"{node.value} {unit.name} is finer than what is kept")
    return Literal(kept, unit)


def _scaled_bare(node: Node, unit: Unit) -> Node:
    """Reckoning between bare numbers alone (`1 / 3`) that now meets a unit."""
    return Arithmetic("*", node, Literal(Fraction(unit.scale), BARE), unit)


def _unit_of_quotient(left: Node, right: Node) -> Unit:
    if right.unit == BARE:
        return left.unit
    if left.unit == right.unit:
        return RATIO
    raise ExpressionError(f"{left.unit.name} is not divided by {right.unit.name}")


def _unit_of_product(left: Node, right: Node) -> Unit:
    for one, other in ((left, right), (right, left)):
        if one.unit in {BARE, RATIO}:
            return other.unit if other.unit != BARE else one.unit
    raise ExpressionError(f"{left.unit.name} is not multiplied by {right.unit.name}")
