"""A model applied once more, to an input of no fixed size: what it does then depends on the model alone.

The file's own run is over, so this one leaves nothing behind: it has a program of its own, and its writes
are undone. Only who asks which sizes a model takes pays for it.
"""

from __future__ import annotations

import sys

from footgun.network import Network, Node, Program, Value, ahead
from footgun.ops.convolution import Conv, ConvTranspose
from footgun.ops.pooling import AdaptivePool, Pool
from footgun.ops.window import axis_names, map_shape
from footgun.sizes import Shape, Size
from footgun.source.interpret.budget import OutOfBudget
from footgun.source.interpret.machine import UserRaise
from footgun.source.settings import RECURSION
from footgun.source.values import Dict, List, leaves

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from footgun.source.interpret.machine import Machine
    from footgun.source.values import Abstract, Container, Instance

STEPS = 100_000  # a model alone takes a small part of what a file may


def free_network(
    m: Machine, holder: Instance | Container, network: Network, args: list[Any], kwargs: dict[str, Any]
) -> Network | None:
    """The network that `holder` is on an input whose sizes have names; None where its axes are not known."""
    given = [v for v in leaves((*args, *kwargs.values())) if isinstance(v, Value)]
    shape = free_shape(m, network, given[0]) if len(given) == 1 else None
    if shape is None or m.running:
        return None
    value = Value(shape, given[0].dtype, span=given[0].span)
    value.facts.update(given[0].facts)
    first = [put(v, given[0], value) for v in args]
    named = {key: put(v, given[0], value) for key, v in kwargs.items()}
    return run_apart(m, holder, first, named)


def run_apart(m: Machine, holder: Any, args: list[Any], kwargs: dict[str, Any]) -> Network | None:
    """Call a model on the side."""
    from footgun.source.interpret.calls import call_module

    return apart(m, holder, lambda: call_module(m, holder, args, kwargs, holder.made))


def layers_apart(m: Machine, holder: Container, value: Value) -> Network | None:
    """Run the layers of a Sequential model on the side, whatever input it states."""
    from footgun.source.modules import as_network, run_items

    def run() -> Abstract:
        return as_network(
            m, holder, [value], {}, holder.made, lambda: run_items(m, holder, value, holder.made)
        )

    return apart(m, holder, run)


def apart(m: Machine, holder: Any, run: Callable[[], Abstract]) -> Network | None:
    """The network that `run` makes of the model; nothing of it stays."""
    kept = m.program, m.remembered, m.steps, holder.network, m.depth
    recursion = sys.getrecursionlimit()
    m.program, m.remembered, holder.network = Program(m.path), {}, None
    m.steps = max(0, m.settings.steps - STEPS)
    sys.setrecursionlimit(max(recursion, RECURSION))
    try:
        m.journal.attempt(run)
        found: Network | None = holder.network
        return found
    except (OutOfBudget, UserRaise, RecursionError):
        return None
    finally:
        m.program, m.remembered, m.steps, holder.network, m.depth = kept
        del m.running[:], m.active[:], m.turns[:], m.line_stack[:]
        m.maybe = 0
        sys.setrecursionlimit(recursion)


def put(value: Abstract, old: Value, new: Value) -> Abstract:
    """An argument with its tensor replaced."""
    if value is old:
        return new
    if isinstance(value, Dict):
        return Dict({key: put(v, old, new) for key, v in value.items()})
    if isinstance(value, List):
        return List([put(v, old, new) for v in value], value.open)
    return tuple(put(v, old, new) for v in value) if isinstance(value, tuple) else value


def free_shape(m: Machine, network: Network, value: Value) -> Shape | None:
    """Names for the axes of a map, or of a sequence; its channels as the first layer wants them."""
    node = next(ahead(value, lambda node: passes(node, value.shape)), None)
    if node is None:
        return None
    op, fresh = node.op, m.names.fresh
    if not isinstance(op, (Conv, ConvTranspose, Pool, AdaptivePool)):
        if value.shape is None or len(value.shape) != 4:
            return None
        channels, last = value.shape[1], False  # an image that something else takes first
        return map_shape((fresh("n"),), channels, (fresh("h"), fresh("w")), last)
    rank = op.spatial + 2
    if value.shape is not None and len(value.shape) != rank:
        return None
    wanted: Size | None = getattr(op, "cin", None)
    if wanted is None:
        axis = -1 if op.last else 1
        wanted = value.shape[axis] if value.shape is not None else fresh("c")
    space = tuple(fresh(hint) for hint in axis_names(op.spatial))
    return map_shape((fresh("n"),), wanted, space, op.last)


def passes(node: Node, shape: Shape | None) -> bool:
    """Whether a node leaves the axes of the input as they are."""
    return (
        len(node.inputs) == 1
        and node.outputs[0].shape == shape
        and not node.op.mixes
        and not names_axes(node)
    )


def names_axes(node: Node) -> bool:
    """Whether a layer tells what the axes of its input are."""
    return isinstance(node.op, (Conv, ConvTranspose, Pool, AdaptivePool))
