"""keras.losses: as strings, functions and objects; called in a loop of one's own, each call is a use."""

from __future__ import annotations

from footgun.findings import Span
from footgun.network import LossUse, Value, owner
from footgun.ops.base import Op
from footgun.ops.loss import BinaryCrossEntropy, CrossEntropy, OtherLoss, Regression
from footgun.source.bindings import SIGNATURES, Handler, bind, bind_texts
from footgun.source.keras._naming import unknown_string
from footgun.source.keras._strings import LOSS_NAMES
from footgun.source.values import Library, Thing, Unknown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from footgun.source.callsite import At
    from footgun.source.interpret.machine import Machine

BY_KIND: dict[str, list[str]] = {}
for _name, _kind in LOSS_NAMES.items():
    BY_KIND.setdefault(_kind, []).append(_name)


def classes(*kinds: str) -> list[str]:
    """The loss classes of some kinds."""
    found = [n for k in kinds for n in BY_KIND[k] if n[:1].isupper() and not n.isupper()]
    found += [n for n in ("CTC",) if "other" in kinds]
    return [f"keras.losses.{n}" for n in found]


def functions(*kinds: str) -> list[str]:
    """The loss functions of some kinds, with the places that repeat them."""
    found = [n for k in kinds for n in BY_KIND[k] if n[:1].islower() or n.isupper()]
    places = ("keras.losses", "keras.metrics")
    return [f"{place}.{n}" for n in found for place in places if f"{place}.{n}" != "keras.losses.CTC"]


def loss_object(at: At, logits: Any = False, axis: Any = -1) -> Thing:
    """A loss as an object, which can be called."""
    made = Thing(
        "keras.losses", at.name, at.span, of=LOSS_NAMES.get(at.label, "other"), logits=logits, axis=axis
    )
    made.facts["label"] = at.label
    made.facts["call"] = lambda call, *args, **kwargs: call_object(call, made, *args, **kwargs)
    return made


def op_of(kind: str, logits: Any, axis: Any = -1, reduction: str = "mean") -> Op | None:
    """The op of a loss; None where `from_logits` is not known."""
    if not isinstance(logits, bool):
        return None
    expects = "logits" if logits else "probabilities"
    if kind in ("categorical", "sparse"):
        place = axis if isinstance(axis, int) and axis < 0 else -1
        return CrossEntropy(expects, "one-hot" if kind == "categorical" else "index", place, reduction)
    if kind == "binary":
        return BinaryCrossEntropy(expects, reduction, by_example=True)
    if kind in ("kl", "hinge", "other"):
        return OtherLoss(kind, reduction, by_example=True)
    return Regression(kind, reduction, by_example=True)


def loss_op(m: Machine, loss: Any, span: Span) -> tuple[Op, str, Span] | None:
    """The op of what `compile` is given as a loss, its label and where it is made."""
    if isinstance(loss, str):
        kind = LOSS_NAMES.get(loss)
        if kind is None:
            unknown_string(m, "loss", loss, span)
            return None
        op = op_of(kind, False)
        return None if op is None else (op, loss, span)
    if isinstance(loss, Library):
        label = loss.name.rsplit(".", 1)[-1]
        known = LOSS_NAMES.get(label) if loss.name.startswith(("keras.", "tensorflow.")) else None
        op = op_of(known, False) if known else None
        return None if op is None else (op, label, span)
    if isinstance(loss, Thing) and loss.kind == "keras.losses":
        facts = loss.facts
        op = op_of(facts["of"], facts["logits"], facts["axis"])
        return None if op is None else (op, facts["label"], loss.made or span)
    return None


def use(at: At, op: Op | None, label: str, made: Span, target: Any, prediction: Any) -> Any:
    """Record one use of a loss, Keras' order of arguments being (target, prediction)."""
    m = at.m
    if op is None or not isinstance(prediction, Value):
        return Unknown("the value of a loss")
    second = m.tensor(target)
    value = at.apply(op, prediction, second, label=label)
    network = next((n for n in reversed(m.program.networks) if any(prediction is v for v in n.outputs)), None)
    network = network or owner(prediction)
    m.program.losses.append(LossUse(op, label, at.span, made, prediction, second, network, target_first=True))
    m.event("loss", m.program.losses[-1])
    return value


def call_object(
    at: At, holder: Thing, y_true: Any = None, y_pred: Any = None, *rest: Any, **more: Any
) -> Any:
    """A loss object is called."""
    facts = holder.facts
    op = op_of(facts["of"], facts["logits"], facts["axis"])
    return use(at, op, facts["label"], holder.made or at.span, y_true, y_pred)


SUM = "sum_over_batch_size"
CROSS_ENTROPIES = ("keras.losses.BinaryCrossentropy", "keras.losses.CategoricalCrossentropy")
PAIRWISE = ("mse", "mae", "mape", "msle", "log_cosh", "poisson", "kl", "hinge")


@bind(*CROSS_ENTROPIES)
def cross_entropy(
    at: At,
    from_logits: Any = False,
    label_smoothing: Any = 0.0,
    axis: Any = -1,
    reduction: Any = SUM,
    name: Any = None,
    dtype: Any = None,
) -> Any:
    return loss_object(at, from_logits, axis)


@bind("keras.losses.SparseCategoricalCrossentropy")
def sparse_cross_entropy(
    at: At,
    from_logits: Any = False,
    ignore_class: Any = None,
    reduction: Any = SUM,
    axis: Any = -1,
    name: Any = None,
    dtype: Any = None,
) -> Any:
    return loss_object(at, from_logits, axis)


@bind(*classes(*PAIRWISE))
def pairwise(at: At, reduction: Any = SUM, name: Any = None, dtype: Any = None) -> Any:
    return loss_object(at)


SETTINGS = {
    "BinaryFocalCrossentropy": "apply_class_balancing= alpha= gamma= from_logits= label_smoothing= axis= +",
    "CategoricalFocalCrossentropy": "alpha= gamma= from_logits= label_smoothing= axis= +",
    "CategoricalGeneralizedCrossEntropy": "q= +", "Circle": "gamma= margin= remove_diagonal= +",
    "CosineSimilarity": "axis= +", "CTC": "+", "Dice": "reduction= name= axis= dtype=", "Huber": "delta= +",
    "Tversky": "alpha= beta= reduction= name= axis= dtype=",
}  # fmt: skip


def with_settings(name: str) -> Handler:
    """A loss with settings of its own, of which those that all share count."""

    def handler(at: At, *args: Any, **kwargs: Any) -> Any:
        given = {**dict(zip(SIGNATURES[handler].positional, args, strict=False)), **kwargs}
        return loss_object(at, given.get("from_logits", False), given.get("axis", -1))

    return handler


bind_texts(
    {name: text.replace("+", "reduction= name= dtype=") for name, text in SETTINGS.items()},
    with_settings,
    "keras.losses",
)


@bind(*functions("binary", "categorical", "sparse"))
def cross_entropy_function(
    at: At, y_true: Any, y_pred: Any, from_logits: Any = False, *args: Any, **kwargs: Any
) -> Any:
    op = op_of(LOSS_NAMES[at.label], from_logits, kwargs.get("axis", -1), "none")
    return use(at, op, at.label, at.span, y_true, y_pred)


@bind(*functions(*PAIRWISE, "huber", "cosine", "other"))
def plain_function(at: At, y_true: Any, y_pred: Any, *args: Any, **kwargs: Any) -> Any:
    return use(at, op_of(LOSS_NAMES[at.label], False, reduction="none"), at.label, at.span, y_true, y_pred)
