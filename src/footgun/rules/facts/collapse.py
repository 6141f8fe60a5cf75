"""Networks that compute one linear map of their input, however many layers they have."""

from __future__ import annotations

from typing import NamedTuple

from footgun.network import Network, Node, users
from footgun.ops.activation import Activation, Softmax
from footgun.ops.linear import Linear
from footgun.rules.facts.passing import EXAMPLE_NORMS, LINEAR_MAPS, carries, keeps
from footgun.sizes import Size


class Collapse(NamedTuple):
    """What a network comes to; sizes are None where they are not known or convolutions are in it."""

    framework: str
    inputs: Size | None
    outputs: Size | None
    parameters: Size
    link: str  # the label of a softmax or sigmoid on top

    def __str__(self) -> str:
        under = f" under its `{self.link}`" if self.link else ""
        if not isinstance(self.inputs, int) or not isinstance(self.outputs, int):
            return f"one linear map{under}"
        word = (
            f"Dense({self.outputs})"
            if self.framework == "keras"
            else f"Linear({self.inputs}, {self.outputs})"
        )
        needed = (self.inputs + 1) * self.outputs
        instead = ""
        if isinstance(self.parameters, int) and self.parameters > needed:
            instead = f", {needed:,} parameters instead of {self.parameters:,}"
        return f"one `{word}`{under}{instead}"


def collapse(network: Network) -> Collapse | None:
    """What a network collapses to, None unless all is linear from its only input to its only output."""
    if not network.complete or len(network.inputs) != 1 or network.output is None:
        return None
    maps: list[Node] = []
    value, link = network.inputs[0], ""
    while value is not network.output:
        takers = [node for node in users(value) if node.network is network]
        if len(takers) != 1 or len(takers[0].inputs) != 1 or len(takers[0].outputs) != 1:
            return None
        node = takers[0]
        if isinstance(node.op, LINEAR_MAPS) and not link:
            maps.append(node)
        elif _links(node):
            link = node.label
        elif not (keeps(node) if link else carries(node)) or isinstance(node.op, EXAMPLE_NORMS):
            return None
        value = node.outputs[0]
    if len(maps) < 2:
        return None
    dense = all(isinstance(node.op, Linear) for node in maps)
    return Collapse(
        network.framework,
        _features(maps[0]) if dense else None,
        maps[-1].op.out if dense and isinstance(maps[-1].op, Linear) else None,
        network.parameter_count(),
        link,
    )


def _links(node: Node) -> bool:
    """Whether a node turns the linear map's numbers into probabilities."""
    return isinstance(node.op, Softmax) or (isinstance(node.op, Activation) and node.op.name == "sigmoid")


def _features(first: Node) -> Size | None:
    if isinstance(first.op, Linear) and first.op.inp is not None:
        return first.op.inp
    shape = first.inputs[0].shape
    return shape[-1] if shape else None
