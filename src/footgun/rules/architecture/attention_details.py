"""Attention written by hand, or stacked on bare tokens, that leaves out a part it needs."""

from __future__ import annotations

from collections.abc import Iterator
from math import sqrt

from footgun.changes import Argument, Around
from footgun.findings import Finding, Fix, Severity
from footgun.network import Node, Program, Value, users
from footgun.ops.activation import Softmax
from footgun.ops.attention import MultiheadAttention
from footgun.ops.control import Either
from footgun.ops.dropout import Dropout
from footgun.ops.einsum import Einsum
from footgun.ops.elementwise import Binary, Where
from footgun.ops.embedding import Embedding
from footgun.ops.linear import BatchMatMul, Linear, MatMul
from footgun.ops.normalisation import LayerNorm, RMSNorm
from footgun.ops.transformer import TransformerLayer
from footgun.rules.base import Rule, rule
from footgun.rules.facts.faults import FAR
from footgun.rules.facts.passing import keeps

# Scores of so few features stay small by themselves: a factor of 4 at the most.
FEW = 16
_SCALES = ("mul", "div", "true_divide", "multiply", "divide")


@rule(
    "ARC020",
    "attention-details",
    Severity.WARNING,
    "attention without its scale, over the wrong axis, or blind to order",
    needs=("Softmax+MatMul", "Softmax+Einsum", "TransformerLayer", "MultiheadAttention"),
)
def attention_details(self: Rule, program: Program) -> Iterator[Finding]:
    """Scores of dense queries and keys; encoders right on an embedding."""
    told: set[object] = set()
    for node in program.nodes:
        if node.span in told or node.perhaps:
            continue
        found = list(_weights(self, node)) if isinstance(node.op, Softmax) else list(_order(self, node))
        if found:
            told.add(node.span)
            yield from found


def _weights(self: Rule, node: Node) -> Iterator[Finding]:
    """The softmax of scores that weigh values."""
    scores = _scores(node.inputs[0])
    taker = _weighs(node)
    if scores is None or taker is None or scores.product is None:
        return
    shape = node.inputs[0].shape
    axis = node.op.axis_for(len(shape)) if isinstance(node.op, Softmax) and shape else None
    if shape and isinstance(axis, int) and axis % len(shape) not in (0, len(shape) - 1):
        yield self.report(
            node.span,
            f"`{node.label}` over axis {axis % len(shape)}: the weights that a query gives to the keys, "
            f"axis {len(shape) - 1}, do not add up to 1",
            labels=[
                (scores.product.span, "scores of queries by keys"),
                (taker.span, "weighs the values here"),
            ],
            help="`dim=-1` compares the keys",
            fix=_axis(node, scores.scaled, _width(scores.product)),
        )
    width = _width(scores.product)
    if not scores.scaled and isinstance(width, int) and width >= FEW:
        yield self.report(
            node.span,
            f"scores of {width} features go into `{node.label}` unscaled: their spread is about "
            f"{sqrt(width):.1f}, so that it nearly picks one key and passes on little gradient",
            labels=[(scores.product.span, f"sums {width} products")],
            help=f"divide the scores by {width} ** 0.5",
            fix=_scale(node, width),
        )


def _axis(node: Node, scaled: bool, width: object) -> Fix:
    """The axis, and with it the scale where that is left out too."""
    applied = node.layer is None
    change = Argument(node.made, "dim|axis", "-1", int(applied), tensor=applied)
    scale = _scale(node, width) if not scaled and isinstance(width, int) and width >= FEW else None
    return Fix("`dim=-1`", changes=(change, *(scale.changes if scale is not None else ())))


def _scale(node: Node, width: int) -> Fix | None:
    if node.layer is not None and node.called == node.made:
        return None
    change = Around(node.called, 0, "", f" / {width} ** 0.5", "input")
    return Fix(f"divide by {width} ** 0.5", changes=(change,))


class Scores:
    """The product of queries and keys behind a softmax, and whether anything scales it."""

    __slots__ = ("product", "scaled")

    def __init__(self) -> None:
        self.product: Node | None = None
        self.scaled = False


def _scores(value: Value) -> Scores | None:
    """Back from the softmax through masks to the product; None where something else may scale them."""
    found = Scores()
    for _ in range(FAR):
        node = value.made_by
        if node is None or not node.inputs or isinstance(node.op, Either):
            return None
        if isinstance(node.op, (MatMul, Einsum)):
            found.product = node
            scaled = [_dense(side) for side in node.inputs[:2]]
            if len(node.inputs) != 2 or None in scaled:
                return None
            found.scaled = found.scaled or True in scaled
            return found
        if isinstance(node.op, Binary):
            found.scaled = found.scaled or node.op.name in _SCALES
            value = node.inputs[0]
        elif isinstance(node.op, Where):
            value = next((v for v in node.inputs[1:] if v.made_by is not None), node.inputs[0])
        elif (
            keeps(node)
            or node.op.moves
            or (node.outputs[0].shape == node.inputs[0].shape and "mask" in node.label)
        ):
            value = node.inputs[0]
        else:
            return None
    return None


def _dense(value: Value) -> bool | None:
    """Whether queries or keys are scaled since the dense layer that made them; None where none did."""
    scaled = False
    for _ in range(FAR):
        node = value.made_by
        if node is None or not node.inputs:
            return None
        if isinstance(node.op, Linear):
            return scaled
        if isinstance(node.op, Binary) and (node.op.number or len(node.inputs) == 2):
            scaled = True  # a factor, a rotation, a learned temperature
        elif not (keeps(node) or node.op.moves):
            return None
        value = node.inputs[0]
    return None


def _weighs(node: Node) -> Node | None:
    """The product in which the weights stand first, values second."""
    value = node.output
    for _ in range(4):
        takers = users(value)
        if len(takers) != 1:
            return None
        taker = takers[0]
        if isinstance(taker.op, (MatMul, BatchMatMul)) and len(taker.inputs) == 2:
            return taker if taker.inputs[0] is value and taker.inputs[1] is not value else None
        if not isinstance(taker.op, Dropout):
            return None
        value = taker.output
    return None


def _width(product: Node) -> object:
    """How many products a score sums."""
    shape = product.inputs[0].shape
    return shape[-1] if shape and isinstance(product.op, MatMul) else None


def _order(self: Rule, node: Node) -> Iterator[Finding]:
    """Attention on tokens whose places nothing tells: any order of the words gives the same answer."""
    if not isinstance(node.op, (TransformerLayer, MultiheadAttention)):
        return
    if isinstance(node.op, MultiheadAttention) and any(v is not node.inputs[0] for v in node.inputs[1:3]):
        return
    value = node.inputs[0]
    for _ in range(FAR):
        made = value.made_by
        if made is None or not made.inputs:
            return
        if isinstance(made.op, Embedding):
            yield self.report(
                node.span,
                f"`{node.label}` gets tokens without their places: it cannot tell one order from another",
                labels=[(made.span, "embeds the tokens here")],
                help="add an embedding of the positions to that of the tokens",
            )
            return
        scale = isinstance(made.op, Binary) and bool(made.op.number)
        if not (scale or keeps(made) or made.op.moves or isinstance(made.op, (LayerNorm, RMSNorm))):
            return
        value = made.inputs[0]
