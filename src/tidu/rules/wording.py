"""Rules in words: an expression, a band, a fact and a citation as people read them. Output only; nothing parses it."""

from __future__ import annotations

from fractions import Fraction

from tidu.rules.citing import Cited, Source
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
from tidu.rules.facts import fact_cells, facts
from tidu.rules.schema import Band
from tidu.rules.standards import ANY_ROUTE, TOTAL, key_of
from tidu.rules.units import Kind, Value, amount

_SIGNS = {"+": " + ", "-": " − ", "*": " × ", "/": " ÷ "}
_COMPARISONS = {">=": " ≥ ", ">": " ＞ ", "<=": " ≤ ", "<": " ＜ ", "==": "为", "!=": "不为"}
_BINDING = {"+": 1, "-": 1, "*": 2, "/": 2}
_OTHER_NAMES = {TOTAL: "总分", ANY_ROUTE: "满足任一途径"}
UNKNOWN_TEXT = "未填"


def spoken(expression: Expression) -> str:
    """Write an expression with the Chinese names of its facts: `研发费用总额 ÷ 营业收入总额`."""
    return _spoken(expression.tree)


def cell_name(cell: str) -> str:
    """The name of a figure with its year, where it is asked for more than one: `上上年度营业收入总额`."""
    fact = fact_cells().get(cell)
    if fact is None:
        return _OTHER_NAMES.get(cell, cell.replace("_", "-"))
    if fact.years == 1:
        return fact.name
    return fact.year_names[fact.cells.index(cell)] + fact.name


def value_text(cell: str, value: Value) -> str:
    """The value of a fact as people read it: `6,842.5 万元`, `是`, a choice by its label."""
    fact = fact_cells()[cell]
    if value is None:
        return UNKNOWN_TEXT
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, int):
        return amount(value, fact.unit)
    return fact.choices.get(value, value)


def band_text(band: Band, measure: Expression | None) -> str:
    """A band as the official table has it: `5%以上`, `55%以下`, or the words of its own."""
    if band.name:
        return band.name
    bound = band.at_least if band.at_least is not None else band.at_most
    if bound is None or measure is None:
        return "不属于以上情况" if band.otherwise else str(band.when)
    shown = amount(Fraction(str(bound)) * measure.unit.scale, measure.unit)
    return f"{shown}{'以上' if band.at_least is not None else '以下'}"


def citation(cited: Cited, source: Source) -> str:
    """Document, annex and clause, as an officer would cite them."""
    document = cited.document or source.document
    annex = cited.annex or ("" if cited.document else source.annex)
    return " ".join(part for part in (document, annex, cited.clause) if part)


def _spoken(node: Node, within: int = 0) -> str:
    match node:
        case Literal(value=str(word)):
            return f"“{word}”"
        case Literal(value=Fraction() | int() as value):
            return amount(value, node.unit)
        case Cell(key=key):
            return cell_name(key)
        case Arithmetic(operator=sign):
            binding = _BINDING[sign]
            stronger_right = binding + (sign in {"-", "/"})
            text = f"{_spoken(node.left, binding)}{_SIGNS[sign]}{_spoken(node.right, stronger_right)}"
            return f"（{text}）" if binding < within else text
        case Comparison():
            return _comparison(node)
        case Membership():
            return f"{_spoken(node.word)}属于{'、'.join(_label(node.word, word) for word in sorted(node.words))}"
        case Not():
            return f"不是：{_spoken(node.term, 9)}"
        case AllOf() | AnyOf():
            joint = " 且 " if isinstance(node, AllOf) else " 或 "
            text = joint.join(_spoken(term, 9) for term in node.terms)
            return f"（{text}）" if within else text
        case _:
            raise AssertionError(node)


def _comparison(node: Comparison) -> str:
    if node.left.unit.kind is Kind.NUMBER:
        return f"{_spoken(node.left)}{_COMPARISONS[node.operator]}{_spoken(node.right)}"
    word = node.right.value if isinstance(node.right, Literal) else _spoken(node.right)
    return f"{_spoken(node.left)}{_COMPARISONS[node.operator]}{_label(node.left, str(word))}"


def _label(node: Node, word: str) -> str:
    fact = facts().get(key_of(node.key)) if isinstance(node, Cell) else None
    return f"“{fact.choices.get(word, word) if fact else word}”"
