"""Networks whose image size nothing in the file tells, and the smallest images they take."""

from __future__ import annotations

from footgun.network import Network, Node
from footgun.ops.convolution import Conv
from footgun.ops.pooling import Pool
from footgun.records import NamedTuple
from footgun.rules.facts.kernels import window
from footgun.rules.facts.maps import map_size
from footgun.sizes import least, names_in

# A network that takes larger images only, in a file that states no image size, has most likely lost count.
# The public classifiers of torchvision and keras.applications accept 75 pixels or less, and the U-Net without
# padding, the greediest well-known design, 140.
UNSTATED_LIMIT = 160


class Greedy(NamedTuple):
    """The first node that takes large images only: the smallest for it, and for the whole network."""

    node: Node
    least: tuple[int, ...]
    whole: tuple[int, ...]


def first_beyond(network: Network, limit: int) -> Greedy | None:
    """The first node with which a network of unstated input size needs images larger than `limit`."""
    needs = dict.fromkeys(_image_axes(network), 1)
    first: tuple[Node, tuple[int, ...]] | None = None
    for node in network.nodes if needs else ():
        for name, size in _least_input(node).items():
            if name in needs:
                needs[name] = max(needs[name], size)
        if first is None and max(needs.values()) > limit:
            first = node, tuple(needs.values())
    return Greedy(*first, tuple(needs.values())) if first else None


def _image_axes(network: Network) -> tuple[str, ...]:
    """The names of height and width of the only input, if that is an image whose size nothing tells."""
    if len(network.inputs) != 1 or network.inputs[0].origin or not network.complete:
        return ()
    image = network.inputs[0]
    first = next((n for n in network.nodes if isinstance(n.op, (Conv, Pool)) and n.inputs[0] is image), None)
    # Seen on the output: where not even the rank is stated, the layer itself gave the axes their names.
    size = map_size(first, first.output) if first is not None else None
    if size is None or len(size) != 2:
        return ()
    return tuple(names[0] for names in map(names_in, size) if len(names) == 1)


def _least_input(node: Node) -> dict[str, int]:
    """The smallest input, by name of its axis, with which the window of a node fits."""
    slides = window(node)
    if slides is None:
        return {}
    # A pool that rounds up lets its last window hang over the end by less than a stride.
    ceil = isinstance(node.op, Pool) and node.op.ceil
    found: dict[str, int] = {}
    axes = zip(slides.padded, slides.span, slides.padding, slides.stride, strict=True)
    for padded, span, pad, stride in axes:
        names = names_in(padded)
        if len(names) == 1 and pad not in ("same", "causal") and isinstance(span, int):
            size = least(padded + stride - 1 if ceil else padded, span)
            if size is not None:
                found[names[0]] = size
    return found
