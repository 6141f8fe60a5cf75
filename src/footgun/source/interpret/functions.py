"""Calling a function of the checked code: arguments, body, and the joined value of all returns."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from footgun.source.interpret.frame import Frame
from footgun.source.interpret.join import join
from footgun.source.values import Abstract, Dict, Function, Iterator, List, Unknown

if TYPE_CHECKING:
    from footgun.source.interpret.machine import Machine


def call_function(
    m: Machine, function: Function, args: list[Abstract], kwargs: dict[str, Abstract], open_: bool = False
) -> Abstract:
    """Follow the call; too deep a recursion gives Unknown."""
    function.called = True
    if m.depth >= m.settings.depth:
        return Unknown("too deep a recursion")
    frame = Frame(
        function.frame.globals,
        {},
        None if function.frame.is_module else function.frame,
        function,
        function.frame.cell,
    )
    frame.owner = function.owner or (function.frame.owner if isinstance(function.node, ast.Lambda) else None)
    bind_arguments(m, frame, function, args, kwargs, open_)
    if function.owner is not None and args:
        frame.receiver = args[0]
    elif function.frame.receiver is not None:
        frame.receiver = function.frame.receiver
        frame.owner = frame.owner or function.frame.owner
    m.depth += 1
    try:
        return run_body(m, frame, function)
    finally:
        m.depth -= 1


def run_body(m: Machine, frame: Frame, function: Function) -> Abstract:
    """The value of a call: of a lambda, a generator, or all `return`s joined."""
    from footgun.source.interpret.expressions import evaluate
    from footgun.source.interpret.statements import execute

    node = function.node
    if isinstance(node, ast.Lambda):
        return evaluate(m, frame, node.body)
    if function.generator:
        frame.yields = List()
        execute(m, frame, node.body)
        return Iterator(frame.yields)
    grad = m.grad
    if any(getattr(d, "name", "") in ("torch.no_grad", "torch.inference_mode") for d in function.decorators):
        m.grad = False
    try:
        execute(m, frame, node.body)
    finally:
        m.grad = grad
    if not frame.returns:
        return None
    result = frame.returns[-1]
    for other in reversed(frame.returns[:-1]):
        result = join(m, other, result)
    return result


def bind_arguments(
    m: Machine,
    frame: Frame,
    function: Function,
    args: list[Abstract],
    kwargs: dict[str, Abstract],
    open_: bool,
) -> None:
    """Give every parameter a value; those that nothing is said of are unknown."""
    spec = function.node.args
    names = [a.arg for a in (*spec.posonlyargs, *spec.args)]
    values = dict(zip(names, args, strict=False))
    rest = list(args[len(names) :])
    extra = Dict()
    only = [a.arg for a in spec.kwonlyargs]
    for key, value in kwargs.items():
        if key in names or key in only:
            values.setdefault(key, value)
        else:
            extra[key] = value
    first_default = len(names) - len(function.defaults)
    for place, name in enumerate(names):
        if name not in values:
            given = place >= first_default and not (open_ and name not in kwargs)
            values[name] = (
                function.defaults[place - first_default]
                if given
                else Unknown(f"`{name}` of `{function.name}`")
            )
    for name, default in zip(only, function.kw_defaults, strict=False):
        values.setdefault(name, Unknown(f"`{name}` of `{function.name}`") if open_ else default)
    if spec.vararg:
        values[spec.vararg.arg] = List(rest, True) if open_ else tuple(rest)
    if spec.kwarg:
        extra.open = open_
        values[spec.kwarg.arg] = extra
    frame.locals.update(values)
