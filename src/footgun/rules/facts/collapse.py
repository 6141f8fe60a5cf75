"""Networks that compute one linear map of their input, however many layers they have."""

from __future__ import annotations

from itertools import pairwise

from footgun.network import Network, Node, users
from footgun.ops.activation import Activation, Softmax
from footgun.ops.linear import Linear
from footgun.records import NamedTuple
from footgun.rules.facts.passing import EXAMPLE_NORMS, LINEAR_MAPS, carries, keeps
from footgun.rules.facts.widths import width_in, width_out
from footgun.sizes import Size, product, same


class Collapse(NamedTuple):
    """What a network comes to; sizes are None where they are not known or the answer is a map."""

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


def collapse(network: Network, judged: bool) -> Collapse | None:
    """What a network collapses to, None unless all is linear from its only input to its only output.

    `judged`: a loss in the file takes its answer.
    """
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
    # Convolutions alone, with nothing that judges them, are rather a block of another network.
    whole = judged or link or (maps and isinstance(maps[-1].op, Linear))
    if len(maps) < 2 or not whole:
        return None
    inputs, outputs = _sizes(maps, network)
    return Collapse(network.framework, inputs, outputs, network.parameter_count(), link)


def _sizes(maps: list[Node], network: Network) -> tuple[Size | None, Size | None]:
    """How many numbers the one dense layer would take and give."""
    last, out, shape = maps[-1], network.output, network.inputs[0].shape
    if not isinstance(last.op, Linear) or out is None:
        return None, None
    joints = pairwise(maps)
    if all(isinstance(node.op, Linear) for node in maps) and all(_fit(a, b) for a, b in joints):
        return width_in(maps[0]), last.op.out
    # Something was flattened on the way: the whole example is the input.
    return (product(shape[1:]) if shape and out.rank == 2 else None), last.op.out


def _fit(first: Node, second: Node) -> bool:
    given, taken = width_out(first), width_in(second)
    return given is not None and taken is not None and same(given, taken) is True


def _links(node: Node) -> bool:
    """Whether a node turns the linear map's numbers into probabilities."""
    return isinstance(node.op, Softmax) or (isinstance(node.op, Activation) and node.op.name == "sigmoid")
