"""tf.data: a data set as the item it gives; methods that only reorder or repeat leave it as it is."""

from __future__ import annotations

from collections.abc import Callable

from footgun.network import Pair, Value
from footgun.source.bindings import bind
from footgun.source.interpret.calls import call_value
from footgun.source.interpret.iteration import items_of
from footgun.source.keras.portions import portion_of
from footgun.source.tensors import select
from footgun.source.torch.data import collate
from footgun.source.values import Abstract, Dict, List, Stream, Thing, Unknown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from footgun.source.callsite import At
    from footgun.source.interpret.machine import Machine

DATASET = "tensorflow.data.Dataset"
SAME = (
    "shuffle", "repeat", "prefetch", "cache", "take", "skip", "shard", "with_options", "filter",
    "ignore_errors",
)  # fmt: skip


def stream(at: At, item: Callable[[], Abstract], **facts: Any) -> Thing:
    """A data set by one of its items."""
    return Thing(DATASET, at.name, at.span, item=item, iterate=lambda: Stream(item), **facts)


def item_of(dataset: Any) -> Abstract:
    """One item of a data set."""
    found = dataset.facts.get("item") if isinstance(dataset, Thing) else None
    return Unknown("an item of a data set") if found is None else found()


def sliced(m: Machine, data: Abstract) -> Abstract:
    """One slice along the first axis of each array."""
    if isinstance(data, Value):
        made = select(m, data)
        if isinstance(made, Value):
            made.facts.update({k: v for k, v in data.facts.items() if k == "labels"})
        return made
    if isinstance(data, (tuple, List)) and any(isinstance(v, (Value, Dict, tuple)) for v in data):
        return tuple(sliced(m, v) for v in data)
    if isinstance(data, Dict):
        return Dict({k: sliced(m, v) for k, v in data.items()}, data.open)
    return Unknown("an item of a data set")


@bind(f"{DATASET}.from_tensor_slices")
def from_tensor_slices(at: At, tensors: Any = None, name: Any = None) -> Any:
    if isinstance(tensors, tuple) and len(tensors) == 2 and all(isinstance(t, Value) for t in tensors):
        at.m.program.pairs.append(Pair(*tensors, at.span, len(at.m.program.events)))
    return stream(at, lambda: sliced(at.m, tensors))


@bind(f"{DATASET}.from_tensors")
def from_tensors(at: At, tensors: Any = None, name: Any = None) -> Any:
    return stream(at, lambda: tensors)


@bind(f"{DATASET}.from_generator", f"{DATASET}.list_files", f"{DATASET}.range")
def unknown_items(at: At, *args: Any, **kwargs: Any) -> Any:
    return stream(at, lambda: Unknown("an item of a data set"))


@bind(f"{DATASET}.zip")
def zipped(at: At, *datasets: Any, **kwargs: Any) -> Any:
    parts = items_of(at.m, datasets[0]) if len(datasets) == 1 else list(datasets)
    return stream(at, lambda: tuple(map(item_of, parts or ())))


@bind(f"{DATASET}.batch")
def batch(
    at: At, self: Any, batch_size: Any = None, drop_remainder: Any = False, *rest: Any, **more: Any
) -> Any:
    """The last batch holds what is left over, unless it is dropped."""
    m, whole = at.m, isinstance(batch_size, int) and not isinstance(batch_size, bool)

    def item() -> Abstract:
        if whole and drop_remainder is True:
            return collate(m, item_of(self), batch_size)
        return collate(m, item_of(self), m.names.fresh("n", 1, batch_size if whole else None))

    return stream(at, item, portion=portion_of(self))


@bind(f"{DATASET}.map")
def mapped(at: At, self: Any, map_func: Any = None, *rest: Any, **more: Any) -> Any:
    """The function gets the parts of an item as arguments of their own."""

    def item() -> Abstract:
        given = item_of(self)
        return call_value(at.m, map_func, list(given) if isinstance(given, tuple) else [given], {}, at.span)

    return stream(at, item, portion=portion_of(self))


@bind(*(f"{DATASET}.{name}" for name in SAME))
def same(at: At, self: Any, *args: Any, **kwargs: Any) -> Any:
    return self


@bind(
    *(
        f"{DATASET}.{name}"
        for name in ("unbatch", "padded_batch", "window", "flat_map", "interleave", "concatenate")
    )
)
def lost(at: At, self: Any, *args: Any, **kwargs: Any) -> Any:
    return stream(at, lambda: Unknown(f"an item after `{at.label}`"))


@bind(f"{DATASET}.next")
def following(at: At, self: Any, *args: Any, **kwargs: Any) -> Any:
    """`next` of a generator of batches."""
    return item_of(self)
