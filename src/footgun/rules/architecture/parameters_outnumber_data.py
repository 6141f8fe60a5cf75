"""Far more weights to learn than there are examples to learn them from."""

from __future__ import annotations

from collections.abc import Iterator

from footgun.findings import Finding, Severity, Span
from footgun.network import Loader, Network, Node, Program, Value
from footgun.rules.base import Rule, rule
from footgun.rules.facts.training import learning
from footgun.sizes import product

# The large public classifiers have 20 to 500 weights for each image that they were trained on.
RATIO = 1000
# Less than this is a trial of the code.
FEW = 32


@rule(
    "ARC016",
    "parameters-outnumber-data",
    Severity.INFO,
    "a thousand weights and more for each training example",
    needs=("backward", "fits"),
)
def parameters_outnumber_data(self: Rule, program: Program) -> Iterator[Finding]:
    """Networks trained from scratch on a data set whose size is known."""
    told: set[int] = set()
    for network, examples, place in _trained(program):
        weights = _weights(network)
        if not isinstance(weights, int) or examples < FEW or id(network) in told:
            continue
        if weights < RATIO * examples:
            continue
        told.add(id(network))
        most = max(network.nodes, key=_size, default=None)
        layer = (most.span, f"{_size(most):,} of them") if most is not None else (None, "")
        yield self.report(
            place,
            f"`{network.name}` learns {weights:,} weights from {examples:,} examples: "
            f"{weights // examples:,} for each",
            labels=[layer],
            help="a smaller network, augmentation or weights trained on more data; watch the validation loss",
        )


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
