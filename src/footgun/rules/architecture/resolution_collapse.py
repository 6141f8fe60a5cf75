"""The map falls to one position long before the last convolution: the rest cannot see neighbours."""

from __future__ import annotations

from collections.abc import Iterator

from footgun.findings import Finding, Fix, Severity
from footgun.network import Network, Node, Program
from footgun.ops.convolution import Conv, SeparableConv
from footgun.ops.pooling import Pool
from footgun.records import NamedTuple
from footgun.rules.base import Rule, rule
from footgun.rules.facts.kernels import window
from footgun.rules.facts.maps import enlarges, map_size
from footgun.rules.facts.resizing import padded, pool_of_two
from footgun.rules.facts.unstated import UNSTATED_LIMIT, first_beyond
from footgun.rules.facts.words import by, count, in_pass
from footgun.sizes import Shape, at_least, bounds

# A single padded convolution on one position may be a head; from two on, a part of the network is blind.
LATER = 2


class _Collapse(NamedTuple):
    """Where the map became too small, and the layers that find it so."""

    node: Node
    later: list[Node]
    fits: bool


@rule(
    "ARC007", "resolution-collapse", Severity.WARNING, "the map falls to 1x1 long before the last convolution"
)
def resolution_collapse(self: Rule, program: Program) -> Iterator[Finding]:
    """Once for each network, at the layer that leaves one position."""
    seen = set()
    for network in program.networks:
        found = _collapse(network)
        if found is not None and found.node.made not in seen:
            seen.add(found.node.made)
            yield self.report(
                found.node.span,
                f"`{found.node.label}` leaves one position of the map{in_pass(found.node)}, "
                f"and {count(len(found.later), 'layer')} with larger kernels {_verb(found.later)}",
                labels=[(found.later[0].span, f"has a kernel of {by(_kernel(found.later[0]))}")],
                help="shrink the map less: pools of 2, and padding in the convolutions",
                fix=_fix(program, found.node),
            )
            continue
        greedy = first_beyond(network, UNSTATED_LIMIT)
        pool = _pool_before(greedy.node) if greedy is not None else None
        if greedy is not None and pool is not None and pool.made not in seen:
            seen.add(pool.made)
            yield self.report(
                pool.span,
                f"`{pool.label}` leaves too small a map of images under {by(greedy.least)}{in_pass(pool)}",
                labels=[(greedy.node.span, f"`{greedy.node.label}` needs more")],
                help="shrink the map less: pools of 2, and padding in the convolutions",
                fix=_fix(program, pool),
            )


def _fix(program: Program, node: Node) -> Fix | None:
    """A pool of 2 for a larger one, padding in a convolution without."""
    slides = window(node)
    if slides is None:
        return None
    if isinstance(node.op, Pool):
        return pool_of_two(node) if any(at_least(s, 3) for s in slides.stride) else None
    bare = all(pad == (0, 0) for pad in slides.padding)
    return padded(program, node, slides) if bare and all(s == 1 for s in slides.stride) else None


def _collapse(network: Network) -> _Collapse | None:
    """The first layer that leaves one position while larger kernels follow before the map grows again."""
    last: Node | None = None
    later: list[Node] = []
    fits = True
    for node in network.nodes:
        if enlarges(node):
            break
        if not isinstance(node.op, (Conv, SeparableConv, Pool)) or (isinstance(node.op, Pool) and later):
            continue
        before, after = map_size(node, node.inputs[0]), map_size(node, node.outputs[0])
        if last is not None and _single(before) and not isinstance(node.op, Pool) and _wide(node):
            later.append(node)
            fits = fits and not _misfit(node)
        if before and not _single(before) and _single(after) and not _misfit(node):
            last, later, fits = node, [], True
    if last is None or not later or (fits and len(later) < LATER):
        return None
    return _Collapse(last, later, fits)


def _misfit(node: Node) -> bool:
    """Whether a window is larger than its map, which is told as such."""
    return any(fault.kind == "window" for fault in node.faults)


def _single(size: Shape | None) -> bool:
    """Whether a map has one position, or can have no more than one."""
    return bool(size) and size is not None and all(bounds(s)[1] == 1 for s in size)


def _wide(node: Node) -> bool:
    slides = window(node)
    return slides is not None and all(at_least(span, 2) for span in slides.span)


def _kernel(node: Node) -> Shape:
    slides = window(node)
    return slides.kernel if slides is not None else ()


def _verb(later: list[Node]) -> str:
    return "follows" if len(later) == 1 else "follow"


def _pool_before(node: Node) -> Node | None:
    """The nearest strided layer before a node, along its only path."""
    value = node.inputs[0]
    while value.made_by is not None and len(value.made_by.inputs) == 1:
        before = value.made_by
        slides = window(before)
        if slides is not None and any(at_least(s, 2) for s in slides.stride):
            return before
        value = before.inputs[0]
    return None
