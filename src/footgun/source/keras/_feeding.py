"""What `fit`, `evaluate` and `predict` get, held against what the model takes and its loss compares.

Each use becomes nodes with the faults that Keras would raise: one for each input, one for each loss.
"""

from __future__ import annotations

from footgun.network import ArgumentFault, FitUse, LossUse, Network, Node, Value, ahead
from footgun.ops.feed import Feed
from footgun.ops.loss import CrossEntropy
from footgun.sizes import at_least, same
from footgun.source.keras._tracing import batch_of
from footgun.source.values import Abstract, Container, Dict, Instance, List

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
        moved = False
        for given, taken in zip(parts, network.inputs, strict=False):
            if isinstance(given, Value) and given.shape is not None and taken.origin == "Input":
                found = runs_on(m, network, taken, given)
                if found is not None:
                    moved = moved or outputs_of(found) != outputs_of(network)
                    continue
                m.apply(Feed(taken.shape or (), weighs(taken)), (given,), use.method, use.span)
        count(m, use, inputs, labels)
        if not use.method.startswith("predict") and not moved:  # else the prediction has other sizes
            compare(m, use, network, labels, losses)


def outputs_of(network: Network) -> list[Any]:
    """The shapes of the outputs, without the batch."""
    return [None if value.shape is None else value.shape[1:] for value in network.outputs]


def runs_on(m: Machine, network: Network, taken: Value, given: Value) -> Network | None:
    """What a Sequential is on other sizes than it states: its layers say, no shape is compared first."""
    model, stated, got = network.model, taken.shape, given.shape
    inner = model.attributes.get("__container__") if isinstance(model, Instance) else model
    if not isinstance(inner, Container) or inner.kind != "keras-sequential" or not stated or not got:
        return None
    if len(stated) != len(got) or all(same(a, b) is not False for a, b in zip(stated, got, strict=True)):
        return None
    if m.running or same(stated[-1], got[-1]) is False:
        return None
    from footgun.source.free import layers_apart

    value = Value((stated[0], *got[1:]), given.dtype or taken.dtype, span=given.span)
    found = layers_apart(m, inner, value)
    if found is None or any(node.faults or rebuilt(node) for node in found.nodes):
        return None
    if maps_of(found) != maps_of(network):
        return None
    return found


def maps_of(network: Network) -> list[Any]:
    """The maps that a ConvLSTM gets: it keeps the sizes that it was built on, whatever the time."""
    kept = [node for node in network.nodes if node.label.startswith("ConvLSTM")]
    return [(node.inputs[0].shape or ())[2:] for node in kept]


def rebuilt(node: Node) -> bool:
    """Whether a layer would need weights of another shape than it has."""
    if node.layer is None or not node.layer.parameters:
        return False
    made = {p.name: p.shape for p in node.layer.parameters}
    wanted = dict(node.op.weights(*(value.shape for value in node.inputs)))
    return any(
        name in made
        and (
            len(made[name]) != len(shape)
            or any(same(a, b) is not True for a, b in zip(made[name], shape, strict=True))
        )
        for name, shape in wanted.items()
    )


def weighs(taken: Value) -> bool:
    """Whether a layer with weights takes the input first, so that its last axis is fixed."""
    return any(node.op.mixes for node in ahead(taken, lambda node: node.op.moves))


def tensors(m: Machine, data: Abstract) -> list[Any]:
    """The arrays of several inputs, or of the only one."""
    data = batch_of(m, data)
    return list(data) if isinstance(data, (List, tuple)) else [data]


def count(m: Machine, use: FitUse, x: Abstract, y: Abstract) -> None:
    """As many examples in every input, and as many labels."""
    inputs, labels = sizes_of(x), sizes_of(y)
    other = next((size for size in inputs[1:] if same(size, inputs[0]) is False), None)
    wrong = next((size for size in labels if inputs and same(size, inputs[0]) is False), None)
    message = ""
    if other is not None:
        message = f"`{use.method}` gets {inputs[0]} examples of one input, but {other} of another"
    elif wrong is not None:
        message = f"`{use.method}` gets {inputs[0]} examples, but {wrong} labels"
    if message:
        m.program.arguments.append(ArgumentFault(message, use.span))


def sizes_of(data: Abstract) -> list[Any]:
    """How many examples each array has, of one or of several in a list or dict."""
    if isinstance(data, (List, tuple)):
        parts = list(data)
    else:
        parts = list(data.values()) if isinstance(data, Dict) else [data]
    return [part.shape[0] for part in parts if isinstance(part, Value) and part.shape]


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
