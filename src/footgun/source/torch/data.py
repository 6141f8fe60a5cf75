"""torch.utils.data: loaders and splits; what a batch looks like follows from the data set behind it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from footgun.network import Value
from footgun.sizes import Size
from footgun.source.bindings import bind
from footgun.source.interpret.attributes import find_method
from footgun.source.interpret.calls import call_value
from footgun.source.interpret.iteration import items_of
from footgun.source.tensors import select
from footgun.source.values import Dict, Instance, List, Stream, Thing, Unknown

if TYPE_CHECKING:
    from footgun.source.callsite import At
    from footgun.source.interpret.machine import Machine


def item_of(m: Machine, dataset: Any) -> Any:
    """One example of a data set, the checked code's own `__getitem__` included."""
    if isinstance(dataset, Thing) and "item" in dataset.facts:
        return dataset.facts["item"]()
    if isinstance(dataset, Instance):
        method = find_method(m, dataset, "__getitem__")
        if method is not None:
            return call_value(m, method, [m.names.fresh("i", 0)], {}, m.here)
    if isinstance(dataset, (List, tuple)) and dataset:
        return dataset[0]
    if isinstance(dataset, Value):
        return select(m, dataset)
    return Unknown("an item of a data set that is not followed")


def collate(m: Machine, item: Any, batch: Size) -> Any:
    """Examples stacked to a batch: tensors get a first axis, numbers become a vector."""
    if isinstance(item, Value):
        made = Value(
            None if item.shape is None else (batch, *item.shape),
            item.dtype,
            span=item.span or m.here,
            origin=item.origin or "dataset",
        )
        made.facts.update(item.facts)
        return made
    if isinstance(item, tuple):
        return tuple(collate(m, v, batch) for v in item)
    if isinstance(item, List):
        return List([collate(m, v, batch) for v in item], item.open)
    if isinstance(item, Dict):
        return Dict({k: collate(m, v, batch) for k, v in item.items()}, item.open)
    if isinstance(item, bool):
        return Value((batch,), "bool", span=m.here)
    if isinstance(item, (int, float)):
        return Value((batch,), "int64" if isinstance(item, int) else "float64", span=m.here)
    if isinstance(item, Unknown) and item.reason == "a label":
        labels = Value((batch,), "int64", span=m.here, origin="dataset")
        labels.facts["labels"] = "index"
        return labels
    return Unknown("a batch that is not followed")


@bind("torch.utils.data.DataLoader")
def data_loader(
    at: At,
    dataset: Any,
    batch_size: Any = 1,
    shuffle: Any = None,
    sampler: Any = None,
    batch_sampler: Any = None,
    num_workers: Any = 0,
    collate_fn: Any = None,
    pin_memory: Any = False,
    drop_last: Any = False,
    timeout: Any = 0,
    worker_init_fn: Any = None,
    multiprocessing_context: Any = None,
    generator: Any = None,
    *,
    prefetch_factor: Any = None,
    persistent_workers: Any = False,
    pin_memory_device: Any = "",
    in_order: Any = True,
) -> Any:
    m = at.m

    def batch() -> Any:
        whole = batch_size if isinstance(batch_size, int) else None
        count = dataset.facts.get("length") if isinstance(dataset, Thing) else None
        even = isinstance(count, int) and whole is not None and whole > 0 and count % whole == 0
        # The last batch holds what is left over, so its size is only bounded.
        full = whole is not None and (even or drop_last is True)
        size: Size = whole if full and whole is not None else m.names.fresh("n", 1, whole)
        if collate_fn is not None:
            return Unknown("a batch made by `collate_fn`")
        return collate(m, item_of(m, dataset), size)

    return Thing(
        "torch.utils.data.DataLoader",
        at.name,
        at.span,
        iterate=lambda: Stream(batch),
        dataset=dataset,
        batch_size=batch_size,
        shuffle=shuffle,
        length=m.names.fresh("batches"),
    )


def subset(at: At, dataset: Any, length: Any) -> Thing:
    """A part of a data set."""
    return Thing(
        "torch.utils.data.Dataset",
        at.name,
        at.span,
        item=lambda: item_of(at.m, dataset),
        length=length,
        dataset=dataset,
    )


@bind("torch.utils.data.Subset")
def subset_(at: At, dataset: Any, indices: Any) -> Any:
    items = items_of(at.m, indices)
    return subset(at, dataset, len(items) if items is not None else at.m.names.fresh("len"))


@bind("torch.utils.data.random_split")
def random_split(at: At, dataset: Any, lengths: Any, generator: Any = None) -> Any:
    sizes = items_of(at.m, lengths)
    if sizes is None:
        return Unknown("parts of a data set")
    return List([subset(at, dataset, s if isinstance(s, int) else at.m.names.fresh("len")) for s in sizes])


@bind("sklearn.model_selection.train_test_split")
def train_test_split(at: At, *arrays: Any, **options: Any) -> Any:
    made: list[Any] = []
    for array in arrays:
        for _ in range(2):
            if isinstance(array, Value) and array.shape:
                made.append(Value((at.m.names.fresh("len"), *array.shape[1:]), array.dtype, span=at.span))
            elif isinstance(array, (Thing, Instance)):
                made.append(subset(at, array, at.m.names.fresh("len")))
            else:
                made.append(Unknown("a part of an array"))
    return List(made)


@bind("torch.utils.data.TensorDataset")
def tensor_dataset(at: At, *tensors: Any) -> Any:
    found = [at.m.tensor(t) for t in tensors]
    length = found[0].shape[0] if found and found[0].shape else at.m.names.fresh("len")
    return Thing(
        "torch.utils.data.Dataset",
        at.name,
        at.span,
        item=lambda: tuple(select(at.m, t) for t in found),
        length=length,
        tensors=tuple(found),
    )


@bind("torch.utils.data.ConcatDataset")
def concat_dataset(at: At, datasets: Any) -> Any:
    items = items_of(at.m, datasets) or [Unknown("a data set")]
    return subset(at, items[0], at.m.names.fresh("len"))
