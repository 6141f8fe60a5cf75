"""torch: whole numbers that say where or which: one-hot rows, places of what is true, drawn examples."""

from __future__ import annotations

from footgun.network import Value
from footgun.ops.elementwise import Unary
from footgun.source.bindings import bind
from footgun.source.values import Unknown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from footgun.source.callsite import At


@bind("torch.nn.functional.one_hot")
def one_hot(at: At, tensor: Any, num_classes: Any = -1) -> Any:
    shape = at.m.tensor(tensor).shape
    count = at.m.names.fresh("c") if num_classes == -1 else at.size(num_classes, "c")
    kind = at.m.tensor(tensor).dtype
    if kind not in (None, "int64") and not at.m.doubt:
        at.fault(f"`one_hot` takes class numbers as int64, but gets {kind}")
    made = at.value(None if shape is None else (*shape, count), "int64")
    made.facts["labels"] = "one-hot"
    return made


@bind("torch.nonzero", "torch.Tensor.nonzero", "torch.argwhere", "torch.Tensor.argwhere")
def nonzero(at: At, input: Any, *, out: Any = None, as_tuple: Any = False) -> Any:
    rank = at.m.tensor(input).rank
    if not isinstance(as_tuple, bool) or (as_tuple and rank is None):
        return Unknown("the places of what is true")
    count = at.m.names.fresh("k", 0)
    if as_tuple:
        return tuple(at.value((count,), "int64", "") for _ in range(rank or 1))
    return at.value(None if rank is None else (count, rank), "int64", "")


@bind("torch.argsort", "torch.Tensor.argsort")
def argsort(at: At, input: Any, dim: Any = -1, descending: Any = False, stable: Any = False) -> Any:
    return at.apply(Unary("sort"), input, dtype="int64")


@bind("torch.bincount", "torch.Tensor.bincount")
def bincount(at: At, input: Any, weights: Any = None, minlength: Any = 0) -> Any:
    return at.value(None, "int64" if weights is None else None, "")


@bind("torch.multinomial", "torch.Tensor.multinomial")
def multinomial(
    at: At, input: Any, num_samples: Any, replacement: Any = False, *, generator: Any = None, out: Any = None
) -> Any:
    value = at.m.tensor(input)
    shape = None if value.shape is None else (*value.shape[:-1], at.size(num_samples, "k"))
    return Value(shape, "int64", span=at.span, assumed=value.assumed)
