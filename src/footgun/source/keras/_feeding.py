"""What `fit`, `evaluate` and `predict` get, held against what the model takes and its loss compares.

Each use becomes nodes with the faults that Keras would raise: one for each input, one for each loss.
"""

from __future__ import annotations

from footgun.network import ArgumentFault, FitUse, LossUse, Network, Value, ahead
from footgun.ops.feed import Feed
from footgun.ops.loss import CrossEntropy
from footgun.sizes import at_least, same
from footgun.source.keras._tracing import batch_of
from footgun.source.values import Abstract, List

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from footgun.source.interpret.machine import Machine


def feed(m: Machine, use: FitUse, losses: list[LossUse]) -> None:
    """Compare one use with its network."""
    network = use.network
    if network is None:
        return
    x, y = use.arguments.get("x"), use.arguments.get("y")
    pairs = [(x, y)]
    held_out = use.arguments.get("validation_data")
    if isinstance(held_out, (tuple, List)) and len(held_out) >= 2:
        pairs.append((held_out[0], held_out[1]))
    for inputs, labels in pairs:
        parts = tensors(m, inputs)
        if len(parts) == 1 and use.batch is None and isinstance(parts[0], Value):
            use.batch = parts[0]
        for given, taken in zip(parts, network.inputs, strict=False):
            if isinstance(given, Value) and given.shape is not None and taken.origin == "Input":
                m.apply(Feed(taken.shape or (), weighs(taken)), (given,), use.method, use.span)
        count(m, use, inputs, labels)
        if not use.method.startswith("predict"):
            compare(m, use, network, labels, losses)


def weighs(taken: Value) -> bool:
    """Whether a layer with weights takes the input first, so that its last axis is fixed."""
    return any(node.op.mixes for node in ahead(taken, lambda node: node.op.moves))


def tensors(m: Machine, data: Abstract) -> list[Any]:
    """The arrays of several inputs, or of the only one."""
    data = batch_of(m, data)
    return list(data) if isinstance(data, (List, tuple)) else [data]


def count(m: Machine, use: FitUse, x: Abstract, y: Abstract) -> None:
    """As many labels as examples."""
    if not isinstance(x, Value) or not isinstance(y, Value) or not x.shape or not y.shape:
        return
    if same(x.shape[0], y.shape[0]) is False:
        message = f"`{use.method}` gets {x.shape[0]} examples, but {y.shape[0]} labels"
        m.program.arguments.append(ArgumentFault(message, use.span))


def compare(m: Machine, use: FitUse, network: Network, y: Abstract, losses: list[LossUse]) -> None:
    """Put the labels of a batch beside the prediction; which form they must have is a question for rules."""
    labels = tensors(m, y)
    if len(labels) != len(losses) or len(losses) != len(network.outputs):
        return
    for loss, target in zip(losses, labels, strict=True):
        prediction = loss.prediction
        if not isinstance(target, Value) or not target.shape or prediction is None or not prediction.shape:
            continue
        if isinstance(loss.op, CrossEntropy) and other_form(loss.op, prediction, target):
            continue
        batch = Value((prediction.shape[0], *target.shape[1:]), target.dtype, span=target.span)
        m.apply(loss.op, (prediction, batch), loss.label, use.span)


def other_form(op: CrossEntropy, prediction: Value, target: Value) -> bool:
    """Whether class numbers stand where one-hot vectors are meant, or the reverse."""
    given, shape = target.shape or (), prediction.shape or ()
    told = target.facts.get("labels") == "one-hot"
    classes = len(given) > 1 and same(given[-1], shape[-1]) is True
    if op.target == "one-hot":
        if told or classes or at_least(shape[-1], 2) is not True:
            return False
        return len(given) == len(shape) - 1 or (len(given) == len(shape) and same(given[-1], 1) is True)
    return len(given) == len(shape) and classes and (told or len(given) == 2)
