"""Python's builtin functions on numbers and text, and those that only have effects."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from footgun.network import Value
from footgun.sizes import Expr
from footgun.source.bindings import bind
from footgun.source.interpret.operators import arithmetic, truth
from footgun.source.values import (
    Unknown,
)

if TYPE_CHECKING:
    from footgun.source.callsite import At


@bind("builtins.int", "builtins.round", "math.floor", "math.ceil", "math.trunc")
def int_(at: At, x: Any = 0, *rest: Any) -> Any:
    if isinstance(x, Expr):
        return x
    if isinstance(x, (int, float)) and not rest:
        try:
            import math

            function = {"floor": math.floor, "ceil": math.ceil, "round": round}.get(at.label, int)
            return function(x)
        except (OverflowError, ValueError):
            return Unknown("a number that is no int")
    if isinstance(x, float) and at.label == "round" and isinstance(rest[0], int):
        return round(x, rest[0])
    if isinstance(x, str) and x.strip().isdigit():
        return int(x)
    return Unknown(getattr(x, "reason", "") or "a number")


@bind("builtins.float", "builtins.complex")
def float_(at: At, x: Any = 0.0, *rest: Any) -> Any:
    try:
        return float(x) if isinstance(x, (int, float, str)) else Unknown("a number")
    except ValueError:
        return Unknown("a number")


@bind("builtins.bool")
def bool_(at: At, x: Any = False) -> Any:
    answer = truth(x)
    return Unknown("a condition") if answer is None else answer


@bind("builtins.str", "builtins.repr", "builtins.format")
def str_(at: At, object: Any = "", *rest: Any) -> Any:
    return str(object) if isinstance(object, (str, int, float, bool)) and not rest else Unknown("text")


@bind("builtins.abs")
def abs_(at: At, x: Any) -> Any:
    if isinstance(x, Value):
        from footgun.source.tensors import unary_tensor

        return unary_tensor(at.m, "abs", x)
    return abs(x) if isinstance(x, (int, float)) else x


@bind("builtins.pow", "math.pow")
def pow_(at: At, base: Any, exp: Any, *rest: Any) -> Any:
    import operator

    try:
        return arithmetic(operator.pow, "pow", base, exp)
    except (TypeError, ArithmeticError, ValueError):
        return Unknown("a power")


@bind("builtins.divmod")
def divmod_(at: At, a: Any, b: Any) -> Any:
    try:
        return (a // b, a % b)
    except (TypeError, ZeroDivisionError):
        return (Unknown("a quotient"), Unknown("a remainder"))


@bind(
    "builtins.print",
    "builtins.input",
    "builtins.open",
    "builtins.help",
    "builtins.display",
    "builtins.vars",
    "builtins.exit",
    "builtins.quit",
    "builtins.id",
    "builtins.hash",
    "builtins.globals",
    "builtins.locals",
    "builtins.dir",
    "builtins.exec",
    "builtins.eval",
    "builtins.compile",
    "builtins.__import__",
    "builtins.get_ipython",
)
def ignore(at: At, *args: Any, **kwargs: Any) -> Any:
    if at.label in ("exec", "eval", "globals", "locals"):
        at.m.star_imports = True  # names may come from there
    return None if at.label in ("print", "help", "display") else Unknown(f"the value of `{at.label}`")
