"""Statements. Each gives a signal: None goes on; BREAK, CONTINUE and RETURN leave the block."""

from __future__ import annotations

import ast
from collections.abc import Callable, Sequence

from footgun.network import Value
from footgun.source.figures import combined
from footgun.source.interpret import assign, control, definitions, imports
from footgun.source.interpret.expressions import evaluate, holds
from footgun.source.interpret.iteration import items_of
from footgun.source.interpret.lookup import unpacked_shape
from footgun.source.interpret.machine import UserRaise
from footgun.source.interpret.operators import BINARY, DUNDER, LIMIT_ITEMS, binary, decide
from footgun.source.interpret.raising import catches, failure, takes
from footgun.source.loops import kept, same_place
from footgun.source.told import summed
from footgun.source.uses import note_discarded
from footgun.source.values import Container, Instance, List, Set, Thing, Unknown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, TypeAlias

    from footgun.source.interpret.frame import Frame
    from footgun.source.interpret.machine import Machine

Signal = str | None
BREAK, CONTINUE, RETURN = "break", "continue", "return"
Runner: TypeAlias = "Callable[[Machine, Frame, Any], Signal]"


def execute(m: Machine, frame: Frame, body: Sequence[ast.stmt]) -> Signal:
    """Run a block until it ends or something leaves it."""
    for statement in body:
        m.step()
        run = RUN.get(type(statement))
        if run is None:
            m.not_checked(f"a `{type(statement).__name__}` statement", m.span(statement, frame))
            continue
        signal = run(m, frame, statement)
        if signal is not None:
            return signal
    return None


def run_expr(m: Machine, frame: Frame, node: ast.Expr) -> Signal:
    m.bare = node.value
    value = evaluate(m, frame, node.value)
    if isinstance(value, Value) and isinstance(node.value, ast.Call):
        note_discarded(m, frame, node.value, value)
    return None


def run_assign(m: Machine, frame: Frame, node: ast.Assign) -> Signal:
    if m.documents and isinstance(node.targets[0], ast.Tuple):
        unpacked_shape(m, frame, node)
    value = evaluate(m, frame, node.value)
    for target in node.targets:
        assign.store(m, frame, target, value)
    if value is None and m.notes.get("in place") is node.value and isinstance(node.targets[0], ast.Name):
        m.event("emptied", node.targets[0].id, span=m.span(node, frame))
    if m.loops and isinstance(node.value, ast.BinOp) and same_place(node.targets[0], node.value.left):
        kept(m, frame, node.targets[0], added(value), value, m.span(node, frame))
    return None


def added(total: Any) -> Any:
    """What `total = total + x` adds."""
    node = total.made_by if isinstance(total, Value) else None
    return node.inputs[-1] if node is not None and node.inputs else None


def run_ann_assign(m: Machine, frame: Frame, node: ast.AnnAssign) -> Signal:
    if node.value is not None:
        assign.store(m, frame, node.target, evaluate(m, frame, node.value))
    return None


def run_aug_assign(m: Machine, frame: Frame, node: ast.AugAssign) -> Signal:
    load = ast.copy_location(_as_load(node.target), node.target)
    old = evaluate(m, frame, load)
    value = evaluate(m, frame, node.value)
    if isinstance(old, List) and isinstance(node.op, ast.Add) and not isinstance(old, Set):
        items = items_of(m, value)
        m.journal.touch(old)
        if items is not None and len(old) + len(items) <= LIMIT_ITEMS:
            old.extend(items)
        else:
            old.open = True
        assign.store(m, frame, node.target, old)
        return None
    m.line_stack.append(m.span(node, frame))
    result = in_place(m, old, value, type(node.op))
    if isinstance(result, Unknown):
        result = combined(m, frame, type(node.op), old, value, node.value) or result
    m.line_stack.pop()
    assign.store(m, frame, node.target, result)
    if m.loops:
        if isinstance(node.op, (ast.Add, ast.Sub)):
            kept(m, frame, node.target, value, result, m.span(node, frame))
        summed(m, frame, node.target, result)
    return None


def in_place(m: Machine, old: Any, value: Any, kind: type[ast.operator]) -> Any:
    """`a += b`: the object's own way, else that of `a + b`."""
    if isinstance(old, Container) and kind is ast.Add:
        from footgun.source.interpret.attributes import get_attribute
        from footgun.source.interpret.calls import call_value

        return call_value(m, get_attribute(m, old, "extend"), [value], {}, m.here)
    if isinstance(old, Value):
        from footgun.source.tensors import SYMBOLS
        from footgun.source.torch.numbers import change, forget_start

        change(old)
        if "parameter" in old.facts:
            forget_start(old)
        m.overwrite(old, f"{SYMBOLS.get(BINARY[kind][1], '')}=")
    if isinstance(old, Instance) and kind in BINARY:
        from footgun.source.interpret.attributes import find_method
        from footgun.source.interpret.calls import call_value

        method = find_method(m, old, DUNDER[BINARY[kind][1]].replace("__", "__i", 1))
        if method is not None:
            return call_value(m, method, [value], {}, m.here)
    return binary(m, kind, old, value)


def _as_load(target: ast.expr) -> ast.expr:
    if isinstance(target, ast.Name):
        return ast.Name(target.id, ast.Load())
    if isinstance(target, ast.Attribute):
        return ast.Attribute(target.value, target.attr, ast.Load())
    if isinstance(target, ast.Subscript):
        return ast.Subscript(target.value, target.slice, ast.Load())
    return target


def run_return(m: Machine, frame: Frame, node: ast.Return) -> Signal:
    value = None if node.value is None else evaluate(m, frame, node.value)
    if isinstance(value, Container):
        value.used = True
    frame.returns.append(value)
    return RETURN


def run_delete(m: Machine, frame: Frame, node: ast.Delete) -> Signal:
    from footgun.source.interpret.delete import delete

    for target in node.targets:
        delete(m, frame, target)
    return None


def run_raise(m: Machine, frame: Frame, node: ast.Raise) -> Signal:
    if node.exc is not None:
        raise UserRaise(evaluate(m, frame, node.exc))
    raise UserRaise(m.handled[-1] if m.handled else Unknown("an exception"))


def run_assert(m: Machine, frame: Frame, node: ast.Assert) -> Signal:
    answer = holds(m, frame, node.test)
    if answer is False:
        failure(m, "AssertionError", "")
        if m.maybe:  # a way that a program which works does not take
            raise UserRaise(Unknown("a failed assertion"))
    elif answer is None and m.running:
        m.running[0].guarded = True
    return None


def run_try(m: Machine, frame: Frame, node: Any) -> Signal:
    """The body runs; a handler only when the body is known to raise what it takes."""
    try:
        signal = guarded(m, frame, node)
    except UserRaise as error:
        handler = next((h for h in node.handlers if takes(m, frame, h, error.value) is not False), None)
        if handler is None:
            execute(m, frame, node.finalbody)
            raise
        if handler.name:
            m.journal.write(frame.locals, handler.name, error.value)
        m.handled.append(error.value)
        try:
            signal = execute(m, frame, handler.body)
        except UserRaise:
            execute(m, frame, node.finalbody)
            raise
        finally:
            m.handled.pop()
    else:
        signal = signal or execute(m, frame, node.orelse)
    return execute(m, frame, node.finalbody) or signal


def guarded(m: Machine, frame: Frame, node: Any) -> Signal:
    """The body of a `try`: what Python raises in it counts, because something catches it."""
    m.trying.append((frame, node.handlers))
    try:
        return execute(m, frame, node.body)
    finally:
        m.trying.pop()


def run_with(m: Machine, frame: Frame, node: Any) -> Signal:
    """Context managers matter for what they switch (no_grad) and for the name they bind."""
    grad, tapes = m.grad, m.tapes
    managers: list[Any] = []
    for item in node.items:
        manager = evaluate(m, frame, item.context_expr)
        managers.append(manager)
        name = getattr(manager, "name", "")
        if name in ("torch.no_grad", "torch.inference_mode"):
            m.grad = False
        elif name == "torch.enable_grad":
            m.grad = True
        elif name == "torch.set_grad_enabled" and len(managers) == 1:
            grad = manager.facts["grad"]
        elif name == "tensorflow.GradientTape":
            m.tapes = [*m.tapes, manager.facts["tape"]]
        elif name == "tensorflow.GradientTape.pause":
            m.tapes = [tape for tape in m.tapes if tape is not manager.facts["tape"]]
        entered = enter(m, manager)
        if item.optional_vars is not None:
            assign.store(m, frame, item.optional_vars, entered)
    try:
        signal = execute(m, frame, node.body)
    except UserRaise as error:
        kinds = [k for x in managers if isinstance(x, Thing) for k in x.facts.get("suppresses", ())]
        answers = [
            decide(m, special_call(m, x, "__exit__", Unknown("a class"), error.value, Unknown("a traceback")))
            for x in reversed(managers)
            if isinstance(x, Instance) and has_exit(m, x)
        ]
        if catches(tuple(kinds), error.value) is False and True not in answers:
            raise
        return None
    finally:
        m.grad, m.tapes = grad, tapes
    for manager in reversed(managers):
        special_call(m, manager, "__exit__", None, None, None)
    return signal


def has_exit(m: Machine, manager: Instance) -> bool:
    """Whether the checked code writes what happens at the end of the `with`."""
    from footgun.source.interpret.attributes import find_method

    return find_method(m, manager, "__exit__") is not None


def enter(m: Machine, manager: Any) -> Any:
    """What `with manager as name` binds."""
    if isinstance(manager, Instance):
        return special_call(m, manager, "__enter__")
    return getattr(manager, "facts", {}).get("enter", manager)


def special_call(m: Machine, holder: Any, name: str, *args: Any) -> Any:
    """Call a special method of an object, if the checked code writes it."""
    from footgun.source.interpret.attributes import find_method
    from footgun.source.interpret.calls import call_value

    method = find_method(m, holder, name) if isinstance(holder, Instance) else None
    return holder if method is None else call_value(m, method, list(args), {}, m.here)


def run_global(m: Machine, frame: Frame, node: ast.Global) -> Signal:
    frame.declared_global.update(node.names)
    return None


def run_nonlocal(m: Machine, frame: Frame, node: ast.Nonlocal) -> Signal:
    frame.declared_nonlocal.update(node.names)
    return None


def run_class(m: Machine, frame: Frame, node: ast.ClassDef) -> Signal:
    made = definitions.make_class(m, frame, node)
    assign.bind(m, frame, node.name, definitions.decorate_class(m, frame, node, made))
    m.classes.append(made)
    return None


def run_function(m: Machine, frame: Frame, node: Any) -> Signal:
    function = definitions.make_function(m, frame, node)
    assign.bind(m, frame, node.name, definitions.decorate(m, frame, node, function))
    m.functions.append(function)
    return None


def run_import(m: Machine, frame: Frame, node: ast.Import) -> Signal:
    imports.run_import(m, frame, node)
    return None


def run_import_from(m: Machine, frame: Frame, node: ast.ImportFrom) -> Signal:
    imports.run_import_from(m, frame, node)
    return None


RUN: dict[type[ast.stmt], Runner] = {
    ast.Expr: run_expr,
    ast.Assign: run_assign,
    ast.AnnAssign: run_ann_assign,
    ast.AugAssign: run_aug_assign,
    ast.Return: run_return,
    ast.Delete: run_delete,
    ast.Raise: run_raise,
    ast.Assert: run_assert,
    ast.Try: run_try,
    ast.With: run_with,
    ast.AsyncWith: run_with,
    ast.Global: run_global,
    ast.Nonlocal: run_nonlocal,
    ast.ClassDef: run_class,
    ast.FunctionDef: run_function,
    ast.AsyncFunctionDef: run_function,
    ast.Import: run_import,
    ast.ImportFrom: run_import_from,
    ast.If: control.run_if,
    ast.For: control.run_for,
    ast.AsyncFor: control.run_for,
    ast.While: control.run_while,
    ast.Pass: lambda m, f, n: None,
    ast.Break: lambda m, f, n: BREAK,
    ast.Continue: lambda m, f, n: CONTINUE,
}
if hasattr(ast, "TryStar"):
    RUN[ast.TryStar] = run_try
if hasattr(ast, "Match"):
    RUN[ast.Match] = control.run_match
