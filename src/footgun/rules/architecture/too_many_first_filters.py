"""A first convolution with far more filters than its patch has numbers: most are redundant."""

from __future__ import annotations

from collections.abc import Iterator

from footgun.findings import Finding, Severity
from footgun.network import Network, Node, Program
from footgun.ops.convolution import Conv
from footgun.ops.elementwise import Binary
from footgun.ops.normalisation import BatchNorm
from footgun.ops.reshape import Permute, Transpose
from footgun.ops.resize import Pad
from footgun.rules.base import Rule, rule
from footgun.rules.facts.makers import built
from footgun.rules.facts.maps import channels, enlarges, shrink
from footgun.rules.facts.passing import POOLS, is_activation, keeps, path
from footgun.rules.facts.rewidening import rewidened
from footgun.rules.facts.words import by
from footgun.sizes import product, same

# (filters, filters for each number of the patch) from which a first layer is oversized. Stems of public
# models have 16 to 96 filters on patches of 27 to 147 numbers; EDSR and ADM, the widest known, 256 on 27.
LIMITS = ((256, 10), (512, 4))
# What the help names first.
START = 32
# Images have at most this many channels; a first layer on more reads features or latents.
IMAGE_CHANNELS = 3


@rule(
    "ARC001",
    "too-many-first-filters",
    Severity.WARNING,
    "far more first filters than a patch has numbers",
    needs=("Conv",),
)
def too_many_first_filters(self: Rule, program: Program) -> Iterator[Finding]:
    """The first convolution on the input of each network."""
    seen = set()
    for network in program.networks:
        node = _first(network)
        if node is None or node.made in seen or not isinstance(node.op, Conv):
            continue
        if _before_enlarging(network) or _embeds(node):
            continue
        cin = channels(node, node.inputs[0]) if node.op.cin is None else node.op.cin
        filters, kernel = node.op.cout, node.op.kernel
        patch = product(kernel) * (cin or 0)
        if (
            not isinstance(patch, int)
            or not isinstance(filters, int)
            or not isinstance(cin, int)
            or not patch
        ):
            continue
        if cin > IMAGE_CHANNELS or not any(filters >= n and filters > times * patch for n, times in LIMITS):
            continue
        seen.add(node.made)
        yield self.report(
            node.span,
            f"the first `{node.label}` makes {filters} filters from {by((*kernel, cin))} = {patch} numbers",
            labels=[(built(node), "its size is set here")],
            help="start with 32 or 64 filters and double them each time the map shrinks",
            fix=rewidened(program, network, {id(node.layer): START}, f"start with {START} filters"),
        )


def _first(network: Network) -> Node | None:
    """The convolution on the input itself; patches that do not overlap are embeddings and may be wide."""
    for node in network.nodes:
        op = node.op
        if isinstance(op, Conv) and op.spatial > 1 and not op.depthwise and same(op.groups, 1):
            return node if op.kernel != op.stride and _takes_input(node, network) else None
        if op.mixes:
            return None
    return None


def _takes_input(node: Node, network: Network) -> bool:
    """Whether only scaling and padding stand between the input and a node."""
    value = node.inputs[0]
    while not any(value is given for given in network.inputs):
        made = value.made_by
        if made is None or not (keeps(made) or isinstance(made.op, (BatchNorm, Pad, Binary))):
            return False
        value = made.inputs[0]
    return True


def _embeds(first: Node) -> bool:
    """Whether each position becomes a token, its channels the last axis: patches that overlap."""
    after = path(first.outputs[0], lambda n: keeps(n) or is_activation(n) or isinstance(n.op, POOLS))
    return bool(after) and isinstance(after[-1].op, (Permute, Transpose))


def _before_enlarging(network: Network) -> bool:
    """Whether the map grows before it shrinks: the input is the code of a decoder or generator."""
    for node in network.nodes:
        if enlarges(node):
            return True
        if shrink(node) != 1:
            return False
    return False
