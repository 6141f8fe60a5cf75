"""A tensor that would fit on the device is copied there batch by batch, anew in every epoch."""

from __future__ import annotations

from collections.abc import Iterator

from footgun.findings import Finding, Severity
from footgun.network import Event, Program, Value
from footgun.ops.indexing import Index
from footgun.rules.base import Rule, rule
from footgun.rules.facts.training import head, learned
from footgun.sizes import product

# MB. A tenth of a small GPU of 10 GB: MNIST as floats takes 188, CIFAR-10 614.
FITS = 1000
# MB. Copying less than this takes no time that anybody would notice.
WORTH = 10
WIDTHS = {"float64": 8, "int64": 8, "float16": 2, "bfloat16": 2, "int16": 2, "uint8": 1, "int8": 1, "bool": 1}


@rule(
    "LOP019",
    "copied-every-epoch",
    Severity.INFO,
    "data that fits on the device is copied in every epoch",
    needs=("move",),
)
def copied_every_epoch(self: Rule, program: Program) -> Iterator[Finding]:
    """Parts of a tensor whose size is known, one finding a loop."""
    told = set()
    for event in program.events:
        if event.kind != "move" or event.loop is None or id(event.loop) in told:
            continue
        whole = _whole(event)
        size = _megabytes(whole) if whole is not None else None
        trains = (event.run, id(event.loop)) in learned(program)
        if whole is not None and size is not None and WORTH <= size <= FITS and trains:
            told.add(id(event.loop))
            yield self.report(
                event.span,
                f"batches of a tensor of {size:,.0f} MB are copied to the device in every epoch",
                labels=[(head(event.loops[0]), "the epochs"), (whole.span, "the whole tensor")],
                help="it fits there as a whole: move it once, before the loop, and index it there",
            )


def _whole(event: Event) -> Value | None:
    """The tensor that the copied batch is a part of."""
    value: Value = event.subject
    while value.made_by is not None and (value.made_by.op.moves or isinstance(value.made_by.op, Index)):
        whole = value.made_by.inputs[0]
        if isinstance(value.made_by.op, Index) and whole.shape != value.shape:
            return whole
        value = whole
    return None


def _megabytes(value: Value) -> float | None:
    """The memory it takes, None where its size is not known."""
    count = product(value.shape) if value.shape else None
    return count * WIDTHS.get(value.dtype or "", 4) / 1e6 if isinstance(count, int) else None
