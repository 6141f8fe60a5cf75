"""Pixels from 0 to 255, or features in hundreds, reach the first layer as they are."""

from __future__ import annotations

from collections.abc import Iterator

from footgun.findings import Finding, Severity, Span
from footgun.network import Network, Node, Program, Value, behind
from footgun.ops.activation import Activation
from footgun.ops.convolution import Conv
from footgun.ops.elementwise import Cast, Unary
from footgun.ops.indexing import Index
from footgun.ops.linear import Linear
from footgun.rules.base import Rule, rule
from footgun.rules.facts.extent import Extent, features, fitted, is_drawn
from footgun.rules.facts.passing import NORMS, onward
from footgun.rules.facts.training import learning, model_of

PIXELS = 255
# Weights begin at some tenths, so these numbers give sums in the tens, and a sigmoid has a slope of 0 there.
RAW = 100


@rule(
    "DAT002",
    "unscaled-input",
    Severity.WARNING,
    "pixels from 0 to 255, or numbers in hundreds, reach the network",
    needs=("trains",),
)
def unscaled_input(self: Rule, program: Program) -> Iterator[Finding]:
    """Only where nothing before the first layer with weights could scale them, batch norm among it."""
    for network, ends, layer in _raw(program):
        function = _squashes(layer)
        effect = (
            f", and {function} is flat at such sums" if function else ": the first layer gives far too much"
        )
        yield self.report(
            layer.span,
            f"features from {ends.low:,g} to {ends.high:,g} go into the network as they are{effect}",
            severity=Severity.WARNING if function else Severity.INFO,
            labels=[(use.span, "trained on them here") for use in fitted(program, network)][:1],
            help="standardise each feature: subtract its mean, divide by its standard deviation",
        )
    for network, span, data in _trained(program):
        first = next((node for node in network.nodes if node.op.mixes), None)
        if first is None or not isinstance(first.op, (Conv, Linear)) or not first.inputs:
            continue
        value = _source(first.inputs[0])
        entry = data if value.made_by is None and _bytes(data) else None
        if first.inputs[0].facts.get("scale") == PIXELS or entry is not None:
            yield self.report(
                _cast(program, value) or span,
                "pixels from 0 to 255 go into the network as they are: its first layer gives far too much",
                labels=[((entry or value).span, "the data"), (first.span, "the first layer")],
                help="divide them by 255, or normalise them",
            )


def _raw(program: Program) -> Iterator[tuple[Network, Extent, Node]]:
    """Networks that Keras fits to numbers in hundreds, with the first layer, which has weights."""
    for network in program.networks if program.fits else ():
        first = next((node for node in network.nodes if node.op.mixes or isinstance(node.op, NORMS)), None)
        ends = features(program, network) if first is not None else None
        if first is None or not isinstance(first.op, (Conv, Linear)) or ends is None or ends.reach < RAW:
            continue
        source = behind(first.inputs[0], lambda node: node.op.moves)
        trial = any(is_drawn(use.arguments["x"]) for use in fitted(program, network))
        if source is None and not trial and first.inputs[0].facts.get("scale") != PIXELS:
            yield network, ends, first


def _squashes(first: Node) -> str:
    """The saturating activation on the outputs of a layer."""
    after = onward(first.outputs[0])
    name = after.op.name if after is not None and isinstance(after.op, Activation) else ""
    return name if name in ("sigmoid", "tanh") else ""


def _cast(program: Program, data: Value) -> Span | None:
    """Where pixels of this data set, training or test, first become numbers to compute with."""
    for node in program.nodes:
        if not isinstance(node.op, Cast) or not node.op.to or node.network is not None:
            continue
        source = _source(node.inputs[0])
        if _bytes(source) and source.shape and data.shape and source.shape[1:] == data.shape[1:]:
            return node.span
    return None


def _source(value: Value) -> Value:
    """What a value was before its axes were moved, examples picked and images turned or cropped."""
    while value.made_by is not None and _keeps_bytes(value.made_by):
        value = value.made_by.inputs[0]
    return value


def _keeps_bytes(node: Node) -> bool:
    op = node.op
    return op.moves or isinstance(op, Index) or (isinstance(op, Unary) and op.name == "augment")


def _bytes(data: object) -> bool:
    return isinstance(data, Value) and data.facts.get("scale") == PIXELS


def _trained(program: Program) -> Iterator[tuple[Network, Span, Value | None]]:
    """Each network that is trained, where, and the data that Keras' `fit` gets."""
    told = set()
    for event in learning(program):
        for network in program.networks:  # the data of training and of evaluation are scaled alike
            if model_of(network) is model_of(event.subject) and id(network) not in told:
                told.add(id(network))
                yield network, event.span, None
    for fit in program.fits:
        if fit.method == "fit" and fit.network is not None and id(fit.network) not in told:
            told.add(id(fit.network))
            data = fit.arguments.get("x")
            yield fit.network, fit.span, data if isinstance(data, Value) else fit.batch
