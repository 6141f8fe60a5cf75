"""Raw features into a dense network in which nothing normalises."""

from __future__ import annotations

from collections.abc import Iterator

from footgun.findings import Finding, Severity
from footgun.network import Network, Node, Program
from footgun.ops.elementwise import Binary
from footgun.ops.linear import Linear, MatMul
from footgun.rules.base import Rule, rule
from footgun.rules.facts.extent import features as known
from footgun.rules.facts.passing import NORMS, keeps
from footgun.rules.facts.training import holds_graph
from footgun.sizes import Size

# Tables have tens of columns. Longer rows are images (28 x 28 pixels are 784), spectra or bags of words, with
# scales of their own.
MOST_FEATURES = 512
DIVISIONS = frozenset(("div", "true_divide"))
CHAINS = frozenset(
    f"sklearn.{name}"
    for name in (
        "compose.ColumnTransformer", "compose.make_column_transformer", "pipeline.Pipeline",
        "pipeline.make_pipeline",
    )
)  # fmt: skip
SCALERS = frozenset(
    f"sklearn.preprocessing.{name}Scaler" for name in ("MaxAbs", "MinMax", "Robust", "Standard")
) | {f"sklearn.preprocessing.{name}" for name in ("Normalizer", "PowerTransformer", "QuantileTransformer")}
SCALING = frozenset(
    f"sklearn.preprocessing.{name}"
    for name in ("maxabs_scale", "minmax_scale", "normalize", "quantile_transform", "robust_scale", "scale")
)


@rule(
    "DAT014",
    "no-normalization",
    Severity.INFO,
    "raw features go into a dense network with no normalisation",
    needs=("Linear",),
)
def no_normalization(self: Rule, program: Program) -> Iterator[Finding]:
    """Networks of dense layers only, on a table of numbers that no transformer of scikit-learn has scaled."""
    used = {use.name for use in program.uses}
    if program.scalings or used & SCALING or (used & CHAINS and used & SCALERS):
        return
    fed = _fed(program)
    for network in program.networks:
        first = _first_of_dense_stack(network)
        features = _features(first) if first is not None and known(program, network) is None else None
        if first is None or id(first.layer) in fed:
            continue
        if isinstance(features, int) and 1 < features <= MOST_FEATURES and not _divided(program, features):
            yield self.report(
                first.span,
                f"`{first.label}` gets {features} raw features, and no layer of the network normalises",
                help="standardise each feature on the training set, or begin with a batch normalisation",
            )


def _fed(program: Program) -> set[int]:
    """The layers, by id, that another network feeds, or that get numbers of a known size."""
    fed: set[int] = set()
    for network in program.networks:
        layers = [node for node in network.nodes if node.op.mixes and node.layer is not None]
        fed.update(id(node.layer) for node in layers[1:])
        if layers and known(program, network) is not None:
            fed.add(id(layers[0].layer))
    return fed


def _divided(program: Program, features: int) -> bool:
    """Whether a table of so many columns is divided by something before any network gets it."""
    return any(
        isinstance(node.op, Binary)
        and node.op.name in DIVISIONS
        and node.network is None
        and not holds_graph(node.outputs[0])
        and node.outputs[0].shape is not None
        and len(node.outputs[0].shape) == 2
        and node.outputs[0].shape[-1] == features
        for node in program.nodes
    )


def _first_of_dense_stack(network: Network) -> Node | None:
    """The first of several layers, if the input is a table and all layers with weights are dense."""
    layers = [node for node in network.nodes if node.op.mixes]
    if len(network.inputs) != 1 or len(layers) < 2 or not network.complete:
        return None
    value, came = network.inputs[0], layers[0].inputs[0]
    if value.rank not in (2, None) or "range" in value.facts:
        return None
    # A product of activations is attention, over the positions of a sequence.
    others = (*NORMS, MatMul)
    if not all(isinstance(n.op, Linear) for n in layers) or any(
        isinstance(n.op, others) for n in network.nodes
    ):
        return None
    while came.made_by is not None and keeps(came.made_by):
        came = came.made_by.inputs[0]
    return layers[0] if came is value else None


def _features(node: Node) -> Size | None:
    """How many features a dense layer gets; where no input is stated, how many it is made for."""
    shape = node.inputs[0].shape
    return shape[-1] if shape else getattr(node.op, "inp", None)
