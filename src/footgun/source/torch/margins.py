"""torch.nn.functional: losses of pairs and triplets of vectors, and of margins between classes."""

from __future__ import annotations

from footgun.network import Value
from footgun.ops.base import Check
from footgun.ops.margin import Margin
from footgun.sizes import Shape, same, show
from footgun.source.bindings import bind
from footgun.source.torch._functional import note, refused

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from footgun.source.callsite import At

FUNCTIONS = "torch.nn.functional."
REDUCTIONS = ("none", "mean", "sum", "elementwise_mean")


def judged(at: At, reduction: Any, old: tuple[Any, ...], *inputs: Any) -> Any:
    """The loss of these inputs; `old` are settings that replace the reduction where given."""
    given = any(setting is not None for setting in old)
    kind = reduction if isinstance(reduction, str) and not given else None
    made = at.apply(Margin(at.label.removesuffix("_loss"), kind), *inputs)
    if kind is None and reduction != "none":
        made.shape = None
    refuse_reduction(at, made, kind)
    return made


def refuse_reduction(at: At, made: Any, reduction: str | None, *more: str) -> None:
    """A word that stands for no reduction."""
    if reduction is not None and reduction not in (*REDUCTIONS, *more):
        words = "'none', 'mean' or 'sum'"
        refused(at, made, "reduction", f"`reduction` must be {words}, got '{reduction}'")


def refuse_margin(at: At, made: Any, margin: Any) -> None:
    """A margin that is none."""
    number = at.number(margin)
    if number is not None and number <= 0:
        refused(at, made, "margin", f"`margin` must be above 0, got {number}")


@bind(f"{FUNCTIONS}margin_ranking_loss")
def margin_ranking(
    at: At,
    input1: Any,
    input2: Any,
    target: Any,
    margin: Any = 0,
    size_average: Any = None,
    reduce: Any = None,
    reduction: Any = "mean",
) -> Any:
    return judged(at, reduction, (size_average, reduce), input1, input2, target)


@bind(f"{FUNCTIONS}cosine_embedding_loss")
def cosine_embedding(
    at: At,
    input1: Any,
    input2: Any,
    target: Any,
    margin: Any = 0,
    size_average: Any = None,
    reduce: Any = None,
    reduction: Any = "mean",
) -> Any:
    return judged(at, reduction, (size_average, reduce), input1, input2, target)


@bind(f"{FUNCTIONS}hinge_embedding_loss")
def hinge_embedding(
    at: At,
    input: Any,
    target: Any,
    margin: Any = 1.0,
    size_average: Any = None,
    reduce: Any = None,
    reduction: Any = "mean",
) -> Any:
    return judged(at, reduction, (size_average, reduce), input, target)


@bind(f"{FUNCTIONS}soft_margin_loss", f"{FUNCTIONS}multilabel_margin_loss")
def soft_margin(
    at: At,
    input: Any,
    target: Any,
    size_average: Any = None,
    reduce: Any = None,
    reduction: Any = "mean",
) -> Any:
    return judged(at, reduction, (size_average, reduce), input, target)


@bind(f"{FUNCTIONS}multilabel_soft_margin_loss")
def multilabel_soft_margin(
    at: At,
    input: Any,
    target: Any,
    weight: Any = None,
    size_average: Any = None,
    reduce: Any = None,
    reduction: Any = "mean",
) -> Any:
    rest = () if weight is None else (weight,)
    return judged(at, reduction, (size_average, reduce), input, target, *rest)


@bind(f"{FUNCTIONS}multi_margin_loss")
def multi_margin(
    at: At,
    input: Any,
    target: Any,
    p: Any = 1,
    margin: Any = 1.0,
    weight: Any = None,
    size_average: Any = None,
    reduce: Any = None,
    reduction: Any = "mean",
) -> Any:
    made = judged(at, reduction, (size_average, reduce), input, target)
    power = at.number(p)
    if power is not None and power not in (1, 2):
        refused(at, made, "p", f"`p` must be 1 or 2, got {p}")
    of_classes(at, made, weight, at.m.tensor(input).shape, -1)
    return made


@bind(f"{FUNCTIONS}triplet_margin_loss")
def triplet_margin(
    at: At,
    anchor: Any,
    positive: Any,
    negative: Any,
    margin: Any = 1.0,
    p: Any = 2,
    eps: Any = 1e-06,
    swap: Any = False,
    size_average: Any = None,
    reduce: Any = None,
    reduction: Any = "mean",
) -> Any:
    made = judged(at, reduction, (size_average, reduce), anchor, positive, negative)
    refuse_margin(at, made, margin)
    return made


@bind(f"{FUNCTIONS}triplet_margin_with_distance_loss")
def triplet_margin_with_distance(
    at: At,
    anchor: Any,
    positive: Any,
    negative: Any,
    *,
    distance_function: Any = None,
    margin: Any = 1.0,
    swap: Any = False,
    reduction: Any = "mean",
) -> Any:
    if distance_function is not None:
        return at.value(() if reduction in ("mean", "sum") else None, None, "")
    made = judged(at, reduction, (), anchor, positive, negative)
    refuse_margin(at, made, margin)
    return made


@bind(f"{FUNCTIONS}gaussian_nll_loss")
def gaussian_nll(
    at: At,
    input: Any,
    target: Any,
    var: Any,
    full: Any = False,
    eps: Any = 1e-06,
    reduction: Any = "mean",
) -> Any:
    # A number as the variance stands for all.
    return judged(at, reduction, (), input, target, *(() if isinstance(var, (int, float)) else (var,)))


def of_classes(at: At, made: Any, weight: Any, shape: Shape | None, axis: int) -> None:
    """Weights are one for each class."""
    sizes = weight.shape if isinstance(weight, Value) and weight.assumed is None else None
    if sizes is None or not shape or not -len(shape) <= axis < len(shape):
        return
    check = Check(at.m.names)
    if len(sizes) != 1 or same(sizes[0], shape[axis]) is False:
        detail = f"`weight` must be of shape {show((shape[axis],))}, one for each class, got {show(sizes)}"
        check.fail("argument", argument="weight", expected=shape[axis], got=sizes, detail=detail)
    note(at, made, check.faults)
