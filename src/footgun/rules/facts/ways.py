"""The way of a gradient from a loss back to weights, and where it is cut."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from footgun.findings import Span
from footgun.network import Node, Value
from footgun.ops.backbone import Backbone
from footgun.ops.gradient import Gradient
from footgun.ops.reduction import ArgReduce
from footgun.records import NamedTuple
from footgun.rules.facts.training import DEEPEST, is_cut


class Cut(NamedTuple):
    """Where the way ends, why, and from where it would go on."""

    span: Span
    why: str
    before: Value


class Way(NamedTuple):
    """The weights that a gradient comes to, by their identity, and where its way is cut."""

    weights: frozenset[int]
    cuts: Sequence[Cut]
    whole: bool  # every branch of it was followed


def way_back(loss: Value, unrecorded: Callable[[Node], str]) -> Way:
    """From a loss through all that is recorded; `unrecorded` says why a node is not, nothing if it is."""
    weights: set[int] = set()
    cuts: list[Cut] = []
    whole = True
    seen: set[int] = set()
    rest = [loss]
    while rest:
        value = rest.pop()
        if id(value) in seen:
            continue
        seen.add(id(value))
        node = value.made_by
        source = value.facts.get("from", value.facts.get("numbers of")) if node is None else None
        if len(seen) > DEEPEST or "gradient" in value.facts:
            whole = False
        elif isinstance(source, Value) and value.span is not None:
            cuts.append(Cut(value.span, "a new tensor takes the numbers alone", source))
        elif node is None:
            if "parameter" in value.facts:
                weights.add(id(value.facts["parameter"]))
            elif value.shape is None or not value.origin:
                whole = False
        elif why := unrecorded(node) or (_why(node) if is_cut(node) else ""):
            cuts.append(Cut(node.span, why, value))
        else:
            layer = node.layer
            if layer is not None:
                weights.update(id(p) for p in layer.parameters)
                unknown = isinstance(layer.op, Backbone) or (layer.op.mixes and not layer.parameters)
                whole = whole and not unknown
            rest += node.inputs
    return Way(frozenset(weights), cuts, whole)


def _why(node: Node) -> str:
    if isinstance(node.op, Gradient):
        return f"`{node.label}` keeps no graph without `create_graph=True`"
    if isinstance(node.op, ArgReduce):
        return f"`{node.label}` gives places, which have no gradient"
    return f"`{node.label}` cuts the graph"
