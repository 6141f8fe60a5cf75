"""torch.utils.data: samplers, and the loader that makes batches."""

from __future__ import annotations

from footgun.network import Value
from footgun.sizes import Size
from footgun.source.bindings import SIGNATURES, bind, bind_texts
from footgun.source.interpret.attributes import find_method
from footgun.source.interpret.calls import call_value
from footgun.source.interpret.iteration import items_of, length
from footgun.source.loops import loader_of
from footgun.source.torch.collate import collate
from footgun.source.torch.data import bases, item_of, length_of
from footgun.source.values import Instance, List, Stream, Thing, Unknown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from footgun.source.bindings import Handler
    from footgun.source.callsite import At

SAMPLERS = {
    "SequentialSampler": "data_source",
    "RandomSampler": "data_source replacement=False num_samples=None generator=None",
    "SubsetRandomSampler": "indices generator=None",
    "WeightedRandomSampler": "weights num_samples replacement=True generator=None",
    "BatchSampler": "sampler batch_size drop_last",
    "DistributedSampler": "dataset num_replicas=None rank=None shuffle=True seed=0 drop_last=False",
}


def make(name: str) -> Handler:
    """The handler of one sampler."""

    def sampler(at: At, *args: Any, **named: Any) -> Any:
        given = {**dict(zip(SIGNATURES[sampler].positional, args, strict=False)), **named}
        count: Any = None
        if name in ("SequentialSampler", "RandomSampler"):
            count = length_of(at.m, given.get("data_source"))
        elif name == "SubsetRandomSampler":
            count = length(at.m, given.get("indices"))
        count = given.get("num_samples") or count
        count = at.m.names.fresh("len") if count is None else count
        item: Any = lambda: at.m.names.fresh("i", 0)  # noqa: E731
        if name == "BatchSampler":
            item, count = (lambda: List([at.m.names.fresh("i", 0)], True)), at.m.names.fresh("batches")
        return Thing(
            "torch.utils.data.Sampler",
            f"torch.utils.data.{name}",
            at.span,
            iterate=lambda: Stream(item, count),
            length=count,
            **given,
        )

    return sampler


bind_texts(SAMPLERS, make, "torch.utils.data")
bind_texts({"DistributedSampler": SAMPLERS["DistributedSampler"]}, make, "torch.utils.data.distributed")


@bind("torch.utils.data.Sampler.set_epoch")
def set_epoch(at: At, self: Any, epoch: Any) -> None:
    return None


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
    exclude(at, dataset, batch_size, shuffle, sampler, batch_sampler, drop_last)
    if isinstance(batch_sampler, Thing) and "batch_size" in batch_sampler.facts:
        batch_size, drop_last = (batch_sampler.facts.get(key) for key in ("batch_size", "drop_last"))
    elif batch_sampler is not None:
        batch_size = Unknown("the size of a batch")
    whole = batch_size if isinstance(batch_size, int) and batch_size > 0 else None
    total = length_of(m, dataset if sampler is None else sampler)

    def batch() -> Any:
        item = item_of(m, dataset)
        if batch_size is None:
            return item if collate_fn is None else call_value(m, collate_fn, [item], {}, at.span)
        size = batch_of(at, whole, total, drop_last)
        if collate_fn is None:
            return collate(m, item, size, at.span)
        examples = List([item], True)
        if isinstance(size, int) and size == 1:
            examples.open = False
        return call_value(m, collate_fn, [examples], {}, at.span)

    count: Any = m.names.fresh("batches")
    if isinstance(total, int) and whole is not None:
        count = total // whole if drop_last is True else -(-total // whole)

    def iterate() -> Stream:
        loader_of(made).used = True
        return Stream(batch, count)

    made = Thing(
        "torch.utils.data.DataLoader",
        at.name,
        at.span,
        iterate=iterate,
        dataset=dataset,
        batch_size=batch_size,
        batch_place=at.argument_span("batch_size"),
        shuffle=shuffle,
        workers=num_workers,
        workers_place=at.argument_span("num_workers"),
        sampler=sampler if batch_sampler is None else batch_sampler,
        length=count,
    )
    m.program.loaders.append(loader_of(made))
    return made


def batch_of(at: At, whole: int | None, total: Any, drop_last: Any) -> Size:
    """The size of a batch: the last one holds what is left over, so its size is only bounded."""
    if whole is None:
        return at.m.names.fresh("n")
    if isinstance(total, int) and 0 < total < whole and drop_last is False:
        return total
    even = whole == 1 or (isinstance(total, int) and total % whole == 0)
    return whole if even or drop_last is True else at.m.names.fresh("n", 1, whole)


def exclude(
    at: At, dataset: Any, batch_size: Any, shuffle: Any, sampler: Any, batch_sampler: Any, drop_last: Any
) -> None:
    """Arguments that the loader does not take together."""
    if sampler is not None and not isinstance(sampler, Unknown) and shuffle is True:
        message = "`DataLoader` takes either a `sampler` or `shuffle`: the sampler says the order"
        from footgun.changes import Argument

        mend = Argument(at.span, "shuffle", None)
        at.fault(message, argument="shuffle", help="leave `shuffle` out", mend=mend)
    if batch_sampler is not None and not isinstance(batch_sampler, Unknown):
        others = (("batch_size", batch_size, 1), ("shuffle", shuffle, None), ("sampler", sampler, None),
                  ("drop_last", drop_last, False))  # fmt: skip
        for name, value, usual in others:
            if not isinstance(value, Unknown) and value is not usual and value not in (usual, False):
                at.fault(f"`DataLoader` takes no `{name}` beside a `batch_sampler`", argument=name)
                return
    if shuffle is True and isinstance(dataset, Instance):
        names = [getattr(base, "name", "") for base in bases(dataset)]
        if "torch.utils.data.IterableDataset" in names and find_method(at.m, dataset, "__iter__") is not None:
            message = "`DataLoader` cannot shuffle an `IterableDataset`, which gives its own order"
            at.fault(message, argument="shuffle")


@bind("torch.nn.utils.rnn.pad_sequence")
def pad_sequence(
    at: At, sequences: Any, batch_first: Any = False, padding_value: Any = 0.0, padding_side: Any = "right"
) -> Any:
    found = items_of(at.m, sequences)
    open_ = found is None and isinstance(sequences, List) and bool(sequences)
    first = sequences[0] if open_ else found[0] if found else None
    if not isinstance(first, Value) or not first.shape:
        return at.value(None, getattr(first, "dtype", None), "")
    count: Size = at.m.names.fresh("n") if found is None else len(found)
    lengths = {t.shape[0] for t in found or () if isinstance(t, Value) and t.shape}
    known = found is not None and len(lengths) > 0 and all(isinstance(n, int) for n in lengths)
    longest: Size = max(n for n in lengths if isinstance(n, int)) if known else at.m.names.fresh("t")
    pair = (count, longest)
    shape = (*(pair if at.flag(batch_first, False) else reversed(pair)), *first.shape[1:])
    return at.value(shape, first.dtype)
