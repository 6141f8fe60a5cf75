"""Examples made into a batch: what `default_collate` gives, and what it refuses."""

from __future__ import annotations

from footgun.network import ArgumentFault, Unequal, Value
from footgun.sizes import Expr, Size, bounds
from footgun.source.bindings import bind
from footgun.source.given import Number
from footgun.source.interpret.iteration import items_of
from footgun.source.values import Dict, List, Thing, Unknown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from footgun.findings import Span
    from footgun.source.callsite import At
    from footgun.source.interpret.machine import Machine

LABEL = "a label"


def label(classes: int | None) -> Unknown:
    """The class number of an example; where the data set's own numbers are known, how many classes."""
    return Unknown(LABEL if classes is None else f"{LABEL} of {classes} classes")


def items_alike(m: Machine, items: list[Any]) -> Any:
    """One item that stands for all; unknown where the first does not."""
    first = items[0]
    if isinstance(first, Value) and any(not isinstance(v, Value) or v.shape != first.shape for v in items):
        return Value(None, first.dtype, span=m.here)
    return first


def collate(m: Machine, item: Any, batch: Size, place: Span | None = None) -> Any:
    """Examples stacked to a batch: tensors get a first axis, numbers become a vector."""
    if isinstance(item, Value):
        made = Value(
            None if item.shape is None else (batch, *item.shape),
            item.dtype,
            span=item.span or m.here,
            origin=item.origin or "dataset",
        )
        made.facts.update({k: v for k, v in item.facts.items() if k not in ("array", "stated", "parameter")})
        if item.origin == "dataset" and item.made_by is None:
            made.facts.setdefault("device", "cpu")  # read from a file
        varied = item.facts.get("varied") if batch != 1 else False
        if varied and varied is not True and place is not None:
            found = Unequal(place, None if varied == "files" else varied)
            if found not in m.program.unequal:
                m.program.unequal.append(found)
        elif varied is True:
            refuse(m, place, "stacks images to a batch, and those of this data set differ in size",
                   "bring them to one size: `transforms.Resize((224, 224))`")  # fmt: skip
            made.shape = None if item.shape is None else (batch, item.shape[0], *map(fresh(m), "hw"))
        return made
    if isinstance(item, tuple):
        return tuple(collate(m, v, batch, place) for v in item)
    if isinstance(item, List):
        return List([collate(m, v, batch, place) for v in item], item.open)
    if isinstance(item, Dict):
        return Dict({k: collate(m, v, batch, place) for k, v in item.items()}, item.open)
    if isinstance(item, bool):
        return Value((batch,), "bool", span=m.here)
    if isinstance(item, Expr):
        made = Value((batch,), "int64", span=m.here, origin="dataset")
        low, high = bounds(item)
        if low is not None and high is not None:
            made.facts["range"] = (low, high)
        return made
    if isinstance(item, (int, float)):
        return Value((batch,), "int64" if isinstance(item, int) else "float64", span=m.here)
    if isinstance(item, str):
        return List([item], True)
    if isinstance(item, Number):
        whole = item.dtype == "int64"
        made = Value((batch,), "int64" if whole else None, span=m.here, origin="dataset")
        made.facts.update({"range": item.ends} if whole else {})
        return made
    if isinstance(item, Unknown) and item.reason.startswith(LABEL):
        return labels(m, item, batch)
    if isinstance(item, Thing) and item.kind == "image":
        refuse(m, place, "makes batches of tensors, but gets PIL images", "add `transforms.ToTensor()`")
    return Unknown("a batch that is not followed")


def fresh(m: Machine) -> Any:
    """Sizes of which nothing is known."""
    return lambda hint: m.names.fresh(hint)


def labels(m: Machine, item: Unknown, batch: Size) -> Value:
    """The class numbers of a batch."""
    made = Value((batch,), "int64", span=m.here, origin="dataset")
    made.facts.update(labels="index", drawn=True, device="cpu")  # numbers become tensors there
    words = item.reason.split()
    if len(words) > 2:
        made.facts["range"] = (0, int(words[3]) - 1)
    return made


def refuse(m: Machine, place: Span | None, message: str, help: str) -> None:
    """The loader cannot make a batch of these."""
    found = ArgumentFault(f"`DataLoader` {message}", place, help) if place is not None else None
    if found is not None and found not in m.program.arguments:
        m.program.arguments.append(found)


@bind("torch.utils.data.default_collate", "torch.utils.data._utils.collate.default_collate")
def default_collate(at: At, batch: Any) -> Any:
    items = items_of(at.m, batch)
    if items is None and isinstance(batch, List) and batch:
        return collate(at.m, batch[0], at.m.names.fresh("n"))
    return collate(at.m, items_alike(at.m, items), len(items)) if items else Unknown("an empty batch")


@bind("torch.utils.data.default_convert")
def default_convert(at: At, data: Any) -> Any:
    return data


@bind("torch.utils.data.get_worker_info")
def worker_info(at: At) -> Any:
    return Unknown("the worker that runs")
