"""Filter counts that fall while the map shrinks: both squeeze out information at once."""

from __future__ import annotations

from collections.abc import Iterator

from footgun.findings import Finding, Severity
from footgun.network import Network, Node, Program
from footgun.ops.pooling import AdaptivePool
from footgun.rules.base import Rule, rule
from footgun.rules.facts.maps import dense_kernel, enlarges, shrink
from footgun.rules.facts.passing import POOLS, carries, is_activation, path
from footgun.sizes import Size, at_least

# A fall counts when the filters at least halve: public encoders keep or double them.
FALL = 2
# One fall may be a narrow end; so many falls are a pyramid upside down.
SURE = 2

Step = tuple[Node, Node]


@rule(
    "ARC002",
    "shrinking-filters",
    Severity.WARNING,
    "filter counts fall with depth while the map shrinks",
    needs=("Conv",),
)
def shrinking_filters(self: Rule, program: Program) -> Iterator[Finding]:
    """One finding for each network, at the first layer with fewer filters than the one before."""
    seen = set()
    for network in program.networks:
        steps = list(_steps(network))
        falls = list(_falls(steps))
        if not falls or not any(_shrinks(*step) for step in steps) or falls[0][1].span in seen:
            continue
        before, after = falls[0]
        seen.add(after.span)
        counts = [_filters(before), *(_filters(low) for _, low in falls)]
        encodes = any(enlarges(node) for node in network.nodes)
        yield self.report(
            after.span,
            f"filters fall with depth, {', '.join(map(str, counts))}, while the map shrinks",
            severity=Severity.WARNING if len(falls) >= SURE and not encodes else Severity.INFO,
            labels=[(before.span, f"{_filters(before)} filters before it")],
            help="let filters grow as the map shrinks: 32, 64, 128",
        )


def _steps(network: Network) -> Iterator[Step]:
    """Each dense convolution with the next on its path, before anything enlarges the map."""
    for node in network.nodes:
        if enlarges(node):
            return
        if dense_kernel(node) is None:
            continue
        after = path(node.outputs[0], _passes)
        # A last convolution that gives the class map is not in a step, for it needs a layer after it.
        if after and dense_kernel(after[-1]) is not None and path(after[-1].outputs[0], _passes):
            yield node, after[-1]


def _passes(node: Node) -> bool:
    return carries(node) or is_activation(node) or isinstance(node.op, POOLS)


def _falls(steps: list[Step]) -> Iterator[Step]:
    """The steps down to fewer filters than any layer before has; blocks that start narrow again are none."""
    fewest: Size | None = None
    for before, after in steps:
        wide, narrow = _filters(before), _filters(after)
        fewest = wide if fewest is None or not at_least(wide, fewest) else fewest
        if at_least(wide, narrow * FALL) and at_least(fewest, narrow + 1):
            yield before, after
            fewest = narrow


def _shrinks(before: Node, after: Node) -> bool:
    between = path(before.outputs[0], _passes)
    return any(isinstance(node.op, AdaptivePool) or at_least(shrink(node), 2) for node in (before, *between))


def _filters(node: Node) -> Size:
    filters: Size = getattr(node.op, "cout", 0)
    return filters
