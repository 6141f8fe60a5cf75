"""Filter counts that fall while the map shrinks: both squeeze out information at once."""

from __future__ import annotations

from collections.abc import Iterator

from footgun.findings import Finding, Fix, Severity
from footgun.network import Network, Node, Program
from footgun.ops.pooling import AdaptivePool
from footgun.rules.base import Rule, rule
from footgun.rules.facts.maps import dense_kernel, enlarges, makes_maps, map_size, shrink
from footgun.rules.facts.passing import POOLS, carries, is_activation, path
from footgun.rules.facts.rewidening import rewidened
from footgun.rules.facts.words import by
from footgun.sizes import Size, at_least, same

# A fall counts when the filters at least halve: public encoders keep or double them.
FALL = 2
# One fall may be a narrow end; so many falls are a pyramid upside down.
SURE = 2
# Some public blocks begin narrow again once or twice, at every pool none do. Nor do filters fall by a third
# over as many pools.
OFTEN = 3
AGAIN = "filters fall at one pool after the other"
GROW = "let filters grow as the map shrinks: 32, 64, 128"
ENLARGE = "where the answer is to be as large as the input, double the map as often as it was halved"

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
    seen, squeezed = set(), _squeezed(program)
    for network in program.networks:
        if any(id(node.layer) in squeezed for node in network.nodes if node.layer is not None):
            continue
        steps = list(_steps(network))
        falls, text, grow = list(_falls(steps)), "filters fall with depth, {}, while the map shrinks", GROW
        if any(enlarges(node) for node in network.nodes):
            severity = Severity.INFO
        elif decoded := _decoded(network, steps):
            falls, severity, grow = decoded, Severity.INFO, ENLARGE
            text = (
                f"filters fall as in a decoder, {{}}, but nothing enlarges the map again: {_sizes(network)}"
            )
        elif falls:
            severity = Severity.WARNING if len(falls) >= SURE else Severity.INFO
        elif falls := _never_grown(steps):
            severity = Severity.INFO
        else:
            falls, severity = _drops(steps), Severity.INFO
            text = AGAIN + ", {}: each step squeezes the map as well"
        if not falls or not any(_shrinks(*step) for step in steps) or falls[0][1].span in seen:
            continue
        before, after = falls[0]
        seen.add(after.span)
        counts = [str(_filters(node)) for node in (before, *(low for _, low in falls))]
        if text.startswith(AGAIN):
            counts = [f"{_filters(wide)} to {_filters(low)}" for wide, low in falls]
        yield self.report(
            after.span,
            text.format(", ".join(counts)),
            severity=severity,
            labels=[(before.span, f"{_filters(before)} filters before it")],
            help=grow,
            fix=_fix(program, network, steps) if grow == GROW else None,
        )


def _squeezed(program: Program) -> set[int]:
    """The layers of autoencoders, by id: the few filters in their middle are the code that they learn."""
    return {
        id(node.layer)
        for network in program.networks
        if any(map(enlarges, network.nodes)) and _gives_back(network)
        for node in network.nodes
        if node.layer is not None
    }


def _gives_back(network: Network) -> bool:
    """Whether a network answers with as many numbers in the same places as it is given, or it may."""
    given, out = network.inputs[0].shape if network.inputs else (), network.output
    shape = out.shape if out is not None else None
    if given is None:
        return True
    if not given or not shape or len(given) != len(shape):
        return False
    return all(same(a, b) for a, b in zip(given[1:], shape[1:], strict=True))


def _fix(program: Program, network: Network, steps: list[Step]) -> Fix | None:
    """The same numbers of filters, the fewest first."""
    if any(enlarges(node) for node in network.nodes):
        return None
    layers = {id(node.layer): node for step in steps for node in step}
    found = [count for node in layers.values() if isinstance(count := _filters(node), int)]
    if len(found) != len(layers):
        return None
    counts = dict(zip(layers, sorted(found), strict=True))
    return rewidened(program, network, counts, "let the filters grow: " + ", ".join(map(str, sorted(found))))


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


def _never_grown(steps: list[Step]) -> list[Step]:
    """Smaller falls of an encoder with most filters in the first layer, which shrinks its map repeatedly."""
    counts = [(_filters(a), _filters(b)) for a, b in steps]
    if sum(_shrinks(*step) for step in steps) < OFTEN or not all(at_least(a, b) for a, b in counts):
        return []
    return [
        step for step, (wide, narrow) in zip(steps, counts, strict=True) if at_least(wide * 2, narrow * 3)
    ]


def _drops(steps: list[Step]) -> list[Step]:
    """Falls across pools, each made good before the next, where there are so many that it is the design."""
    drops = [(a, b) for a, b in steps if _shrinks(a, b) and at_least(_filters(a), _filters(b) * FALL)]
    return drops if len(drops) >= OFTEN else []


def _decoded(network: Network, steps: list[Step]) -> list[Step]:
    """The falls behind the last shrinking of a network that answers with a map, if there are several."""
    if not makes_maps(network):
        return []
    last = max((place for place, step in enumerate(steps) if _shrinks(*step)), default=len(steps))
    falls = [(a, b) for a, b in steps[last + 1 :] if at_least(_filters(a), _filters(b) * FALL)]
    return falls if len(falls) >= SURE and steps[-1] == falls[-1] else []


def _sizes(network: Network) -> str:
    """The map that goes in and the one that comes out."""
    maps = [node for node in network.nodes if map_size(node, node.outputs[0]) is not None]
    first, last = map_size(maps[0], maps[0].inputs[0]), map_size(maps[-1], maps[-1].outputs[0])
    return f"{by(first or ())} in, {by(last or ())} out"


def _shrinks(before: Node, after: Node) -> bool:
    between = path(before.outputs[0], _passes)
    return any(isinstance(node.op, AdaptivePool) or at_least(shrink(node), 2) for node in (before, *between))


def _filters(node: Node) -> Size:
    filters: Size = getattr(node.op, "cout", 0)
    return filters
