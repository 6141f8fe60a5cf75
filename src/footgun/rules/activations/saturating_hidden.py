"""Sigmoid or tanh after layer upon layer, with no normalisation between: little gradient comes back."""

from __future__ import annotations

from collections.abc import Iterator

from footgun.findings import Finding, Fix, Severity
from footgun.network import Network, Node, Program, Value
from footgun.ops.activation import Activation
from footgun.ops.convolution import Conv, ConvTranspose, SeparableConv
from footgun.ops.linear import Linear
from footgun.rules.base import Rule, rule
from footgun.rules.facts.mending import relu_instead
from footgun.rules.facts.passing import NORMS, called

# The slope of a sigmoid is 1/4 at most, so three in a row pass on 1/64 of a gradient. From five on (1/1024)
# plain networks stay at their first loss for long; the classic networks of the 1990s have four.
SIGMOIDS, MANY_SIGMOIDS = 3, 5
# Tanh has a slope of 1 at 0 and only fades where it saturates; networks that solve equations use eight.
TANHS, MANY_TANHS = 9, 12
_LAYERS = (Linear, Conv, ConvTranspose, SeparableConv)


@rule(
    "ACT004",
    "saturating-hidden",
    Severity.INFO,
    "sigmoid or tanh through many layers without normalisation",
    needs=("Activation",),
)
def saturating_hidden(self: Rule, program: Program) -> Iterator[Finding]:
    """The longest row of each network; a warning where it is so deep that the first layers hardly learn."""
    told: set[object] = set()
    for network in program.networks:
        row = _longest(network)
        sigmoids = [node for node in row if _name(node) == "sigmoid"]
        many = len(sigmoids) >= SIGMOIDS
        if not many and len(row) < TANHS:
            continue
        nodes = sigmoids if many else row
        place = (nodes[-1].span, nodes[0].span)
        if place in told:
            continue
        told.add(place)
        deep = len(nodes) >= (MANY_SIGMOIDS if many else MANY_TANHS)
        share = f"at most 1/{4 ** len(nodes)} of the gradient comes back through them"
        fades = share if many else "each fades the gradient where it saturates"
        yield self.report(
            nodes[-1].span,
            f"{len(nodes)} hidden layers end in {called(nodes[-1])} with no normalisation between: {fades}",
            severity=Severity.WARNING if deep else Severity.INFO,
            labels=[(nodes[0].span, "the first of them")],
            help="use ReLU or GELU in hidden layers, or a normalisation before each activation",
            fix=_fix(program, nodes),
        )


def _fix(program: Program, nodes: list[Node]) -> Fix | None:
    """ReLU in the place of each."""
    fixes = [relu_instead(program, node) for node in nodes]
    changes = [change for fix in fixes if fix is not None for change in fix.changes]
    if None in fixes:
        return None
    return Fix("ReLU in hidden layers", changes=tuple(dict.fromkeys(changes)))


def _longest(network: Network) -> list[Node]:
    """The longest row of saturating activations, each after a layer and followed by one."""
    rows: dict[int, list[Node]] = {}
    best: list[Node] = []
    for node in network.nodes:
        row = rows.get(id(node.inputs[0]), []) if len(node.inputs) == 1 else []
        if isinstance(node.op, NORMS):
            row = []
        elif isinstance(node.op, _LAYERS):
            best = row if len(row) > len(best) else best
        elif node.op.mixes:  # recurrent layers and attention have gates of their own
            row = []
        elif _name(node) in ("sigmoid", "tanh") and _after_layer(node.inputs[0]):
            row = [*row, node]
        rows.update((id(output), row) for output in node.outputs)
    return best


def _name(node: Node) -> str:
    return node.op.name if isinstance(node.op, Activation) else ""


def _after_layer(value: Value) -> bool:
    """Whether the activation belongs to a layer, as nothing else takes the layer's output."""
    made = value.made_by
    return made is not None and isinstance(made.op, _LAYERS) and len(value.users) == 1
