"""Python's builtin functions on numbers and text, and those that only have effects."""

from __future__ import annotations

import math

from footgun.network import Value
from footgun.sizes import Expr
from footgun.source.bindings import bind
from footgun.source.interpret.operators import arithmetic, ask, decide
from footgun.source.interpret.raising import failure
from footgun.source.interpret.single import require_one
from footgun.source.interpret.texts import formatted_text, text_of
from footgun.source.special import raw
from footgun.source.told import printed
from footgun.source.values import Instance, Unknown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from footgun.source.callsite import At

LONGEST_NUMBER = 1000  # digits of a text that becomes an int


def number_in(value: Any) -> Any:
    """The number in a tensor of one number, where the text states it; anything else as it is."""
    if isinstance(value, Value):
        from footgun.source.torch.numbers import numbers_of

        found = numbers_of(value)
        return found[0] if found is not None and len(found) == 1 else value
    return value


@bind("builtins.int", "builtins.round", "math.floor", "math.ceil", "math.trunc")
def int_(at: At, x: Any = 0, *rest: Any, base: Any = None, ndigits: Any = None) -> Any:
    if isinstance(x, Value) and at.label == "int":
        require_one(at.m, x, "int")
    x = number_in(raw(x))
    more = rest[0] if rest else base if base is not None else ndigits
    if isinstance(x, Expr):
        return x
    if isinstance(x, (int, float)) and more is None:
        try:
            function: Any = {"floor": math.floor, "ceil": math.ceil, "round": round}.get(at.label, int)
            return function(x)
        except (OverflowError, ValueError):
            return Unknown("a number that is no int")
    if isinstance(x, (int, float)) and at.label == "round" and isinstance(more, int):
        return round(x, more)
    if isinstance(x, str) and at.label == "int" and len(x) < LONGEST_NUMBER:
        try:
            return int(x, more) if isinstance(more, int) else int(x)
        except ValueError:
            return failure(at.m, "ValueError", "a number")
    return Unknown(getattr(x, "reason", "") or "a number")


@bind("builtins.float")
def float_(at: At, x: Any = 0.0) -> Any:
    if isinstance(x, Value):
        require_one(at.m, x, "float")
    x = number_in(raw(x))
    try:
        return float(x) if isinstance(x, (int, float, str)) else Unknown("a number")
    except ValueError:
        return failure(at.m, "ValueError", "a number")
    except OverflowError:
        return Unknown("a number")


@bind("builtins.complex")
def complex_(at: At, *parts: Any) -> Any:
    known = all(isinstance(p, (int, float, complex)) for p in parts)
    return complex(*parts[:2]) if known else Unknown("a number")


@bind("builtins.bool")
def bool_(at: At, x: Any = False) -> Any:
    answer = decide(at.m, x)
    return Unknown("a condition") if answer is None else answer


@bind("builtins.str", "builtins.repr", "builtins.ascii")
def str_(at: At, object: Any = "", *rest: Any, **more: Any) -> Any:
    return Unknown("text") if rest or more else text_of(at.m, object, at.label != "str")


@bind("builtins.format")
def format_(at: At, value: Any, format_spec: Any = "") -> Any:
    return formatted_text(at.m, value, format_spec, "")


@bind("builtins.ord", "builtins.chr", "builtins.hex", "builtins.bin", "builtins.oct")
def letter(at: At, x: Any) -> Any:
    functions: dict[str, Any] = {"ord": ord, "chr": chr, "hex": hex, "bin": bin, "oct": oct}
    try:
        return functions[at.label](x)
    except (TypeError, ValueError, OverflowError):
        return Unknown("text")


@bind("builtins.abs")
def abs_(at: At, x: Any) -> Any:
    if isinstance(x, Value):
        from footgun.source.tensors import unary_tensor

        return unary_tensor(at.m, "abs", x)
    if isinstance(x, Instance):
        found = ask(at.m, x, "__abs__")
        return Unknown("a number") if found is None else found
    return abs(x) if isinstance(x, (int, float, complex)) else x


@bind("builtins.pow", "math.pow")
def pow_(at: At, base: Any, exp: Any, *rest: Any) -> Any:
    import operator

    if at.name == "math.pow" and isinstance(base, (int, float)) and isinstance(exp, (int, float)):
        try:
            return math.pow(base, exp)
        except (OverflowError, ValueError):
            return Unknown("a power")
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
    *(
        f"builtins.{name}"
        for name in (
            "print", "input", "open", "help", "display", "exit", "quit", "id", "hash",
            "exec", "eval", "compile", "get_ipython", "breakpoint", "memoryview",
        )
    )
)  # fmt: skip
def ignore(at: At, *args: Any, **kwargs: Any) -> Any:
    if at.label in ("exec", "eval"):
        at.m.star_imports = True  # names may come from there
    if at.label == "print":
        printed(at)
    return None if at.label in ("print", "help", "display") else Unknown(f"the value of `{at.label}`")
