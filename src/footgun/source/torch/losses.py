"""torch.nn: losses, as objects and functions; each call is a use that rules look at."""

from __future__ import annotations

from footgun.network import LossUse, owner
from footgun.ops.base import Op
from footgun.ops.loss import BinaryCrossEntropy, CrossEntropy, OtherLoss, Regression
from footgun.source.bindings import bind, bind_texts
from footgun.source.torch._alignment import aligned
from footgun.source.torch._common import given

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
LOGARITHMIC = frozenset(("kl_div", "ctc_loss"))  # these judge logarithms of probabilities
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
        "logits", "index-or-probabilities", 1, reduction_of(reduction), ignored=ignored(ignore_index)
    )
    return use(at, op, at.label, at.span, input, target)


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
    return use(
        at,
        CrossEntropy("log-probabilities", "index", 1, reduction_of(reduction), ignored=ignored(ignore_index)),
        at.label,
        at.span,
        input,
        target,
    )


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
    return use(
        at, BinaryCrossEntropy("probabilities", reduction_of(reduction)), at.label, at.span, input, target
    )


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
    return use(at, BinaryCrossEntropy("logits", reduction_of(reduction)), at.label, at.span, input, target)


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
    return use(at, Regression(FUNCTIONS[at.label], reduction_of(reduction)), at.label, at.span, input, target)


def make(name: str) -> Handler:
    """The handler of a loss whose shape is checked where it is called."""

    def other(at: At, *args: Any, **named: Any) -> Any:
        return criterion(at, OtherLoss(at.label), {})

    return other


bind_texts(OTHER, make, "torch.nn")


@bind(
    "torch.nn.functional.kl_div",
    "torch.nn.functional.triplet_margin_loss",
    "torch.nn.functional.cosine_embedding_loss",
    "torch.nn.functional.hinge_embedding_loss",
    "torch.nn.functional.ctc_loss",
    "torch.nn.functional.gaussian_nll_loss",
    "torch.nn.functional.margin_ranking_loss",
    "torch.nn.functional.soft_margin_loss",
    "torch.nn.functional.multilabel_soft_margin_loss",
)
def functional_other(at: At, input: Any, *args: Any, **kwargs: Any) -> Any:
    if at.label in LOGARITHMIC:
        op = OtherLoss(at.label, reduction_of(kwargs.get("reduction", "mean")))
        target = args[0] if args else kwargs.get("target")
        if at.label == "ctc_loss":
            aligned(at, input, target, args[1] if len(args) > 1 else kwargs.get("input_lengths"))
        return use(at, op, at.label, at.span, input, target)
    return at.value(None, "float32", "")
