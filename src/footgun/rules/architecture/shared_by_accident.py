"""One layer object called at several depths of a network: the calls share their weights and statistics."""

from __future__ import annotations

from collections.abc import Iterator

from footgun.changes import Own
from footgun.findings import Finding, Fix, Severity
from footgun.network import Layer, Network, Node, Program, Value
from footgun.ops.convolution import Conv
from footgun.ops.linear import Linear
from footgun.ops.normalisation import BatchNorm
from footgun.rules.base import Rule, rule
from footgun.rules.facts.faults import FAR

# Words in the name of a layer that is meant to be used again.
MEANT = (
    "shar",
    "tied",
    "tie_",
    "recur",
    "cell",
    "rnn",
    "gru",
    "lstm",
    "loop",
    "step",
    "iter",
    "common",
    "siam",
    "weight",
)


@rule(
    "ARC012",
    "shared-by-accident",
    Severity.WARNING,
    "one layer is called at several places of a network",
    needs=("BatchNorm", "Linear", "Conv"),
)
def shared_by_accident(self: Rule, program: Program) -> Iterator[Finding]:
    """Batch norms after different layers, and dense or convolutional layers that follow themselves."""
    told: set[int] = set()
    for network in program.networks:
        for first, again in _repeated(network):
            layer = again.layer
            if layer is None or id(layer) in told:
                continue
            told.add(id(layer))
            norm = isinstance(layer.op, BatchNorm)
            what = (
                "its running mean and variance mix two layers"
                if norm
                else "both places have the same weights"
            )
            yield self.report(
                again.span,
                f"this `{layer.label}` is called before at another depth of the network: {what}",
                labels=[(first.span, "called here first"), (layer.made, "made once")],
                help="make one layer for each place",
                fix=_fix(layer, again),
            )


def _fix(layer: Layer, again: Node) -> Fix | None:
    if again.turn or layer.turn or again.called == layer.made:
        return None
    return Fix(f"a `{layer.label}` of its own", changes=(Own(layer.made, again.called),))


def _repeated(network: Network) -> Iterator[tuple[Node, Node]]:
    """The first two calls of a layer on different lines that are not the same step done again."""
    calls: dict[int, list[Node]] = {}
    for node in network.nodes:
        if (
            node.layer is not None
            and isinstance(node.op, (BatchNorm, Linear, Conv))
            and not _meant(node.layer)
        ):
            calls.setdefault(id(node.layer), []).append(node)
    for nodes in calls.values():
        first = nodes[0]
        again = next((node for node in nodes[1:] if node.span != first.span), None)
        if again is None or first.perhaps or again.perhaps or again.faults:
            continue
        differs = _other_source(first, again) if isinstance(first.op, BatchNorm) else _follows(again, first)
        if differs:
            yield first, again


def _meant(layer: Layer) -> bool:
    name = layer.path.lower()
    return any(word in name for word in MEANT)


def _other_source(first: Node, again: Node) -> bool:
    """Whether two inputs come from different layers, one after the other."""
    a, b = _maker(first.inputs[0]), _maker(again.inputs[0])
    return a is not None and b is not None and a is not b and _follows(again, first)


def _maker(value: Value) -> Layer | None:
    """The layer with weights whose numbers a value holds."""
    for _ in range(FAR):
        node = value.made_by
        if node is None or not node.inputs or len(node.inputs) > 1:
            return None
        if node.op.mixes:
            return node.layer
        value = node.inputs[0]
    return None


def _follows(later: Node, earlier: Node) -> bool:
    """Whether one call works on what came out of the other: in a row of layers, not in two branches."""
    stack, seen = list(later.inputs), set[int]()
    while stack and len(seen) < FAR:
        node = stack.pop().made_by
        if node is None or id(node) in seen:
            continue
        if node is earlier:
            return True
        seen.add(id(node))
        stack.extend(node.inputs)
    return False
