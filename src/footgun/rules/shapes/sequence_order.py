"""(batch, time) where (time, batch) is taken, or the reverse: examples are read as steps of one sequence."""

from __future__ import annotations

from collections.abc import Iterator

from footgun.changes import Index as Indices
from footgun.findings import Finding, Fix, Severity
from footgun.network import Node, Program
from footgun.ops.indexing import Index
from footgun.ops.recurrent import Recurrent
from footgun.rules.base import Rule, rule
from footgun.rules.facts.batch import time_first
from footgun.rules.facts.faults import repaired
from footgun.rules.facts.makers import built, makes
from footgun.rules.facts.mending import set_argument
from footgun.rules.facts.passing import keeps
from footgun.rules.facts.words import in_pass, shown
from footgun.sizes import Expr, Size, same

WHOLE = ("slice", None, None, 1)
LAST = ("int", -1)


@rule(
    "SHP014",
    "sequence-order",
    Severity.WARNING,
    "batch and time are taken for each other",
    needs=("Recurrent", "MultiheadAttention", "TransformerLayer", "Transformer"),
)
def sequence_order(self: Rule, program: Program) -> Iterator[Finding]:
    """Layers without `batch_first` whose first axis is known to be the batch; and the wrong last step."""
    told: set[object] = set()
    batches = set(_batches(program))
    for node in program.nodes:
        takes_time_first = getattr(node.op, "batch_first", None) is False
        if takes_time_first and node.made not in told and _swapped(node, batches):
            told.add(node.made)
            shape = shown(node.inputs[0].shape or ())
            yield self.report(
                node.span,
                f"`{node.label}` takes (time, batch, features), but the first axis of {shape} is the "
                f"batch{in_pass(node)}",
                labels=[makes(node.inputs[0], shape), (built(node), "made here")],
                help=f"`batch_first=True` in `{node.label}`",
                fix=set_argument(program, node, "batch_first", "True"),
            )
    for node in program.nodes:
        layer = _takes_last(node)
        if layer is not None and layer.made not in told and node.span not in told:
            told.add(node.span)
            first = bool(getattr(layer.op, "batch_first", False))
            order = "(batch, time, features)" if first else "(time, batch, features)"
            wrong, right = ("out[-1]", "out[:, -1]") if first else ("out[:, -1]", "out[-1]")
            yield self.report(
                node.span,
                f"`{wrong}` takes the last example, not the last step: "
                f"`{layer.label}` gives {order}{in_pass(node)}",
                labels=[(layer.span, f"gives {order} here"), (built(layer), "made here")],
                help=f"`{right}` is the last step"
                + ("" if first else ", or set `batch_first=True` if the batch comes first"),
                fix=_fix(node, right),
            )


def _fix(node: Node, right: str) -> Fix | None:
    kinds = node.op.kinds if isinstance(node.op, Index) else ()
    if node.turn or any(kind != WHOLE for kind in kinds if kind != LAST):
        return None
    return Fix(f"`{right}`", changes=(Indices(node.called, right[4:-1]),))


def _batches(program: Program) -> Iterator[Size]:
    """The sizes that are known to be batches: those of loaders, and of maps."""
    for node in program.nodes:
        for value in node.inputs:
            shape, spatial = value.shape, getattr(node.op, "spatial", None)
            if not shape or not isinstance(shape[0], Expr):
                continue
            mapped = spatial and node.op.mixes and len(shape) == spatial + 2
            if mapped or value.origin == "dataset":
                yield shape[0]


def _swapped(node: Node, batches: set[Size]) -> bool:
    """Whether a sequence (time, batch, features) is really (batch, time, features)."""
    shape = node.inputs[0].shape
    if shape is None or len(shape) != 3 or repaired(node.inputs[0]) or node.faults:
        return False
    if same(shape[1], 1) is True:
        return False
    return (shape[0] in batches and shape[1] not in batches) or time_first(node)


def _takes_last(node: Node) -> Node | None:
    """The recurrent layer of whose outputs the last along the batch is taken."""
    if not isinstance(node.op, Index):
        return None
    value = node.inputs[0]
    while value.made_by is not None and keeps(value.made_by):
        value = value.made_by.inputs[0]
    layer = value.made_by
    if layer is None or not isinstance(layer.op, Recurrent) or value is not layer.outputs[0]:
        return None
    if value.shape is None or len(value.shape) != 3:
        return None
    if same(value.shape[0 if layer.op.batch_first else 1], 1) is True:
        return None
    kinds = node.op.kinds
    if layer.op.batch_first:
        return layer if kinds[:1] == (LAST,) else None
    return layer if kinds[:2] == (WHOLE, LAST) else None
