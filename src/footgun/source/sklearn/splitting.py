"""sklearn: arrays split into parts or shuffled; each part keeps what is known of the whole."""

from __future__ import annotations

from math import ceil

from footgun.network import Pair, Split, Value
from footgun.sizes import Size
from footgun.source.bindings import bind
from footgun.source.torch.data import subset
from footgun.source.values import Instance, List, Thing, Unknown
from footgun.source.walked import walked

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from footgun.source.callsite import At


class Portion(Unknown):
    """A part of something that is not followed."""

    __slots__ = ("source",)

    def __init__(self, source: Any) -> None:
        super().__init__("a part of an array")
        self.source = source


def like(at: At, array: Any, shape: tuple[Size, ...] | None, dtype: str | None = None, **facts: Any) -> Value:
    """An array with the history of another, which it comes from."""
    made = at.value(shape, dtype or array.dtype, array.origin)
    made.facts.update({k: v for k, v in array.facts.items() if k in ("labels", "classes", "range", "scale")})
    made.facts.update({"array": True, "from": array, **facts})
    array.facts["copied"] = True
    return made


def table_of(array: Value) -> dict[str, Any]:
    """What makes it a table or column, as it stays where rows are only moved."""
    return {k: v for k, v in array.facts.items() if k in ("pandas", "cells")}


def length_of(array: Any) -> int | None:
    """How many examples there are, where that is a plain number."""
    if isinstance(array, Value) and array.shape and isinstance(array.shape[0], int):
        return array.shape[0]
    return len(array) if isinstance(array, (List, tuple)) and not getattr(array, "open", False) else None


@bind("sklearn.model_selection.train_test_split", "sklearn.cross_validation.train_test_split")
def train_test_split(at: At, *arrays: Any, **options: Any) -> Any:
    """All arrays are split at the same place."""
    sizes = parts(at, next((n for n in map(length_of, arrays) if n is not None), None), options)
    made: list[Any] = []
    here = object()  # two splits of one array have nothing to do with each other
    for array in arrays:
        for number, size in enumerate(sizes):
            if isinstance(array, Value) and array.shape != ():
                shape = (size, *array.shape[1:]) if array.shape else None
                made.append(like(at, array, shape, part=True, cut=(here, number), **table_of(array)))
            elif isinstance(array, (Thing, Instance)):
                walked(at.m, array, "split")
                made.append(subset(at, array, size))
            else:
                made.append(Portion(array))
    at.m.program.splits.append(Split(at.span, arrays))
    if len(arrays) > 1 and all(isinstance(array, Value) for array in arrays[:2]):
        at.m.program.pairs.append(Pair(arrays[0], arrays[1], at.span, len(at.m.program.events)))
    return List(made)


def parts(at: At, total: int | None, options: dict[str, Any]) -> tuple[Size, Size]:
    """The sizes of the training and the test part."""
    first, second = options.get("train_size"), options.get("test_size")
    if first is None and second is None:
        second = 0.25
    if total is not None and first is None:
        count = ceil(total * second) if isinstance(second, float) else second
        if isinstance(count, int) and 0 < count < total:
            return total - count, count
    return at.m.names.fresh("len"), at.m.names.fresh("len")


@bind("sklearn.utils.shuffle", "sklearn.utils.resample")
def shuffle(at: At, *arrays: Any, **options: Any) -> Any:
    """The same examples in another order, unless fewer are asked for."""
    if options.get("n_samples") is not None or at.label == "resample":
        made: list[Any] = [Unknown("examples drawn from an array") for _ in arrays]
    else:
        order = ordered(at, options.get("random_state"), length_of(arrays[0]) if arrays else None)
        made = [
            like(at, a, a.shape, shuffled=[(order, at.span, 0)], **table_of(a))
            if isinstance(a, Value)
            else Portion(a)
            for a in arrays
        ]
    return made[0] if len(made) == 1 else List(made)


def ordered(at: At, seed: Any, count: int | None) -> object:
    """What tells one order from another: the same seed gives as many examples the same one."""
    at.m.event("order")
    return ("sklearn", seed, count) if isinstance(seed, int) else object()
