"""A layer of one or two units between wide ones: hardly anything of the input gets through."""

from __future__ import annotations

from collections.abc import Iterator

from footgun.findings import Finding, Severity
from footgun.network import Network, Node, Program
from footgun.ops.linear import Linear
from footgun.rules.base import Rule, rule
from footgun.rules.facts.maps import enlarges
from footgun.rules.facts.passing import carries, is_activation, path
from footgun.rules.facts.widths import width_in
from footgun.rules.facts.words import count
from footgun.sizes import Size, at_least, same

# As few units as these carry hardly any information, and as many as these on both sides have some to carry.
NARROW, WIDE = 2, 16
# From dense layers narrower than this to one unit is what most regression heads do.
STEEP = 1024


@rule(
    "ARC006",
    "abrupt-narrowing",
    Severity.INFO,
    "a bottleneck of one or two units, or a very steep last step",
    needs=("Linear",),
)
def abrupt_narrowing(self: Rule, program: Program) -> Iterator[Finding]:
    """Dense layers by what comes before and after them."""
    seen = set()
    for network in program.networks:
        for node in network.nodes:
            if not isinstance(node.op, Linear) or node.made in seen:
                continue
            wide, narrow = width_in(node) or 0, node.op.out
            after = _next(node)
            if after is not None and isinstance(after.op, Linear):
                if not _chokes(wide, narrow, after.op.out) or _encodes(node, network):
                    continue
                seen.add(node.made)
                yield self.report(
                    node.span,
                    f"`{node.label}` leaves {count(narrow, 'unit')} between {wide} and {after.op.out}",
                    severity=Severity.WARNING,
                    labels=[(after.span, f"widens again to {after.op.out} units")],
                    help="narrow in steps, and only towards the output",
                )
            elif same(narrow, 1) and at_least(wide, STEEP) and _is_dense(node):
                seen.add(node.made)
                yield self.report(
                    node.span,
                    f"`{node.label}` goes from {wide} units to 1 in one step",
                    help="a layer of a few dozen units before the last one may help",
                )


def _chokes(wide: Size, narrow: Size, after: Size) -> bool:
    """Also not where both sides are equally wide: an autoencoder, or a gate that squeezes and excites."""
    if not at_least(NARROW, narrow) or same(wide, after) is not False:
        return False
    return bool(at_least(wide, WIDE) and at_least(after, WIDE))


def _encodes(node: Node, network: Network) -> bool:
    """Whether the network gives back something as large as it got: the narrow layer is its code."""
    out = network.output
    if out is None or not out.shape or any(enlarges(n) for n in network.nodes):
        return True
    return any(not i.shape or same(i.shape[-1], out.shape[-1]) is not False for i in network.inputs)


def _next(node: Node) -> Node | None:
    after = path(node.outputs[0], lambda n: carries(n) or is_activation(n))
    return after[-1] if after else None


def _is_dense(node: Node) -> bool:
    """Whether a dense layer made the input; a flattened or pooled map has no widths to step down from."""
    value = node.inputs[0]
    while value.made_by is not None and (is_activation(value.made_by) or carries(value.made_by)):
        value = value.made_by.inputs[0]
    return value.made_by is not None and isinstance(value.made_by.op, Linear)
