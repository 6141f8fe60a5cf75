"""Far more weights to learn than there are examples to learn them from."""

from __future__ import annotations

from collections.abc import Iterator

from footgun.findings import Finding, Severity, Span
from footgun.network import Loader, Network, Node, Program, Value
from footgun.ops.dropout import Dropout, GaussianNoise
from footgun.ops.linear import Linear
from footgun.rules.base import Rule, rule
from footgun.rules.facts.extent import made_up
from footgun.rules.facts.passing import NORMS
from footgun.rules.facts.training import learning
from footgun.rules.facts.updates import examples
from footgun.rules.facts.widths import width_in
from footgun.sizes import product

# The large public classifiers have 20 to 500 weights for each image that they were trained on.
RATIO = 1000
# Less than this is a trial of the code.
FEW = 32
# A single layer separates any two classes of fewer points than twice its inputs (Cover, 1965).
SEPARABLE = 2
REGULARISERS = frozenset(("kernel_regularizer", "activity_regularizer", "kernel_constraint"))


@rule(
    "ARC016",
    "parameters-outnumber-data",
    Severity.INFO,
    "far more weights, or inputs, than there are training examples",
    needs=("backward", "fits"),
)
def parameters_outnumber_data(self: Rule, program: Program) -> Iterator[Finding]:
    """Networks trained from scratch on a data set whose size is known."""
    told: set[int] = set()
    for network, number, place in _trained(program):
        weights = _weights(network)
        if not isinstance(weights, int) or number < FEW or id(network) in told:
            continue
        if weights < RATIO * number:
            continue
        told.add(id(network))
        most = max(network.nodes, key=_size, default=None)
        layer = (most.span, f"{_size(most):,} of them") if most is not None else (None, "")
        yield self.report(
            place,
            f"`{network.name}` learns {weights:,} weights from {number:,} examples: "
            f"{weights // number:,} for each",
            labels=[layer],
            help="a smaller network, augmentation or weights trained on more data; watch the validation loss",
        )
    yield from _learns_by_heart(self, program, told)


def _learns_by_heart(self: Rule, program: Program, told: set[int]) -> Iterator[Finding]:
    """Dense networks with so many inputs that the first layer alone could give any labels to its examples."""
    if any(use.name.endswith("EarlyStopping") for use in program.uses):
        return
    for fit in program.fits:
        network, count = fit.network, examples(fit)
        if network is None or fit.method != "fit" or id(network) in told or made_up(fit.arguments.get("x")):
            continue
        first = next((node for node in network.nodes if node.op.mixes), None)
        width = width_in(first) if first is not None and isinstance(first.op, Linear) else None
        if count is None or count < FEW or not isinstance(width, int) or count > SEPARABLE * width:
            continue
        if not network.complete or first is None or _regularised(program, network):
            continue
        told.add(id(network))
        yield self.report(
            fit.span,
            f"{width:,} inputs for {count:,} examples: the first layer can learn any labels by heart, "
            "and nothing regularises",
            labels=[(first.span, f"{_size(first):,} weights")],
            help="add dropout or weight decay, or stop early, and watch the validation loss",
        )


def _regularised(program: Program, network: Network) -> bool:
    """Whether anything but the data holds the weights back."""
    if any(isinstance(node.op, (Dropout, GaussianNoise, *NORMS)) for node in network.nodes):
        return True
    if any(not isinstance(node.op, Linear) for node in network.nodes if node.op.mixes):
        return True
    given = [layer.settings.get(name) for layer in network.layers() for name in REGULARISERS]
    if any(value is not None for value in given) or any(layer.trained for layer in network.layers()):
        return True
    return any(use.settings.get("weight_decay") for use in program.optimizers)


def _trained(program: Program) -> Iterator[tuple[Network, int, Span]]:
    """Each network with the number of its training examples, and where it is trained.

    Arrays made up in the file (`np.random.rand`) stand in for data: their number says nothing.
    """
    for use in program.fits:
        data = use.arguments.get("x")
        known = isinstance(data, Value) and data.origin == "dataset" and data.shape
        if use.method == "fit" and use.network is not None and known and isinstance(known[0], int):
            yield use.network, known[0], use.span
    for event in learning(program):
        loop = event.loops[-1] if event.loops else None
        loader = loop.over if loop is not None else None
        data_set = loader.data if isinstance(loader, Loader) else None
        made_up = data_set is None or data_set.whole.label == "TensorDataset"
        size = None if made_up or data_set is None else data_set.size
        if isinstance(event.subject, Network) and isinstance(size, int):
            yield event.subject, size, event.span


def _weights(network: Network) -> object:
    """How many numbers are learned; None where weights come from elsewhere or were frozen."""
    parameters = list(network.parameters())
    if any(parameter.requires_grad is not True for parameter in parameters) or not network.complete:
        return None
    return network.parameter_count()


def _size(node: Node) -> int:
    total = sum(size for p in node.parameters if isinstance(size := product(p.shape), int))
    return int(total)
