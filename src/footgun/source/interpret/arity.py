"""Arguments that functions of the checked code lack, or have no place for, where networks are made or run."""

from __future__ import annotations

import ast

from footgun.network import ArgumentFault, Value
from footgun.source.given import Gap, Rest
from footgun.source.interpret.attributes import class_attribute, find_method
from footgun.source.interpret.raising import failure
from footgun.source.values import Abstract, Bound, Class, Function, Instance

TYPE_CHECKING = False
if TYPE_CHECKING:
    from footgun.findings import Span
    from footgun.source.interpret.frame import Frame
    from footgun.source.interpret.machine import Machine


def check_arity(
    m: Machine,
    frame: Frame,
    node: ast.Call,
    called: Abstract,
    args: list[Abstract],
    kwargs: dict[str, Abstract],
    span: Span,
) -> None:
    """Report the TypeError that Python raises; `args` and `kwargs` are all that the call gives."""
    if isinstance(kwargs, Rest) or m.documents or any(isinstance(a, Gap) for a in args):
        return
    if any(k.arg is None for k in node.keywords) or any(isinstance(a, ast.Starred) for a in node.args):
        return  # what is passed on whole may come from us, or from a caller that is not known
    found = target(m, called, args, kwargs)
    if found is None or (m.visiting and not sure(frame, node)):
        return
    function, label, before = found
    spec = function.node.args
    if isinstance(function.node, ast.Lambda) or any(not plain(d) for d in function.node.decorator_list):
        return  # what a decorator makes of it may take others
    names = [a.arg for a in (*spec.posonlyargs, *spec.args)]
    given = len(args) + before
    first = len(names) - len(function.defaults)
    missing = [name for name in names[given:first] if name not in kwargs]
    missing += [
        a.arg
        for a, d in zip(spec.kwonlyargs, spec.kw_defaults, strict=True)
        if d is None and a.arg not in kwargs
    ]
    known = {*names, *(a.arg for a in spec.kwonlyargs)}
    strange = [key for key in kwargs if key not in known] if spec.kwarg is None else []
    most = len(names) - before
    text, help = "", None
    if given > len(names) and spec.vararg is None:
        text = f"takes at most {most} positional argument{'s' * (most != 1)}, {len(args)} given"
    elif strange:
        text, help = (
            f"has no argument `{strange[0]}`",
            "it takes " + ", ".join(f"`{n}`" for n in names[before:]),
        )
    elif missing:
        text, help = f"misses the argument `{missing[0]}`", f"give `{missing[0]}`"
    if text:
        failure(m, "TypeError", "")
        fault = ArgumentFault(f"`{label}` {text}", span, help)
        if fault not in m.program.arguments:
            m.program.arguments.append(fault)


def sure(frame: Frame, node: ast.Call) -> bool:
    """Whether code that nobody calls makes this call so, whatever it would be called with."""
    if "super()." in ast.unparse(node.func):
        return False  # where it leads depends on the class of the object, which may be another one
    body = frame.function.node.body if frame.function is not None else ()
    plain = body if isinstance(body, list) else [body]
    return any(
        isinstance(statement, (ast.Assign, ast.AnnAssign, ast.Expr, ast.Return))
        and any(inner is node for inner in ast.walk(statement))
        and not any(isinstance(inner, (ast.IfExp, ast.BoolOp)) for inner in ast.walk(statement))
        for statement in plain
    )


def target(
    m: Machine, called: Abstract, args: list[Abstract], kwargs: dict[str, Abstract]
) -> tuple[Function, str, int] | None:
    """The function that a call runs, its name, and how many arguments it has got before: `self`."""
    if isinstance(called, Class):
        init, new = class_attribute(called, "__init__"), class_attribute(called, "__new__")
        if (
            not isinstance(init, Function)
            or isinstance(new, Function)
            or called.kind
            or called.network_base() is None
            or called.open_base
            or called.node.decorator_list
        ):
            return None
        return (init, called.name, 1) if not called.node.keywords else None
    if isinstance(called, Instance):
        if (
            called.base is None
            or not called.base.startswith("torch.nn")
            or find_method(m, called, "__call__")
        ):
            return None
        method = find_method(m, called, "forward")
        return (method.function, called.cls.name, 1) if isinstance(method, Bound) else None
    if isinstance(called, Bound):
        if not isinstance(called.receiver, Instance) or called.receiver.base is None:
            return None
        return (called.function, called.function.name, 1)
    if isinstance(called, Function) and called.owner is None:
        tensors = any(isinstance(a, Value) for a in (*args, *kwargs.values()))
        return (called, called.name, 0) if tensors else None
    return None


def plain(decorator: ast.expr) -> bool:
    """Whether a decorator leaves the arguments as they are."""
    text = ast.unparse(decorator)
    return text in (
        "torch.no_grad()",
        "torch.inference_mode()",
        "torch.jit.script",
        "torch.jit.export",
        "override",
    )
