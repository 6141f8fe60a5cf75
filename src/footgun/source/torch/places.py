"""torch: whole numbers that say where or which: one-hot rows, places of what is true, drawn examples."""

from __future__ import annotations

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
