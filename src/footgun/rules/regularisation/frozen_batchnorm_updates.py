"""Frozen batch norms in train mode: their weights rest, their running mean and variance do not."""

from __future__ import annotations

from collections.abc import Iterator

from footgun.findings import Finding, Severity, Span
from footgun.network import Event, Layer, Network, Node, Program
from footgun.ops.normalisation import BatchNorm
from footgun.rules.base import Rule, rule
from footgun.rules.facts.training import learning, model_of


@rule(
    "REG009",
    "frozen-batchnorm-updates",
    Severity.WARNING,
    "frozen batch norms update their statistics in train mode",
    needs=("BatchNorm+frozen",),
)
def frozen_batchnorm_updates(self: Rule, program: Program) -> Iterator[Finding]:
    """Feature extractors whose weights are all frozen, trained with a head that is not."""
    told: set[int] = set()
    for event in learning(program):
        network = event.subject
        if not isinstance(network, Network) or network.framework != "torch" or id(network) in told:
            continue
        norms = [node for node in network.nodes if _updates(node)]
        layers = list(network.layers())
        if not norms or not any(_frozen(layer) and layer.op.mixes for layer in layers):
            continue
        if not any(parameter.requires_grad for layer in layers for parameter in layer.parameters):
            continue
        told.add(id(network))
        count = len({id(node.layer) for node in norms})
        text = "a frozen batch norm is" if count == 1 else f"{count} frozen batch norms are"
        yield self.report(
            _switch(program, event) or event.span,
            f"{text} in train mode: the running mean and variance go on changing with every batch",
            labels=[
                (event.span, "changes here"),
                (norms[0].made, "`requires_grad = False` holds only its scale and shift"),
            ],
            help="put the frozen part into `eval()` after each `train()` of the model",
        )


def _switch(program: Program, forward: Event) -> Span | None:
    """The call of `train()` before a forward pass, if it is written out."""
    found: Span | None = None
    for event in program.events:
        if event is forward:
            break
        if event.kind == "mode" and event.mode == "train" and event.subject is model_of(forward.subject):
            found = event.span
    return found


def _updates(node: Node) -> bool:
    """Whether a norm with frozen weights is applied in train mode."""
    op, layer = node.op, node.layer
    if not isinstance(op, BatchNorm) or not op.tracked or layer is None or node.perhaps:
        return False
    return node.output.facts.get("mode") == "train" and _frozen(layer)


def _frozen(layer: Layer) -> bool:
    return bool(layer.parameters) and all(p.requires_grad is False for p in layer.parameters)
