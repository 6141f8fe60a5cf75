"""torch.nn: losses, as objects and functions; each call is a use that rules look at."""

from __future__ import annotations

from footgun.network import LossUse, Value, owner
from footgun.ops.base import Check, Op
from footgun.ops.loss import BinaryCrossEntropy, CrossEntropy, OtherLoss, Regression
from footgun.sizes import is_floating, same, show
from footgun.source.bindings import bind, bind_texts
from footgun.source.torch._alignment import aligned
from footgun.source.torch._common import given
from footgun.source.torch._functional import note, refused
from footgun.source.torch.margins import of_classes, refuse_reduction
from footgun.source.values import List

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from footgun.source.bindings import Handler
    from footgun.source.callsite import At

REGRESSION = {
    "MSELoss": "mse",
    "L1Loss": "mae",
    "SmoothL1Loss": "smooth_l1",
    "HuberLoss": "huber",
    "PoissonNLLLoss": "poisson",
}
FUNCTIONS = {
    "mse_loss": "mse",
    "l1_loss": "mae",
    "smooth_l1_loss": "smooth_l1",
    "huber_loss": "huber",
    "poisson_nll_loss": "poisson",
}
OLD = "size_average=None reduce=None reduction=mean"
OTHER = {
    "KLDivLoss": f"{OLD} log_target=False",
    "HingeEmbeddingLoss": f"margin=1.0 {OLD}",
    "MultiLabelMarginLoss": OLD,
    "SoftMarginLoss": OLD,
    "MultiLabelSoftMarginLoss": f"weight=None {OLD}",
    "CosineEmbeddingLoss": f"margin=0.0 {OLD}",
    "MarginRankingLoss": f"margin=0.0 {OLD}",
    "TripletMarginLoss": f"margin=1.0 p=2.0 eps=1e-06 swap=False {OLD}",
    "TripletMarginWithDistanceLoss": " * distance_function=None margin=1.0 swap=False reduction=mean",
    "CTCLoss": "blank=0 reduction=mean zero_infinity=False",
    "GaussianNLLLoss": " * full=False eps=1e-06 reduction=mean",
    "MultiMarginLoss": f"p=1 margin=1.0 weight=None {OLD}",
    "PoissonNLLLoss": "log_input=True full=False size_average=None eps=1e-08 reduce=None reduction=mean",
}


def reduction_of(value: Any) -> str | None:
    """The reduction, None where not known."""
    return value if isinstance(value, str) else None


def ignored(value: Any) -> int | None:
    """The class number that a loss passes over, None where not known."""
    return value if isinstance(value, int) else None


def criterion(at: At, op: Op, settings: dict[str, Any]) -> Any:
    """A loss object."""
    made = at.layer(op, settings, call_loss)
    at.m.program.layers.pop()  # a criterion is no layer of a network
    at.m.made_order.append(made)
    return made


def call_loss(at: At, holder: Any, input: Any = None, target: Any = None, *rest: Any, **more: Any) -> Any:
    """Apply a loss object to a prediction and a target."""
    holder.called = True
    if holder.layer.label == "CTCLoss":
        aligned(at, input, target, rest[0] if rest else more.get("input_lengths"))
    return use(at, holder.layer.op, holder.layer.label, holder.layer.made, input, target)


def use(at: At, op: Op, label: str, made: Any, prediction: Any, target: Any) -> Any:
    """Record one use of a loss and give its value."""
    m = at.m
    first, second = m.tensor(prediction), m.tensor(target)
    output = at.apply(op, first, second, label=label)
    network = next((n for n in reversed(m.program.networks) if any(first is v for v in n.outputs)), None)
    if network is None:
        network = owner(first)
    m.program.losses.append(LossUse(op, label, at.span, made, first, second, network))
    m.event("loss", m.program.losses[-1])
    return output


@bind("torch.nn.CrossEntropyLoss")
def cross_entropy(
    at: At,
    weight: Any = None,
    size_average: Any = None,
    ignore_index: Any = -100,
    reduce: Any = None,
    reduction: Any = "mean",
    label_smoothing: Any = 0.0,
) -> Any:
    op = CrossEntropy(
        "logits",
        "index-or-probabilities",
        1,
        reduction_of(reduction),
        at.number(label_smoothing) or 0.0,
        ignored(ignore_index),
    )
    return criterion(at, op, given(locals()))


@bind("torch.nn.functional.cross_entropy")
def functional_cross_entropy(
    at: At,
    input: Any,
    target: Any,
    weight: Any = None,
    size_average: Any = None,
    ignore_index: Any = -100,
    reduce: Any = None,
    reduction: Any = "mean",
    label_smoothing: Any = 0.0,
) -> Any:
    op = CrossEntropy(
        "logits",
        "index-or-probabilities",
        1,
        reduction_of(reduction),
        at.number(label_smoothing) or 0.0,
        ignored(ignore_index),
    )
    return weighed(at, use(at, op, at.label, at.span, input, target), op, input, weight)


def weighed(at: At, made: Any, op: Op, input: Any, weight: Any) -> Any:
    """The same with what the call refuses of its settings and weights."""
    check = Check(at.m.names)
    op.validate(check)
    note(at, made, check.faults)
    shape = at.m.tensor(input).shape
    of_classes(at, made, weight, shape, 1 if shape and len(shape) > 1 else 0)
    refuse_reduction(at, made, getattr(op, "reduction", None))
    return made


@bind("torch.nn.NLLLoss", "torch.nn.NLLLoss2d")
def nll(
    at: At,
    weight: Any = None,
    size_average: Any = None,
    ignore_index: Any = -100,
    reduce: Any = None,
    reduction: Any = "mean",
) -> Any:
    return criterion(
        at,
        CrossEntropy("log-probabilities", "index", 1, reduction_of(reduction), ignored=ignored(ignore_index)),
        given(locals()),
    )


@bind("torch.nn.functional.nll_loss")
def functional_nll(
    at: At,
    input: Any,
    target: Any,
    weight: Any = None,
    size_average: Any = None,
    ignore_index: Any = -100,
    reduce: Any = None,
    reduction: Any = "mean",
) -> Any:
    op = CrossEntropy("log-probabilities", "index", 1, reduction_of(reduction), ignored=ignored(ignore_index))
    return weighed(at, use(at, op, at.label, at.span, input, target), op, input, weight)


@bind("torch.nn.BCELoss")
def bce(
    at: At, weight: Any = None, size_average: Any = None, reduce: Any = None, reduction: Any = "mean"
) -> Any:
    return criterion(at, BinaryCrossEntropy("probabilities", reduction_of(reduction)), given(locals()))


@bind("torch.nn.BCEWithLogitsLoss")
def bce_logits(
    at: At,
    weight: Any = None,
    size_average: Any = None,
    reduce: Any = None,
    reduction: Any = "mean",
    pos_weight: Any = None,
) -> Any:
    return criterion(at, BinaryCrossEntropy("logits", reduction_of(reduction)), given(locals()))


@bind("torch.nn.functional.binary_cross_entropy")
def functional_bce(
    at: At,
    input: Any,
    target: Any,
    weight: Any = None,
    size_average: Any = None,
    reduce: Any = None,
    reduction: Any = "mean",
) -> Any:
    op = BinaryCrossEntropy("probabilities", reduction_of(reduction))
    made = use(at, op, at.label, at.span, input, target)
    return stretched(at, made, input, (("weight", weight),), reduction)


@bind("torch.nn.functional.binary_cross_entropy_with_logits")
def functional_bce_logits(
    at: At,
    input: Any,
    target: Any,
    weight: Any = None,
    size_average: Any = None,
    reduce: Any = None,
    reduction: Any = "mean",
    pos_weight: Any = None,
) -> Any:
    made = use(at, BinaryCrossEntropy("logits", reduction_of(reduction)), at.label, at.span, input, target)
    return stretched(at, made, input, (("weight", weight), ("pos_weight", pos_weight)), reduction)


def stretched(at: At, made: Any, input: Any, handed: Any, reduction: Any) -> Any:
    """The same with what the call refuses: weights that do not stretch to the prediction."""
    shape, check = at.m.tensor(input).shape, Check(at.m.names)
    for name, scale in handed:
        sizes = scale.shape if isinstance(scale, Value) and scale.assumed is None else None
        if sizes is None or shape is None:
            continue
        pairs = zip(reversed(sizes), reversed(shape), strict=False)
        if len(sizes) > len(shape) or any(same(a, b) is False and same(a, 1) is False for a, b in pairs):
            detail = f"`{name}` {show(sizes)} does not stretch to {show(shape)}"
            check.fail("argument", argument=name, expected=shape, got=sizes, detail=detail)
    note(at, made, check.faults)
    refuse_reduction(at, made, reduction_of(reduction))
    return made


@bind("torch.nn.MSELoss", "torch.nn.L1Loss")
def mse(at: At, size_average: Any = None, reduce: Any = None, reduction: Any = "mean") -> Any:
    return criterion(at, Regression(REGRESSION[at.label], reduction_of(reduction)), given(locals()))


@bind("torch.nn.SmoothL1Loss")
def smooth_l1(
    at: At, size_average: Any = None, reduce: Any = None, reduction: Any = "mean", beta: Any = 1.0
) -> Any:
    return criterion(at, Regression("smooth_l1", reduction_of(reduction)), given(locals()))


@bind("torch.nn.HuberLoss")
def huber(at: At, reduction: Any = "mean", delta: Any = 1.0) -> Any:
    return criterion(at, Regression("huber", reduction_of(reduction)), given(locals()))


@bind(*(f"torch.nn.functional.{n}" for n in FUNCTIONS))
def functional_regression(
    at: At, input: Any, target: Any, *args: Any, reduction: Any = "mean", **more: Any
) -> Any:
    op = Regression(FUNCTIONS[at.label], reduction_of(reduction))
    made = use(at, op, at.label, at.span, input, target)
    refuse_reduction(at, made, reduction_of(reduction))
    for name, least in (("delta", 1e-300), ("beta", 0)):
        number = at.number(more.get(name))
        if number is not None and number < least:
            refused(
                at, made, name, f"`{name}` must be {'0 or more' if least == 0 else 'above 0'}, got {number}"
            )
    return made


def make(name: str) -> Handler:
    """The handler of a loss whose shape is checked where it is called."""

    def other(at: At, *args: Any, **named: Any) -> Any:
        return criterion(at, OtherLoss(at.label), {})

    return other


bind_texts(OTHER, make, "torch.nn")


@bind("torch.nn.functional.kl_div")
def functional_divergence(at: At, input: Any, target: Any, *args: Any, **kwargs: Any) -> Any:
    made = judge_logarithms(at, input, target, kwargs.get("reduction", "mean"), "batchmean")
    for part in (input, target):
        kind = at.m.tensor(part).dtype
        if kind is not None and is_floating(kind) is False:
            refused(at, made, "", f"a divergence is of floating-point numbers, not of {kind}")
    return made


@bind("torch.nn.functional.ctc_loss")
def functional_ctc(
    at: At,
    log_probs: Any,
    targets: Any,
    input_lengths: Any,
    target_lengths: Any,
    blank: Any = 0,
    reduction: Any = "mean",
    zero_infinity: Any = False,
) -> Any:
    made = judge_logarithms(at, log_probs, targets, reduction)
    shape, labels = at.m.tensor(log_probs).shape, at.m.tensor(targets).shape
    if shape is not None and len(shape) not in (2, 3):
        refused(at, made, "log_probs", f"`log_probs` must be (time, batch, classes), got {show(shape)}")
    elif labels is not None and len(labels) > 2:
        refused(at, made, "targets", f"`targets` must be (batch, length) or one row, got {show(labels)}")
    elif shape is not None and len(shape) == 3 and not aligned(at, log_probs, targets, input_lengths):
        for name, lengths in (("input_lengths", input_lengths), ("target_lengths", target_lengths)):
            found = at.m.tensor(lengths).shape
            if isinstance(lengths, (tuple, List)) and not getattr(lengths, "open", False):
                found = (len(lengths),)
            if found is not None and (len(found) != 1 or same(found[0], shape[1]) is False):
                detail = f"`{name}` must be one for each of {show(shape[1])} examples, got {show(found)}"
                refused(at, made, name, detail)
    if shape is not None and len(shape) == 3 and reduction == "none":
        made.shape = (shape[1],)
    return made


def judge_logarithms(at: At, input: Any, target: Any, reduction: Any, *more: str) -> Any:
    """A use of a loss that judges logarithms of probabilities."""
    kind = reduction_of(reduction)
    made = use(at, OtherLoss(at.label, kind), at.label, at.span, input, target)
    refuse_reduction(at, made, kind, *more)
    return made
