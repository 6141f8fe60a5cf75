"""tf.nn: losses of each example, which a loop of one's own averages itself."""

from __future__ import annotations

from footgun.network import Value
from footgun.ops.loss import BinaryCrossEntropy, CrossEntropy
from footgun.source.bindings import bind
from footgun.source.keras.losses import use

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from footgun.source.callsite import At


@bind("tensorflow.nn.softmax_cross_entropy_with_logits", "tensorflow.nn.softmax_cross_entropy_with_logits_v2")
def softmax(
    at: At, labels: Any = None, logits: Any = None, axis: Any = -1, name: Any = None, **old: Any
) -> Any:
    place = old.get("dim", axis)
    if isinstance(labels, Value) and isinstance(logits, Value) and labels.shape and 1 in labels.shape[:-1]:
        labels = Value(None, labels.dtype, span=labels.span)  # these labels may be for all examples
    op = CrossEntropy("logits", "one-hot", place if isinstance(place, int) and place < 0 else -1, "none")
    return use(at, op, at.label, at.span, labels, logits)


@bind("tensorflow.nn.sparse_softmax_cross_entropy_with_logits")
def sparse_softmax(at: At, labels: Any = None, logits: Any = None, name: Any = None, **old: Any) -> Any:
    return use(at, CrossEntropy("logits", "index", -1, "none"), at.label, at.span, labels, logits)


@bind("tensorflow.nn.sigmoid_cross_entropy_with_logits")
def sigmoid(at: At, labels: Any = None, logits: Any = None, name: Any = None, **old: Any) -> Any:
    return use(at, BinaryCrossEntropy("logits", "none"), at.label, at.span, labels, logits)


@bind("tensorflow.nn.weighted_cross_entropy_with_logits")
def weighted_sigmoid(
    at: At, labels: Any = None, logits: Any = None, pos_weight: Any = None, name: Any = None, **old: Any
) -> Any:
    return use(at, BinaryCrossEntropy("logits", "none"), at.label, at.span, labels, logits)
