"""Raw features into a dense network in which nothing normalises."""

from __future__ import annotations

from collections.abc import Iterator

from footgun.findings import Finding, Severity
from footgun.network import Network, Node, Program
from footgun.ops.linear import Linear
from footgun.rules.base import Rule, rule
from footgun.rules.facts.passing import NORMS, keeps

# Tables have tens of columns. Longer rows are images (28 x 28 pixels are 784), spectra or bags of words, with
# scales of their own.
MOST_FEATURES = 512


@rule(
    "DAT014", "no-normalization", Severity.INFO, "raw features go into a dense network with no normalisation"
)
def no_normalization(self: Rule, program: Program) -> Iterator[Finding]:
    """Networks of dense layers only, on a table of numbers."""
    told: set[object] = set()
    for network in program.networks:
        first = _first_of_dense_stack(network)
        if first is None or first.span in told:
            continue
        told.add(first.span)
        features = (network.inputs[0].shape or ())[-1]
        yield self.report(
            first.span,
            f"`{first.label}` gets {features} raw features, and no layer of the network normalises",
            help="standardise each feature on the training set, or begin with a batch normalisation",
        )


def _first_of_dense_stack(network: Network) -> Node | None:
    """The first layer, if the input is a table and all layers with weights are dense."""
    if len(network.inputs) != 1 or not network.complete:
        return None
    value = network.inputs[0]
    shape, layers = value.shape, [node for node in network.nodes if node.op.mixes]
    if shape is None or len(shape) != 2 or not isinstance(shape[1], int) or not 1 < shape[1] <= MOST_FEATURES:
        return None
    if len(layers) < 2 or not all(isinstance(node.op, Linear) for node in layers):
        return None
    if any(isinstance(node.op, NORMS) for node in network.nodes) or "range" in value.facts:
        return None
    first = layers[0]
    came = first.inputs[0]
    while came.made_by is not None and keeps(came.made_by):
        came = came.made_by.inputs[0]
    return first if came is value else None
