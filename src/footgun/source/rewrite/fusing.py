"""Two functions of a tensor become one that takes both steps: `log(softmax(x))` is `log_softmax(x)`."""

from __future__ import annotations

import ast

from footgun.changes import Fuse
from footgun.findings import Edit
from footgun.source.rewrite.names import module
from footgun.source.rewrite.operands import is_method, taken
from footgun.source.rewrite.text import CannotChangeError, Text

FUNCTIONAL = "torch.nn.functional"


def fuse(text: Text, change: Fuse) -> list[Edit]:
    """One call in the place of `outer`, of what `inner` takes, with the arguments of `through`."""
    outer, inner = text.call(change.outer), text.expression(change.inner)
    if inner is outer or outer not in list(text.around(inner)):
        raise CannotChangeError  # they stand apart
    tensor = _plain_side(inner) if isinstance(inner, ast.BinOp) else None
    if isinstance(inner, ast.Call):
        tensor = taken(text, inner)
    if tensor is None:
        raise CannotChangeError
    more = _settings(text, text.call(change.through), tensor) if change.through is not None else ""
    if change.settled and not more:
        raise CannotChangeError
    return [text.replaced(outer, f"{_function(text, outer, inner, change)}({text.written(tensor)}{more})")]


def _plain_side(inner: ast.BinOp) -> ast.expr | None:
    """The `x` of `1 + x`."""
    sides = [side for side in (inner.left, inner.right) if not isinstance(side, ast.Constant)]
    return sides[0] if len(sides) == 1 and isinstance(inner.op, ast.Add) else None


def _settings(text: Text, call: ast.Call, tensor: ast.expr) -> str:
    """The other arguments of a call as they are written, after a comma."""
    held = taken(text, call)
    written = [text.written(a) for a in call.args if a is not held]
    for keyword in call.keywords:
        if keyword.arg is None:
            raise CannotChangeError
        if keyword.value is not held:
            written.append(f"{keyword.arg}={text.written(keyword.value)}")
    return "".join(f", {words}" for words in written)


def _function(text: Text, outer: ast.Call, inner: ast.expr, change: Fuse) -> str:
    """The new function in the module of the others."""
    if change.functional:
        functional, nn, torch = module(text, FUNCTIONAL), module(text, "torch.nn"), module(text, "torch")
        if functional or nn or torch:
            owner = functional or (f"{nn}.functional" if nn else f"{torch}.nn.functional")
            return f"{owner}.{change.function}"
    for call in (inner, outer):
        func = call.func if isinstance(call, ast.Call) else None
        if isinstance(call, ast.Call) and isinstance(func, ast.Attribute) and not is_method(text, call):
            if isinstance(func.value, ast.Name) and func.value.id == "self":
                raise CannotChangeError  # a layer
            return f"{text.written(func.value)}.{change.function}"
    torch = module(text, "torch")
    if torch is None:
        raise CannotChangeError
    return f"{torch}.{change.function}"
