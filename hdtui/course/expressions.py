"""The small safe language of conditions, truths and theories: `x > 5*truth`, `degrees(1/(d-1))`.

Numbers, `+ - * / **`, comparisons (also chained), `and or not`, parentheses, a dozen functions
and the constant pi. A name is plain (`x`, `truth`, `d`) or has one dot (`measures.sd_deg`). The
text is parsed by Python's own parser and then held to a whitelist; nothing is ever evaluated by
Python. All arithmetic is in floats, so that no power can grow without end.
"""

from __future__ import annotations

import ast
import math
import operator
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final, Literal

from hdtui.errors import HdtuiError
from hdtui.messages import Message, say

MAX_LENGTH: Final = 400
"Characters of one expression."
MAX_DEPTH: Final = 24
"Operators and calls inside one another."
NEAR: Final = 0.15
"near(a, b): |a - b| <= .15 |b|."

Kind = Literal["number", "condition", "unknown"]
Number = float | bool


class ExpressionError(HdtuiError):
    """The text is no expression, or it has no value; `offset` counts characters from 0."""

    def __init__(self, title: Message, offset: int = 0) -> None:
        super().__init__(title)
        self.offset = offset


def _near(a: float, b: float) -> bool:
    return abs(a - b) <= NEAR * abs(b)


_FUNCTIONS: Final[dict[str, tuple[Callable[..., Number], int, int]]] = {
    "near": (_near, 2, 2),
    "sqrt": (math.sqrt, 1, 1),
    "log": (math.log, 1, 1),
    "log2": (math.log2, 1, 1),
    "exp": (math.exp, 1, 1),
    "abs": (abs, 1, 1),
    "min": (min, 2, 8),
    "max": (max, 2, 8),
    "degrees": (math.degrees, 1, 1),
    "radians": (math.radians, 1, 1),
}
"By name: what it computes, and how many arguments it takes at least and at most."
FUNCTIONS: Final = frozenset(_FUNCTIONS)
CONSTANTS: Final[dict[str, float]] = {"pi": math.pi}

_BINARY: Final[dict[type[ast.operator], Callable[[float, float], float]]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.Pow: operator.pow,
}
_COMPARE: Final[dict[type[ast.cmpop], Callable[[float, float], bool]]] = {
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
}

_FOREIGN = re.compile(r"[^A-Za-z0-9_.+\-*/()<>=!, ]")
_TOKEN = re.compile(r"(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?|[A-Za-z_]\w*")


@dataclass(frozen=True)
class Expression:
    """A parsed expression. Equal texts are equal expressions."""

    text: str
    names: frozenset[str] = field(compare=False)
    "What it needs values for, dotted names whole; functions and constants are not among them."
    kind: Kind = field(compare=False)
    "What it gives as far as its form says; a lone name is unknown."
    _tree: ast.expr = field(compare=False, repr=False)

    def evaluate(self, values: Mapping[str, float | bool]) -> float | bool:
        """The value, a finite float or a bool.

        Raises ExpressionError where a name has no value, a number stands for a condition or the
        other way round, or the result does not exist (division by zero, overflow, sqrt(-1)).
        """
        return _Evaluation(values).value(self._tree)


def parse(text: str) -> Expression:
    """The expression written as `text`. Raises ExpressionError with the offset of the mistake."""
    source = text.strip()
    shift = len(text) - len(text.lstrip())
    try:
        _check_characters(source)
        tree = _python_tree(source)
        form = _Form()
        kind = form.kind(tree, 0)
    except ExpressionError as error:
        raise ExpressionError(error.title, error.offset + shift) from None
    return Expression(source, frozenset(form.names), kind, tree)


def _check_characters(source: str) -> None:
    """Refuse what Python would read and we do not mean: `0x10`, `1_000`, `2j`, `1and 2`."""
    if not source:
        raise ExpressionError(say("an expression is missing"))
    if len(source) > MAX_LENGTH:
        raise ExpressionError(
            say("an expression has at most {limit} characters", limit=MAX_LENGTH), MAX_LENGTH
        )
    if found := _FOREIGN.search(source):
        raise ExpressionError(
            say("`{sign}` does not belong into an expression", sign=found[0]), found.start()
        )
    for token in _TOKEN.finditer(source):
        if token[0][0] not in "0123456789.":
            continue
        if re.match(r"[\w.]", source[token.end() : token.end() + 1]):
            word = re.match(r"[\w.]+", source[token.start() :])
            title = say("`{text}` is no number", text=word[0] if word else token[0])
            raise ExpressionError(title, token.start())
        if math.isinf(float(token[0])):
            raise ExpressionError(say("this number is too large"), token.start())


def _python_tree(source: str) -> ast.expr:
    try:
        return ast.parse(source, mode="eval").body
    except SyntaxError as error:
        offset = min((error.offset or len(source) + 1) - 1, len(source))
        raise ExpressionError(say("this is no expression"), offset) from None
    except (ValueError, MemoryError, RecursionError):
        raise ExpressionError(say("this is no expression")) from None


class _Form:
    """Holds a tree to the whitelist, collects its names and finds what each part gives."""

    def __init__(self) -> None:
        self.names: set[str] = set()

    def kind(self, node: ast.expr, depth: int) -> Kind:
        if depth > MAX_DEPTH:
            raise _error(node, say("this expression is nested too deeply"))
        match node:
            case ast.Constant(value=bool() | None):
                pass
            case ast.Constant(value=int() | float()):
                return "number"
            case ast.Name() | ast.Attribute():
                return self._name(node)
            case ast.UnaryOp(op=ast.USub() | ast.UAdd()):
                return self._need("number", "number", [node.operand], depth)
            case ast.UnaryOp(op=ast.Not()):
                return self._need("condition", "condition", [node.operand], depth)
            case ast.BinOp() if type(node.op) in _BINARY:
                return self._need("number", "number", [node.left, node.right], depth)
            case ast.BoolOp():
                return self._need("condition", "condition", node.values, depth)
            case ast.Compare() if all(type(op) in _COMPARE for op in node.ops):
                return self._need("number", "condition", [node.left, *node.comparators], depth)
            case ast.Call(func=ast.Name(id=name), keywords=[]) if name in FUNCTIONS:
                return self._call(name, node, depth)
            case ast.Call(func=ast.Name(id=name)):
                raise _error(node, say("`{name}` is no function", name=name))
        raise _error(node, say("this does not belong into an expression"))

    def _name(self, node: ast.Name | ast.Attribute) -> Kind:
        match node:
            case ast.Name(id=name) if name in CONSTANTS:
                return "number"
            case ast.Name(id=name) if name in FUNCTIONS:
                raise _error(node, say("`{name}` is a function: `{name}(...)`", name=name))
            case ast.Name(id=name):
                self.names.add(name)
                return "unknown"
            case ast.Attribute(value=ast.Name(id=group), attr=name):
                self.names.add(f"{group}.{name}")
                return "unknown"
        raise _error(node, say("a name has one dot at most"))

    def _need(self, wanted: Kind, gives: Kind, parts: list[ast.expr], depth: int) -> Kind:
        for part in parts:
            if self.kind(part, depth + 1) not in (wanted, "unknown"):
                raise _error(part, _mixed(wanted))
        return gives

    def _call(self, name: str, node: ast.Call, depth: int) -> Kind:
        _, least, most = _FUNCTIONS[name]
        if not least <= len(node.args) <= most:
            text = say("`{name}` takes {n} arguments", name=name, n=least)
            raise _error(node, text)
        return self._need("number", "condition" if name == "near" else "number", node.args, depth)


class _Evaluation:
    """One evaluation: the values of the names, and a walk over a tree known to be of the form."""

    def __init__(self, values: Mapping[str, float | bool]) -> None:
        self.values = values

    def value(self, node: ast.expr) -> Number:
        match node:
            case ast.Constant(value=int() | float() as number):
                return float(number)
            case ast.Name(id=name):
                return CONSTANTS[name] if name in CONSTANTS else self._lookup(name, node)
            case ast.Attribute(value=ast.Name(id=group), attr=name):
                return self._lookup(f"{group}.{name}", node)
            case ast.UnaryOp(op=ast.Not()):
                return not self._condition(node.operand)
            case ast.UnaryOp(op=ast.USub()):
                return -self._number(node.operand)
            case ast.UnaryOp():
                return self._number(node.operand)
            case ast.BoolOp(op=ast.And()):
                return all(self._condition(part) for part in node.values)
            case ast.BoolOp():
                return any(self._condition(part) for part in node.values)
            case ast.Compare():
                return self._compare(node)
            case ast.BinOp():
                return self._apply(node, _BINARY[type(node.op)], [node.left, node.right])
            case ast.Call(func=ast.Name(id=name)):
                return self._apply(node, _FUNCTIONS[name][0], node.args)
        raise _error(node, say("this does not belong into an expression"))

    def _lookup(self, name: str, node: ast.expr) -> Number:
        value = self.values.get(name)
        if isinstance(value, bool):
            return value
        if isinstance(value, int | float) and math.isfinite(value):
            return float(value)
        raise _error(node, say("`{name}` has no value here", name=name))

    def _number(self, node: ast.expr) -> float:
        value = self.value(node)
        if isinstance(value, bool):
            raise _error(node, _mixed("number"))
        return value

    def _condition(self, node: ast.expr) -> bool:
        value = self.value(node)
        if not isinstance(value, bool):
            raise _error(node, _mixed("condition"))
        return value

    def _compare(self, node: ast.Compare) -> bool:
        left = self._number(node.left)
        for op, part in zip(node.ops, node.comparators, strict=True):
            right = self._number(part)
            if not _COMPARE[type(op)](left, right):
                return False
            left = right
        return True

    def _apply(
        self, node: ast.expr, function: Callable[..., Number], parts: list[ast.expr]
    ) -> Number:
        numbers = [self._number(part) for part in parts]
        try:
            value = function(*numbers)
        except (ArithmeticError, ValueError):
            raise _error(node, say("this has no value")) from None
        # (-8)**(1/3) is complex in Python; an overflow may also come back as infinity.
        if isinstance(value, complex) or not math.isfinite(value):
            raise _error(node, say("this has no value"))
        return value


def _mixed(wanted: Kind) -> Message:
    if wanted == "number":
        return say("a number is needed here, not a condition")
    return say("a condition is needed here, not a number")


def _error(node: ast.expr, title: Message) -> ExpressionError:
    # The source is ASCII by now, so that Python's byte columns are characters.
    return ExpressionError(title, node.col_offset)
