"""Python's operators on abstract values."""

from __future__ import annotations

import ast
import operator

from footgun.network import Value
from footgun.sizes import Expr, same
from footgun.source.interpret.raising import failure
from footgun.source.interpret.single import require_truth
from footgun.source.interpret.texts import long_form
from footgun.source.special import fields_of, raw
from footgun.source.values import (
    CONSTANTS,
    PLAIN,
    Abstract,
    Bound,
    Choice,
    Class,
    Container,
    Dict,
    Function,
    Instance,
    LayerObject,
    Library,
    List,
    Mode,
    Native,
    Set,
    Thing,
    Unknown,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from footgun.source.interpret.machine import Machine

LIMIT_BITS = 1000  # numbers beyond this are nobody's layer width, and no float holds them
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
    "remainder": "__mod__",
    "pow": "__pow__",
    "matmul": "__matmul__",
    "bitwise_or": "__or__",
    "bitwise_and": "__and__",
    "bitwise_xor": "__xor__",
    "lshift": "__lshift__",
    "rshift": "__rshift__",
}
NUMBERS = frozenset((int, float))
EASY = frozenset((ast.Add, ast.Sub, ast.Mult))  # which neither fail nor make a number much longer
UNARY = {ast.USub: "__neg__", ast.UAdd: "__pos__", ast.Invert: "__invert__"}
KNOWN_KINDS = (*CONSTANTS, List, tuple, Dict, range)
OBJECTS = (Instance, LayerObject, Container, Class, Function, Thing, Library)


def truth(value: Abstract) -> bool | None:
    """Whether Python takes it for true; None when not known."""
    if type(value) in PLAIN:
        return bool(value)
    if isinstance(value, (List, Dict)):
        return True if value else (None if value.open else False)
    if isinstance(value, (*CONSTANTS, tuple, range)):
        return bool(value)
    if isinstance(value, Expr):
        answer = same(value, 0)
        return None if answer is None else not answer
    if isinstance(value, Container):
        return None if value.kind.startswith("keras") else bool(value.items)
    if isinstance(value, Instance):
        return None if "__container__" in value.attributes else True
    if isinstance(value, Library):
        return True if stands_for_itself(value) else None
    if isinstance(value, (*OBJECTS, Bound, Native)):
        return True
    if isinstance(value, Choice):
        answers = {truth(option) for option in value.options}
        return answers.pop() if len(answers) == 1 else None
    return value.on if isinstance(value, Mode) else None


def stands_for_itself(value: Library) -> bool:
    """Whether a library's name is a class or function, and not some value such as `sys.argv`."""
    from footgun.source.registry import REGISTRY

    last = value.name.rsplit(".", 1)[-1]
    return value.name in REGISTRY or last[:1].isupper() or value.name.startswith("builtins.")


def decide(m: Machine, value: Abstract) -> bool | None:
    """Whether a condition holds, an object's own `__bool__` and `__len__` asked."""
    if type(value) in PLAIN:
        return bool(value)
    if isinstance(value, Instance):
        value = raw(value)
    if type(value) is Value:
        require_truth(m, value)
    if isinstance(value, Instance):
        for name in ("__bool__", "__len__"):
            answer = ask(m, value, name)
            if answer is not None:
                return truth(answer)
        items = fields_of(value)
        return truth(value) if items is None else bool(items)
    return truth(value)


def ask(m: Machine, holder: Abstract, name: str, *args: Abstract) -> Abstract | None:
    """Call a special method that the checked code writes; None if it has none."""
    if not isinstance(holder, Instance):
        return None
    from footgun.source.interpret.attributes import find_method
    from footgun.source.interpret.calls import call_value

    method = find_method(m, holder, name)
    return None if method is None else call_value(m, method, list(args), {}, m.here)


def binary(m: Machine, kind: type[ast.operator], a: Abstract, b: Abstract) -> Abstract:
    """`a + b` and its like."""
    function, name = BINARY[kind]
    if type(a) in NUMBERS and type(b) in NUMBERS and kind in EASY:
        return bounded(function(a, b))
    if isinstance(a, Value) or isinstance(b, Value):
        from footgun.source.tensors import binary_tensors

        return binary_tensors(m, name, a, b)
    if isinstance(a, Instance) or isinstance(b, Instance):
        found = ask(m, a, DUNDER[name], b)
        if found is None:
            found = ask(m, b, DUNDER[name].replace("__", "__r", 1), a)
        if found is not None:
            return found
        a, b = raw(a), raw(b)
    repeated = next((x for x in (a, b) if type(x) is List), None) if name == "mul" else None
    if repeated is not None and isinstance(b if repeated is a else a, (Unknown, Expr, Library)):
        return List(repeated, True)  # only a whole number repeats a list
    if isinstance(a, Unknown) or isinstance(b, Unknown):
        return Unknown((a if isinstance(a, Unknown) else b).reason)  # another value than either
    try:
        return arithmetic(function, name, a, b)
    except ZeroDivisionError:
        return failure(m, "ZeroDivisionError", "a division by zero", chosen=True)
    except (TypeError, ValueError, ArithmeticError, MemoryError):
        return Unknown("an operation on values of other types")


def arithmetic(function: Any, name: str, a: Abstract, b: Abstract) -> Abstract:
    """The operator on constants, sizes and sequences, guarded against huge results."""
    sequences = (List, tuple, str, bytes)
    if isinstance(a, sequences) and isinstance(b, sequences) and len(a) + len(b) > LIMIT_ITEMS:
        return Unknown("a long sequence")
    if isinstance(a, Set) and isinstance(b, Set):
        from footgun.source.interpret.comparing import combine

        return combine(name, a, b)
    if isinstance(a, Dict) and isinstance(b, Dict) and name == "bitwise_or":
        return Dict({**a, **b}, a.open or b.open)
    if isinstance(a, (List, tuple)) and isinstance(b, (List, tuple)):
        if name == "add" and isinstance(a, List) == isinstance(b, List):
            return (
                List([*a, *b], a.open or b.open) if isinstance(a, List) and isinstance(b, List) else (*a, *b)
            )
        return Unknown("an operation on sequences")
    if name == "mul" and isinstance(b, sequences) and not isinstance(a, sequences):
        a, b = b, a
    if name == "mul" and isinstance(a, sequences):
        if not isinstance(b, int) or len(a) * b > LIMIT_ITEMS:
            return Unknown("a sequence repeated an unknown number of times")
        return List(list(a) * b, a.open) if isinstance(a, List) else a * b
    if isinstance(a, Expr) or isinstance(b, Expr):
        if name in ("add", "sub", "mul", "floor_divide", "remainder") and not isinstance(
            a, float
        ) | isinstance(b, float):
            return bounded(function(a, b))
        if name == "div" and isinstance(b, int) and b:
            quotient = a // b
            if quotient * b == a:
                return quotient
        if name == "pow" and isinstance(b, int) and 0 <= b <= 4:
            result: Any = 1
            for _ in range(b):
                result = result * a
            return bounded(result)
        return Unknown("arithmetic on an unknown size")
    whole = isinstance(a, int) and isinstance(b, int)
    if name in ("pow", "lshift") and whole and b > 0 and abs(a).bit_length() * b > 4 * LIMIT_BITS:
        return Unknown("a huge number")
    if name == "remainder" and isinstance(a, str):
        return format_percent(a, b)
    return bounded(function(a, b))


def bounded(value: Abstract) -> Abstract:
    """A value, unless it is a number of so many digits that nothing can be said of it."""
    if isinstance(value, int):
        huge = value.bit_length() > LIMIT_BITS
    else:
        huge = isinstance(value, Expr) and any(c.bit_length() > LIMIT_BITS for c in value.terms.values())
    return Unknown("a huge number") if huge else value


def format_percent(a: str, b: Abstract) -> Abstract:
    """`"layer%d" % 3` on plain constants."""
    parts = b if isinstance(b, tuple) else (b,)
    plain = all(isinstance(p, CONSTANTS) for p in parts) and "*" not in a and len(a) < 1000
    return a % b if plain and not long_form(a) else Unknown("text")


def unary(m: Machine, kind: type[ast.unaryop], value: Abstract) -> Abstract:
    """`-a`, `not a`, `~a`."""
    if kind is ast.Not:
        answer = decide(m, value)
        return Unknown("an unknown condition") if answer is None else not answer
    if isinstance(value, Unknown):
        return Unknown(value.reason)
    if isinstance(value, Instance):
        found = ask(m, value, UNARY[kind])
        if found is not None:
            return found
        value = raw(value)
    if isinstance(value, Value):
        from footgun.source.tensors import unary_tensor

        return unary_tensor(m, "bitwise_not" if kind is ast.Invert else "neg", value)
    if kind is ast.Invert:
        return ~value if isinstance(value, int) else Unknown("an operation on a value of another type")
    if isinstance(value, (int, float, complex, Expr)):
        return -value if kind is ast.USub else value
    return Unknown("an operation on a value of another type")
