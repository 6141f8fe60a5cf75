"""Data of a size that a network cannot take, where no single layer is wrong: the sizes are.

A dense layer made for another map, and a window larger than its map, are told at the layer. Skip connections
and learned positions are right for some images and not for others: there the size is the mistake.
"""

from __future__ import annotations

from collections.abc import Iterator

from footgun.network import Network, Node, Program, Value
from footgun.ops.feed import Feed
from footgun.records import NamedTuple
from footgun.sizes import Shape

TYPE_CHECKING = False
if TYPE_CHECKING:
    from footgun.calculate.accepts import Accepted

# Conflicts between two tensors, each of which may be right.
_MEETINGS = ("concat", "broadcast")
# A size read in a text may speak of something else: "an image is worth 16 x 16 words". A tensor made for a
# trial call is no data: what does not fit inside is then the mistake, and told where it happens.
_NO_DATA = ("comment", "docstring", "prose", "call")
_WORDS = _NO_DATA[:3]
# Two ways of unlike strides agree on maps of one or two positions: that is no image somebody has in mind.
PLAUSIBLE = 16
# Layers times sizes tried in one file; where every network of a file refuses its data, a machine wrote it.
MOST_SOLVED = 20_000
ONCE = 5  # what it costs in these to trace a network again, on an input of no fixed size


class Refusal(NamedTuple):
    """The network, the data with its sizes, what the network takes, and where it stops."""

    network: Network
    data: Value
    sizes: tuple[int, ...]
    accepted: Accepted
    node: Node  # the first whose inputs do not fit, or the call that gives the data


def refusals(program: Program) -> list[Refusal]:
    """Each network with data of a size that it refuses, worked out once a program."""
    if "refusals" not in program.remembered:
        program.remembered["refusals"] = list(_refusals(program))
    found: list[Refusal] = program.remembered["refusals"]
    return found


def refused(program: Program, node: Node) -> bool:
    """Whether what is wrong at a node follows from a size that its network does not take."""
    networks = {id(found.network) for found in refusals(program)}
    behind = (value.made_by.network for value in node.inputs if value.made_by is not None)
    return bool(networks) and any(id(network) in networks for network in (node.network, *behind))


def other_images(network: Network | None) -> str | None:
    """The square images that a network of given input size takes as it is, if they are about as large.

    A number that was merely miscounted fits images of quite another size, or none.
    """
    if network is None or len(network.inputs) != 1 or network.free is None:
        return None
    from footgun.calculate.accepts import accepted
    from footgun.calculate.wording import side_by_side

    shape = network.inputs[0].shape
    found = accepted(network) if shape is not None and len(shape) == 4 else None
    if found is None or shape is None or len(found.axes) != 2 or len(found.square.ranges) != 1:
        return None
    sides = [size for size, text in zip(shape, map(str, found.shape), strict=True) if text in found.axes]
    first, last = found.square.ranges[0]
    near = all(isinstance(size, int) and first <= 2 * size and size <= 2 * last for size in sides)
    return side_by_side(found.square) if near and first >= PLAUSIBLE else None


def _refusals(program: Program) -> Iterator[Refusal]:
    seen: set[int] = set()
    judged: dict[object, Refusal | None] = {}
    data: Value | None
    for node in program.nodes:
        if isinstance(node.op, Feed):
            network = next((n for n in program.networks if _takes(n, node.op.shape)), None)
            data = node.inputs[0]
        elif node.faults and node.network is not None:
            network = node.network
            if id(network) in seen or not any(fault.kind in _MEETINGS for fault in node.faults):
                seen.add(id(network))  # an earlier fault of another kind speaks
                continue
            data = network.inputs[0] if len(network.inputs) == 1 else None
        else:
            continue
        if (
            network is None
            or data is None
            or data.origin in (_WORDS if isinstance(node.op, Feed) else _NO_DATA)
            or id(network) in seen
        ):
            continue
        key = data.shape, *((n.called, value.shape) for n in network.nodes for value in n.outputs)
        if key not in judged:  # a network made anew in each pass of a loop gives the same answer
            judged[key] = _judged(program, network, data, node)
        found = judged[key]
        if found is not None:
            seen.add(id(network))
            yield found._replace(network=network, data=data, node=node)


def _takes(network: Network, shape: Shape) -> bool:
    return len(network.inputs) == 1 and network.inputs[0].shape == shape


def _afford(program: Program, network: Network, runs: int) -> bool:
    """Whether a network may be run so often; they count for the file."""
    spent: int = program.remembered.get("solved", 0)
    program.remembered["solved"] = spent + runs * len(network.nodes)
    return spent <= MOST_SOLVED


def _ran_on(network: Network, shape: Shape) -> bool:
    """Whether the network was followed on such an input, whatever the batch, and nothing was wrong."""
    own = network.inputs[0].shape
    return own is not None and shape[1:] == own[1:] and not any(node.faults for node in network.nodes)


def _judged(program: Program, network: Network, data: Value, node: Node) -> Refusal | None:
    from footgun.calculate.accepts import BOUND, accepted, takes

    shape = data.shape
    if shape is None or _ran_on(network, shape) or not _afford(program, network, ONCE):
        return None
    if takes(network, shape) is not False or not _afford(program, network, BOUND):
        return None
    found = accepted(network)
    if found is None or found.empty or len(shape) != len(found.shape):
        return None
    pairs = zip(map(str, found.shape), shape, strict=True)
    sizes = {name: size for name, size in pairs if name in found.axes and isinstance(size, int)}
    if len(sizes) < len(found.axes) or found.fits(*sizes.values()) is not False:
        return None
    sides = found.each or (found.square,)
    if any(side.start is None and max(side.some(), default=0) < PLAUSIBLE for side in sides):
        return None
    return Refusal(network, data, tuple(sizes.values()), found, node)
