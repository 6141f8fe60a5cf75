"""Other numbers of filters, and with them what the layers after take: a fix that leaves the network whole."""

from __future__ import annotations

from footgun.changes import Argument
from footgun.findings import Fix
from footgun.network import Network, Node, Program
from footgun.ops.convolution import Conv
from footgun.ops.linear import Linear
from footgun.ops.normalisation import BatchNorm, InstanceNorm
from footgun.ops.reduction import Reduce
from footgun.ops.reshape import Flatten, KerasFlatten, Reshape
from footgun.rules.facts.flat import flattened
from footgun.rules.facts.mending import once
from footgun.rules.facts.passing import POOLS, is_activation, keeps
from footgun.sizes import same

Changed = tuple[int, int]  # the channels that a value has, and those that it gets


def rewidened(program: Program, network: Network, counts: dict[int, int], title: str) -> Fix | None:
    """Convolutions by the ids of their layers with so many filters; None where what follows is not known."""
    changes: list[Argument] = []
    changed: dict[int, Changed] = {}
    torch = network.framework == "torch"
    places = {
        node.layer.made for node in network.nodes if id(node.layer) in counts and node.layer is not None
    }
    applied = [node for node in network.nodes if node.layer is not None and node.layer.made in places]
    if len(applied) != len(counts) or not all(once(program, node) for node in applied):
        return None
    for node in network.nodes:
        taken = [changed[id(value)] for value in node.inputs if id(value) in changed]
        if taken:
            if len(node.inputs) != 1:
                return None
            follows = _takes(program, node, taken[0]) if node.op.mixes or node.parameters else []
            if follows is None or not (node.op.mixes or _passes(node)):
                return None
            changes += follows if torch else ()
        filters = counts.get(id(node.layer), 0)
        if filters and isinstance(node.op, Conv) and isinstance(node.op.cout, int):
            if filters != node.op.cout:
                changes.append(
                    Argument(
                        node.made,
                        *(("out_channels", str(filters), 1) if torch else ("filters", str(filters), 0)),
                    )
                )
                changed.update((id(value), (node.op.cout, filters)) for value in node.outputs)
        elif taken and not node.op.mixes:
            changed.update((id(value), taken[0]) for value in node.outputs)
    if any(id(value) in changed for value in network.outputs):
        return None
    return Fix(title, changes=tuple(dict.fromkeys(changes))) if changes else None


def _takes(program: Program, node: Node, channels: Changed) -> list[Argument] | None:
    """The arguments of a layer that takes the channels."""
    op, (old, new) = node.op, channels
    if not once(program, node):
        return None
    if isinstance(op, Conv):
        plain = same(op.groups, 1) is True and not op.depthwise
        return [Argument(node.made, "in_channels", str(new), 0)] if plain else None
    if isinstance(op, (BatchNorm, InstanceNorm)):
        return [Argument(node.made, "num_features", str(new), 0)]
    features = node.inputs[0].shape[-1] if node.inputs[0].shape else None
    if not isinstance(op, Linear):
        return None
    if op.inp is None:
        return []
    whole = features if isinstance(features, int) else op.inp
    if not isinstance(whole, int) or not old or whole % old:
        return None
    flat = flattened(node.inputs[0])
    sizes = flat.parts[1:] if flat is not None and flat.parts[0] == old else (whole // old,)
    text = " * ".join(map(str, (new, *(size for size in sizes if size != 1))))
    return [Argument(node.made, "in_features", text, 0)]


def _passes(node: Node) -> bool:
    """Whether the channels stay channels; a reshape into numbers that are written down does not let them."""
    if isinstance(node.op, (BatchNorm, InstanceNorm, Flatten, KerasFlatten, *POOLS)):
        return True
    if isinstance(node.op, Reshape):
        return node.op.shape[-1:] == (-1,) and len(node.op.shape) == 2
    return is_activation(node) or keeps(node) or (isinstance(node.op, Reduce) and node.op.name == "mean")
