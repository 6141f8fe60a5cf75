"""Python's operators on abstract values."""

from __future__ import annotations

import ast
import operator
from typing import TYPE_CHECKING, Any

from footgun.network import Value
from footgun.sizes import Expr, at_least, same
from footgun.source.values import (
    CONSTANTS,
    Abstract,
    Class,
    Container,
    Dict,
    Function,
    Instance,
    LayerObject,
    Library,
    List,
    Stream,
    Thing,
    Unknown,
)

if TYPE_CHECKING:
    from footgun.source.interpret.machine import Machine

LIMIT_BITS = 4096  # numbers beyond this are nobody's layer width
LIMIT_ITEMS = 100_000

BINARY: dict[type[ast.operator], tuple[Any, str]] = {
    ast.Add: (operator.add, "add"),
    ast.Sub: (operator.sub, "sub"),
    ast.Mult: (operator.mul, "mul"),
    ast.Div: (operator.truediv, "div"),
    ast.FloorDiv: (operator.floordiv, "floor_divide"),
    ast.Mod: (operator.mod, "remainder"),
    ast.Pow: (operator.pow, "pow"),
    ast.MatMult: (operator.matmul, "matmul"),
    ast.BitAnd: (operator.and_, "bitwise_and"),
    ast.BitOr: (operator.or_, "bitwise_or"),
    ast.BitXor: (operator.xor, "bitwise_xor"),
    ast.LShift: (operator.lshift, "lshift"),
    ast.RShift: (operator.rshift, "rshift"),
}
DUNDER = {
    "add": "__add__",
    "sub": "__sub__",
    "mul": "__mul__",
    "div": "__truediv__",
    "floor_divide": "__floordiv__",
    "matmul": "__matmul__",
    "bitwise_or": "__or__",
    "bitwise_and": "__and__",
}
COMPARE: dict[type[ast.cmpop], tuple[Any, str]] = {
    ast.Eq: (operator.eq, "eq"),
    ast.NotEq: (operator.ne, "ne"),
    ast.Lt: (operator.lt, "lt"),
    ast.LtE: (operator.le, "le"),
    ast.Gt: (operator.gt, "gt"),
    ast.GtE: (operator.ge, "ge"),
}
OBJECTS = (Instance, LayerObject, Container, Class, Function, Thing, Library)


def truth(value: Abstract) -> bool | None:
    """Whether Python takes it for true; None when not known."""
    if isinstance(value, (List, Dict)):
        return True if value else (None if value.open else False)
    if isinstance(value, (*CONSTANTS, tuple, range)):
        return bool(value)
    if isinstance(value, Expr):
        answer = same(value, 0)
        return None if answer is None else not answer
    if isinstance(value, OBJECTS):
        return True
    return None


def binary(m: Machine, kind: type[ast.operator], a: Abstract, b: Abstract) -> Abstract:
    """`a + b` and its like."""
    function, name = BINARY[kind]
    if isinstance(a, Value) or isinstance(b, Value):
        from footgun.source.tensors import binary_tensors

        return binary_tensors(m, name, a, b)
    if isinstance(a, Unknown):
        return a
    if isinstance(b, Unknown):
        return b
    if isinstance(a, Instance) and name in DUNDER:
        from footgun.source.interpret.attributes import find_method
        from footgun.source.interpret.calls import call_value

        method = find_method(m, a, DUNDER[name])
        if method is not None:
            return call_value(m, method, [b], {}, m.here)
    try:
        return arithmetic(function, name, a, b)
    except (TypeError, ValueError, ArithmeticError, MemoryError):
        return Unknown("an operation on values of other types")


def arithmetic(function: Any, name: str, a: Abstract, b: Abstract) -> Abstract:
    """The operator on constants, sizes and sequences, guarded against huge results."""
    if isinstance(a, (List, tuple)) and isinstance(b, (List, tuple)):
        if name == "add" and isinstance(a, List) == isinstance(b, List):
            return (
                List([*a, *b], a.open or b.open) if isinstance(a, List) and isinstance(b, List) else (*a, *b)
            )
        return Unknown("an operation on sequences")
    if name == "mul" and isinstance(b, (List, tuple, str)) and not isinstance(a, (List, tuple, str)):
        a, b = b, a
    if name == "mul" and isinstance(a, (List, tuple, str, bytes)):
        if not isinstance(b, int) or len(a) * b > LIMIT_ITEMS:
            return Unknown("a sequence repeated an unknown number of times")
        return List(list(a) * b) if isinstance(a, List) else a * b
    if isinstance(a, Expr) or isinstance(b, Expr):
        if name in ("add", "sub", "mul", "floor_divide", "remainder") and not isinstance(
            a, float
        ) | isinstance(b, float):
            return function(a, b)
        if name == "div" and isinstance(b, int) and b:
            quotient = a // b
            if quotient * b == a:
                return quotient
        if name == "pow" and isinstance(b, int) and 0 <= b <= 4:
            result: Any = 1
            for _ in range(b):
                result = result * a
            return result
        return Unknown("arithmetic on an unknown size")
    whole = isinstance(a, int) and isinstance(b, int)
    if name in ("pow", "lshift") and whole and b > 0 and abs(a).bit_length() * b > LIMIT_BITS:
        return Unknown("a huge number")
    if name == "remainder" and isinstance(a, str):
        return format_percent(a, b)
    result = function(a, b)
    if isinstance(result, int) and result.bit_length() > LIMIT_BITS:
        return Unknown("a huge number")
    return result


def format_percent(a: str, b: Abstract) -> Abstract:
    """`"layer%d" % 3` on plain constants."""
    parts = b if isinstance(b, tuple) else (b,)
    return (
        a % b
        if all(isinstance(p, CONSTANTS) for p in parts) and "*" not in a and len(a) < 1000
        else Unknown("text")
    )


def compare(m: Machine, kind: type[ast.cmpop], a: Abstract, b: Abstract) -> Abstract:
    """`a < b` and its like: True, False or Unknown."""
    if kind in (ast.Is, ast.IsNot):
        answer = identical(a, b)
        return Unknown("identity") if answer is None else answer is (kind is ast.Is)
    if kind in (ast.In, ast.NotIn):
        answer = contains(a, b)
        return Unknown("membership") if answer is None else answer is (kind is ast.In)
    function, name = COMPARE[kind]
    if isinstance(a, Value) or isinstance(b, Value):
        if name in ("eq", "ne") and (a is None or b is None):
            return name == "ne"
        from footgun.source.tensors import binary_tensors

        return binary_tensors(m, name, a, b)
    if isinstance(a, Unknown) or isinstance(b, Unknown):
        return Unknown("a comparison of unknown values")
    if isinstance(a, Expr) or isinstance(b, Expr):
        return compare_sizes(name, a, b)
    if name in ("eq", "ne"):
        answer = equal(a, b)
        return Unknown("equality") if answer is None else answer is (name == "eq")
    try:
        return bool(function(a, b)) if isinstance(a, (*CONSTANTS, tuple)) else Unknown("an order")
    except TypeError:
        return Unknown("an order")


def compare_sizes(name: str, a: Abstract, b: Abstract) -> Abstract:
    """Comparison of symbolic sizes."""
    if not (isinstance(a, (int, Expr)) and isinstance(b, (int, Expr))):
        return (
            name == "ne"
            if name in ("eq", "ne") and not isinstance(a, float) | isinstance(b, float)
            else Unknown("size")
        )
    if name in ("eq", "ne"):
        answer = same(a, b)
        return Unknown("an unknown size") if answer is None else answer is (name == "eq")
    low, high, negate = {"ge": (a, b, False), "le": (b, a, False), "lt": (a, b, True), "gt": (b, a, True)}[
        name
    ]
    answer = at_least(low, high)
    return Unknown("an unknown size") if answer is None else answer is not negate


def equal(a: Abstract, b: Abstract) -> bool | None:
    """Python's == where it is certain."""
    if isinstance(a, (List, tuple)) and isinstance(b, (List, tuple)):
        if isinstance(a, List) != isinstance(b, List):
            return False
        if len(a) != len(b):
            return None if getattr(a, "open", False) or getattr(b, "open", False) else False
        answers = [equal(x, y) for x, y in zip(a, b, strict=False)]
        return False if False in answers else None if None in answers else True
    if isinstance(a, Expr) or isinstance(b, Expr):
        return same(a, b) if isinstance(a, (int, Expr)) and isinstance(b, (int, Expr)) else False
    if isinstance(a, CONSTANTS) and isinstance(b, CONSTANTS):
        return bool(a == b)
    if isinstance(a, Library) and isinstance(b, Library):
        return a == b
    if isinstance(a, OBJECTS) or isinstance(b, OBJECTS):
        return True if a is b else None if isinstance(a, Unknown) or isinstance(b, Unknown) else False
    return None


def identical(a: Abstract, b: Abstract) -> bool | None:
    """Python's `is`, as it is used: with None, True, False, classes and objects."""
    if isinstance(a, Unknown) or isinstance(b, Unknown):
        return None
    if a is None or b is None:
        return a is b
    if isinstance(a, (Library, Class)) and isinstance(b, (Library, Class)):
        return a is b or (isinstance(a, Library) and a == b)
    if isinstance(a, CONSTANTS) and isinstance(b, CONSTANTS):
        return type(a) is type(b) and a == b
    return a is b


def contains(item: Abstract, holder: Abstract) -> bool | None:
    """`item in holder` where it is certain."""
    if isinstance(item, str) and isinstance(holder, str):
        return item in holder
    if isinstance(holder, Container):
        holder = holder.items
    if isinstance(holder, (List, tuple)):
        answers = [equal(item, x) for x in holder]
        return (
            True if True in answers else None if None in answers or getattr(holder, "open", False) else False
        )
    if isinstance(holder, Dict) and isinstance(item, CONSTANTS):
        return True if item in holder else None if holder.open else False
    if isinstance(holder, range) and isinstance(item, int):
        return item in holder
    return None


def unary(m: Machine, kind: type[ast.unaryop], value: Abstract) -> Abstract:
    """`-a`, `not a`, `~a`."""
    if kind is ast.Not:
        answer = truth(value)
        return Unknown("an unknown condition") if answer is None else not answer
    if isinstance(value, Unknown):
        return value
    if isinstance(value, Value):
        from footgun.source.tensors import unary_tensor

        return unary_tensor(m, "bitwise_not" if kind is ast.Invert else "neg", value)
    if isinstance(value, (int, float, complex, Expr)) and not (
        kind is ast.Invert and not isinstance(value, int)
    ):
        return (
            -value
            if kind is ast.USub
            else +value
            if kind is ast.UAdd and not isinstance(value, Expr)
            else (~value if kind is ast.Invert else value)
        )
    return Unknown("an operation on a value of another type")


def is_stream(value: Abstract) -> bool:
    """Whether it can only be iterated over in the abstract."""
    return isinstance(value, Stream)
