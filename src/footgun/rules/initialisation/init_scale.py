"""Weights drawn so large that each layer multiplies the signal many times over."""

from __future__ import annotations

from collections.abc import Iterator

from footgun.changes import Argument
from footgun.findings import Finding, Fix, Severity, Span
from footgun.network import Initializer, Node, Program, ahead
from footgun.ops.activation import Activation
from footgun.ops.linear import MatMul
from footgun.records import NamedTuple
from footgun.rules.base import Rule, rule
from footgun.rules.facts.initial import chosen
from footgun.rules.facts.passing import LINEAR_MAPS, NORMS, keeps
from footgun.sizes import product

DRAWN = frozenset(("normal", "truncated_normal", "uniform"))
# The factor of He's initialisation is 1.4 and of the largest in use (orthogonal with a gain) 2. With 5 the
# outputs of three layers are already 125 times as large as the inputs; `normal_(w)` has it from 26 inputs on.
# No network of torchvision comes near.
LARGE = 5.0


class Start(NamedTuple):
    """Weights of a layer or of the code's own, and how many numbers go into each output."""

    node: Node
    initializer: Initializer
    inputs: int


@rule(
    "INI003",
    "init-scale",
    Severity.WARNING,
    "weights start far too large",
    needs=("initializers", "weights"),
)
def init_scale(self: Rule, program: Program) -> Iterator[Finding]:
    """Silent before a norm or a factor, which take any scale away again."""
    for node, initializer, count in _starts(program):
        if initializer.scale is None or count < 1:  # a size below is another rule's
            continue
        factor = initializer.scale * count**0.5
        after = list(ahead(node.output, keeps))
        if factor < LARGE or any(isinstance(taker.op, NORMS) or _scales(taker) for taker in after):
            continue
        best = (_gain(after) / count) ** 0.5
        yield self.report(
            initializer.span or node.made,
            f"weights of about {initializer.scale:.2g} on {count:,} inputs: the outputs of `{node.label}` "
            f"are {factor:.0f} times as large as its inputs",
            labels=[(_elsewhere(node, initializer), "this layer")],
            help=f"a standard deviation of {best:.2g} keeps their size; so does the default",
            fix=_fix(node, initializer, f"{best:.2g}"),
        )


def _fix(node: Node, initializer: Initializer, deviation: str) -> Fix | None:
    """Another deviation, where the weights are drawn from a normal distribution around 0."""
    if initializer.span is None or initializer.kind not in ("normal", "truncated_normal"):
        return None
    keras = node.network is not None and node.network.framework == "keras"
    name, place = ("stddev", 1) if keras else ("std", 2)
    return Fix(f"`{name}={deviation}`", changes=(Argument(initializer.span, name, deviation, place),))


def _starts(program: Program) -> Iterator[Start]:
    """Layers whose initialiser is written down, and products with weights that the code makes itself."""
    for node, initializer in chosen(program):
        shapes = [p.shape for p in node.parameters if p.name in ("weight", "kernel")]
        count = product(shapes[0][1:]) if len(shapes) == 1 else None
        if initializer.kind in DRAWN and isinstance(node.op, LINEAR_MAPS) and isinstance(count, int):
            yield Start(node, initializer, count)
    seen: set[Span | None] = set()
    for node in program.nodes:
        weight = node.inputs[1].facts.get("parameter") if isinstance(node.op, MatMul) else None
        start = weight.initializer if weight is not None and weight.requires_grad else None
        if weight is None or start is None or start.kind not in DRAWN or start.span in seen:
            continue
        seen.add(start.span)
        if len(weight.shape) == 2 and isinstance(weight.shape[0], int):
            yield Start(node, start, weight.shape[0])


def _scales(node: Node) -> bool:
    return getattr(node.op, "name", "") in ("div", "mul", "normalize", "lp_normalize")


def _gain(after: list[Node]) -> float:
    """ReLU takes half of the signal's power away, which the weights before it make up for."""
    rectified = any(isinstance(n.op, Activation) and n.op.name in ("relu", "leaky_relu") for n in after)
    return 2.0 if rectified else 1.0


def _elsewhere(node: Node, initializer: Initializer) -> Span | None:
    span = initializer.span
    return node.made if span is not None and span[:2] != node.made[:2] else None
