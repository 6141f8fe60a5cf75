"""torch.utils.data: data sets, their parts and their unions; what one example looks like."""

from __future__ import annotations

from footgun.network import Pair, Value
from footgun.source.bindings import bind, call_handler
from footgun.source.interpret.attributes import find_method
from footgun.source.interpret.calls import call_value
from footgun.source.interpret.iteration import items_of, length, one_item
from footgun.source.registry import REGISTRY, register
from footgun.source.tensors import select
from footgun.source.torch.collate import collate, items_alike
from footgun.source.values import Dict, Instance, List, Stream, Thing, Unknown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from footgun.source.callsite import At
    from footgun.source.interpret.machine import Machine

DATASET = "torch.utils.data.Dataset"


def item_of(m: Machine, dataset: Any) -> Any:
    """One example of a data set, the checked code's own `__getitem__` or `__iter__` included."""
    if isinstance(dataset, Thing) and "item" in dataset.facts:
        return dataset.facts["item"]()
    if isinstance(dataset, Instance):
        iterable = any(getattr(b, "name", "") == "torch.utils.data.IterableDataset" for b in bases(dataset))
        method = None if iterable else find_method(m, dataset, "__getitem__")
        if method is not None:
            return call_value(m, method, [m.names.fresh("i", 0)], {}, m.here)
        inner = dataset.attributes.get("__data__")
        return one_item(m, dataset) if inner is None else item_of(m, inner)
    if isinstance(dataset, (List, tuple)) and dataset:
        return items_alike(m, list(dataset))
    if isinstance(dataset, (Stream, range)):
        return one_item(m, dataset)
    if isinstance(dataset, Value):
        return select(m, dataset)
    return Unknown("an item of a data set that is not followed")


def bases(dataset: Instance) -> list[Any]:
    """The classes that an object's class derives from."""
    return dataset.cls.ancestors()


def length_of(m: Machine, dataset: Any) -> Any:
    """How many examples a data set has."""
    if isinstance(dataset, Thing):
        return dataset.facts.get("length")
    if isinstance(dataset, Instance):
        method = find_method(m, dataset, "__len__")
        if method is None:
            return length_of(m, dataset.attributes.get("__data__"))
        return call_value(m, method, [], {}, m.here)
    if isinstance(dataset, (List, tuple, Value, range)):
        return length(m, dataset)
    return None


def inherited(*names: str) -> None:
    """Let the checked code derive classes from data sets of a library."""

    def init(at: At, self: Any, *args: Any, **kwargs: Any) -> None:
        base = at.name.removesuffix(".__init__")
        inner = type(at)(at.m, base, at.span, at.node, at.frame)
        inner.open_arguments = at.open_arguments
        made = call_handler(inner, REGISTRY[base], args=list(args), kwargs=kwargs)
        if isinstance(self, Instance) and isinstance(made, Thing):
            at.m.journal.write(self.attributes, "__data__", made)
            for key, value in made.attributes.items():
                at.m.journal.write(self.attributes, key, value)

    def item(at: At, self: Any, index: Any = None) -> Any:
        return item_of(at.m, self.attributes.get("__data__") if isinstance(self, Instance) else self)

    def count(at: At, self: Any) -> Any:
        found = length_of(at.m, self.attributes.get("__data__") if isinstance(self, Instance) else self)
        return at.m.names.fresh("len", 0) if found is None else found

    for name in names:
        register(f"{name}.__init__", init)
        register(f"{name}.__getitem__", item)
        register(f"{name}.__len__", count)


def subset(at: At, dataset: Any, length: Any) -> Thing:
    """A part of a data set."""
    return Thing(
        DATASET, at.name, at.span, item=lambda: item_of(at.m, dataset), length=length, dataset=dataset
    )


@bind("torch.utils.data.Subset")
def subset_(at: At, dataset: Any, indices: Any) -> Any:
    items = items_of(at.m, indices)
    count = len(items) if items is not None else length(at.m, indices)

    def item() -> Any:
        return without_classes(item_of(at.m, dataset))

    return Thing(DATASET, at.name, at.span, item=item, length=count, dataset=dataset, indices=indices)


def without_classes(item: Any) -> Any:
    """A choice of examples need not hold every class."""
    if isinstance(item, tuple):
        return tuple(without_classes(part) for part in item)
    return Unknown("a label") if isinstance(item, Unknown) and item.reason.startswith("a label") else item


@bind("torch.utils.data.random_split")
def random_split(at: At, dataset: Any, lengths: Any, generator: Any = None) -> Any:
    sizes = items_of(at.m, lengths)
    if sizes is None:
        return Unknown("parts of a data set")
    total = length_of(at.m, dataset)
    whole = [size for size in sizes if isinstance(size, int) and not isinstance(size, bool)]
    if isinstance(total, int) and len(whole) == len(sizes) and sum(whole) not in (total, 1):
        message = f"`random_split`: parts of {' + '.join(map(str, whole))} = {sum(whole)} examples of {total}"
        at.fault(message, argument="lengths")
    parts = [subset(at, dataset, size) for size in split_sizes(at, sizes, total)]
    for made in parts:
        made.facts["seeded"] = generator is not None
    return List(parts)


def split_sizes(at: At, sizes: list[Any], total: Any) -> list[Any]:
    """How many examples each part gets; fractions are rounded down, and the rest is dealt out in turn."""
    fresh = at.m.names.fresh
    if not all(isinstance(size, float) for size in sizes) or not isinstance(total, int):
        return [size if not isinstance(size, (float, Unknown)) else fresh("len", 0) for size in sizes]
    counts = [int(total * size) for size in sizes if 0 <= size <= 1]
    if len(counts) < len(sizes):
        return [fresh("len", 0) for _ in sizes]
    rest = total - sum(counts)
    if not 0 <= rest < len(counts):
        return [fresh("len", 0) for _ in sizes]
    return [count + (place < rest) for place, count in enumerate(counts)]


@bind("torch.utils.data.TensorDataset")
def tensor_dataset(at: At, *tensors: Any) -> Any:
    found = [at.m.tensor(t) for t in tensors]
    counts = [t.shape[0] for t in found if t.shape]
    known = sorted({c for c in counts if isinstance(c, int)})
    if len(known) > 1:
        at.fault(f"`TensorDataset`: its tensors hold {' and '.join(map(str, known))} examples")
    if len(found) > 1:
        at.m.program.pairs.append(Pair(found[0], found[1], at.span, len(at.m.program.events)))
    return Thing(
        DATASET,
        at.name,
        at.span,
        item=lambda: tuple(select(at.m, t) for t in found),
        length=known[0] if known else counts[0] if counts else at.m.names.fresh("len"),
        tensors=tuple(found),
    )


@bind("torch.utils.data.ConcatDataset", "torch.utils.data.ChainDataset")
def concat_dataset(at: At, datasets: Any) -> Any:
    items = items_of(at.m, datasets) or [Unknown("a data set")]
    counts = [length_of(at.m, dataset) for dataset in items]
    known = all(isinstance(count, int) for count in counts)
    return subset(at, items[0], sum(counts) if known else at.m.names.fresh("len"))


@bind("torch.utils.data.StackDataset")
def stack_dataset(at: At, *args: Any, **kwargs: Any) -> Any:
    def item() -> Any:
        if kwargs:
            return Dict({key: item_of(at.m, value) for key, value in kwargs.items()})
        return tuple(item_of(at.m, value) for value in args)

    first = next(iter((*args, *kwargs.values())), None)
    return Thing(DATASET, at.name, at.span, item=item, length=length_of(at.m, first))


inherited(*(f"torch.utils.data.{n}" for n in ("Subset", "TensorDataset", "ConcatDataset", "StackDataset")))
__all__ = ["collate", "item_of", "length_of", "subset"]
