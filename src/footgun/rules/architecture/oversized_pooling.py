"""One pool that discards nearly all positions of the map before the layers that should use them."""

from __future__ import annotations

from collections.abc import Iterator

from footgun.findings import Finding, Severity
from footgun.network import Node, Program, ahead, branches
from footgun.ops.linear import Linear
from footgun.ops.pooling import Pool
from footgun.rules.base import Rule, rule
from footgun.rules.facts.makers import built
from footgun.rules.facts.maps import ends_global, map_size
from footgun.rules.facts.passing import CONVOLUTIONS, carries, is_activation
from footgun.rules.facts.resizing import pool_of_two
from footgun.rules.facts.words import by, in_pass, percent
from footgun.sizes import Shape, product

# One position is kept of more than this many. Public models pool by 2, or 3 at most; a 4 x 4 pool, as some
# small models have, is still allowed.
KEPT_OF = 16


@rule(
    "ARC004",
    "oversized-pooling",
    Severity.WARNING,
    "one pool discards over 15/16 of the positions",
    needs=("Pool",),
)
def oversized_pooling(self: Rule, program: Program) -> Iterator[Finding]:
    """Strided pools on the only path, with a layer after them; not those that leave a single position."""
    seen = set()
    for network in program.networks:
        for node in network.nodes:
            op = node.op
            if not isinstance(op, Pool) or op.spatial < 2 or node.made in seen or branches(node.inputs[0]):
                continue
            strides = product(op.stride)
            if not isinstance(strides, int) or strides <= KEPT_OF or ends_global(node) or not _used(node):
                continue
            seen.add(node.made)
            before, after = map_size(node, node.inputs[0]), map_size(node, node.outputs[0])
            yield self.report(
                node.span,
                f"`{node.label}` {_fate(node, before, after)}{in_pass(node)}",
                labels=[(built(node), "its size is set here")],
                help=f"pool by {by(2 for _ in op.stride)} between layers, or globally at the end",
                fix=pool_of_two(node),
            )


def _used(node: Node) -> bool:
    """Whether layers work on what is left; a pool of unknown output before a dense layer may be global."""
    size = map_size(node, node.outputs[0])
    known = size is not None and all(isinstance(s, int) for s in size)
    following = ahead(node.outputs[0], lambda n: carries(n) or is_activation(n) or isinstance(n.op, Pool))
    wanted = (*CONVOLUTIONS, Linear) if known else CONVOLUTIONS
    return any(isinstance(n.op, wanted) for n in following)


def _fate(node: Node, before: Shape | None, after: Shape | None) -> str:
    """What becomes of the positions, in the numbers of the map where they are known."""
    op = node.op
    verb = "averages away" if isinstance(op, Pool) and op.mode == "avg" else "discards"
    if before and after and all(isinstance(s, int) for s in (*before, *after)) and product(before):
        share = 1 - product(after) / product(before)  # type: ignore[operator]
        return f"{verb} {percent(share)} of the positions: {by(before)} becomes {by(after)}"
    strides: Shape = op.stride if isinstance(op, Pool) else ()
    return f"{verb} all but 1 of {product(strides)} positions"
