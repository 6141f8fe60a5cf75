"""What a script tells people about its training: what it prints after a loop, and what it never reads."""

from __future__ import annotations

import ast
from itertools import islice

from footgun.network import Value
from footgun.source.syntax import children

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from footgun.network import Loop
    from footgun.source.callsite import At
    from footgun.source.interpret.frame import Frame
    from footgun.source.interpret.machine import Machine

# What begins a run of a tracker, which lasts until it is finished.
TRACKERS = frozenset(
    {
        "comet_ml.Experiment", "mlflow.start_run", "neptune.init_run", "tensorboardX.SummaryWriter",
        "torch.utils.tensorboard.SummaryWriter", "torch.utils.tensorboard.writer.SummaryWriter", "wandb.init",
    }
)  # fmt: skip
# Methods that show a line of text in every pass.
TELLING = frozenset(
    {
        "critical", "debug", "error", "info", "print", "set_description", "set_postfix", "set_postfix_str",
        "warning", "write",
    }
)  # fmt: skip
FARTHEST = 200  # values between a loss and the outputs that it is computed from
DEEPEST = 2  # lists in lists
MOST_PARTS = 50
MOST_ASKED = 8  # losses of one file; each is looked for in the whole text


def summed(m: Machine, frame: Frame, target: ast.expr, total: Any) -> None:
    """A sum grows in a loop: what is printed of it later is its end."""
    if isinstance(target, ast.Name) and isinstance(total, Value):
        later(m, frame, target.id, "shown", total, m.loops[-1])


def ended(m: Machine, frame: Frame, node: Any, loop: Loop, printed: int) -> None:
    """A loop over epochs is over: `printed` tells how much was printed before it."""
    if isinstance(node.target, ast.Name) and printed == m.notes.get("prints", 0) and not loop.breaks:
        called = (n.func for n in ast.walk(node) if isinstance(n, ast.Call))
        if not any((f.attr if isinstance(f, ast.Attribute) else "") in TELLING for f in called):
            later(m, frame, node.target.id, "last", loop, node)


def later(m: Machine, frame: Frame, name: str, *what: Any) -> None:
    """Remember a variable whose printing would be an event."""
    m.notes.setdefault("later", {})[id(frame.locals), name] = (*what, frame.locals)


def printed(at: At) -> None:
    """`print(...)`: after a loop it may show what that loop has counted or summed."""
    m = at.m
    m.notes["prints"] = m.notes.get("prints", 0) + 1
    known = m.notes.get("later")
    if not known or at.node is None or at.frame is None:
        return
    names = {n.id for n in ast.walk(at.node) if isinstance(n, ast.Name)}
    for name in sorted(names):
        kind, subject, node, _ = known.get((id(at.frame.locals), name), ("", None, None, None))
        if kind and node not in m.loops and (kind == "shown" or names & (stored(node) - {name})):
            m.event(kind, subject, span=at.span)


def stored(node: ast.AST) -> set[str]:
    """The names that a loop sets."""
    return {n.id for n in ast.walk(node) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)}


def unread(at: At, loss: Any) -> None:
    """`loss.backward()` in epochs, where nothing else reads the loss or the outputs that it comes from."""
    m, frame = at.m, at.frame
    asked = m.notes.get("asked who reads a loss", 0)
    if frame is None or len(m.loops) < 2 or not isinstance(loss, Value) or asked >= MOST_ASKED:
        return
    m.notes["asked who reads a loss"] = asked + 1
    chain = between(loss)
    names = {name for name, value in frame.locals.items() if holds(value, chain)}
    trees = m.notes.get("trees", ()) if frame.function is None else [frame.function.node]
    if id(loss) in chain and not any(reads(tree, names) for tree in trees):
        m.event("unread", loss, span=at.span)


def holds(value: Any, chain: set[int], depth: int = 0) -> bool:
    """Whether a value is one of those, or a list, tuple or dict that has one of them among its parts."""
    if id(value) in chain:
        return True
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, (list, tuple)) else ()
    return depth < DEEPEST and any(holds(part, chain, depth + 1) for part in islice(parts, MOST_PARTS))


def between(loss: Value) -> set[int]:
    """The values that a loss is computed from and that come from a network, its outputs among them."""
    leads: dict[int, bool] = {}
    rest = [loss]
    while rest and len(leads) < FARTHEST:
        value = rest[-1]
        node = value.made_by
        inside = node is not None and (node.network is not None or bool(node.parameters))
        before = [] if node is None or inside else [v for v in node.inputs if id(v) not in leads]
        if before:
            rest += before
        else:
            rest.pop()
            leads[id(value)] = inside or any(leads[id(v)] for v in (node.inputs if node is not None else ()))
    return {key for key, found in leads.items() if found}


def reads(tree: ast.AST, names: set[str]) -> bool:
    """Whether any of the names is read, but for `backward` and to compute another of them."""
    return any(isinstance(n, ast.Name) and n.id in names for n in readers(tree, names))


def readers(tree: ast.AST, names: set[str]) -> Iterator[ast.AST]:
    """The syntax that reads names, without what only leads to the gradient."""
    rest: list[ast.AST] = [tree]
    while rest:
        node = rest.pop()
        if isinstance(node, ast.Assign) and all(
            isinstance(t, ast.Name) and t.id in names for t in node.targets
        ):
            continue
        if isinstance(node, ast.AugAssign) and isinstance(node.target, ast.Name) and node.target.id in names:
            continue
        func = node.func if isinstance(node, ast.Call) else None
        if isinstance(node, ast.Call) and isinstance(func, ast.Attribute) and func.attr == "backward":
            rest += node.args
            continue
        if not isinstance(node, ast.Name) or isinstance(node.ctx, ast.Load):
            yield node
        rest += children(node)
