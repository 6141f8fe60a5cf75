"""A reshape that puts axes in another order: the sizes are right, the numbers are scrambled."""

from __future__ import annotations

from collections.abc import Iterator

from footgun.changes import Reapply
from footgun.findings import Finding, Fix, Severity
from footgun.network import Node, Program, users
from footgun.ops.indexing import Index
from footgun.ops.recurrent import Recurrent
from footgun.ops.reshape import Reshape
from footgun.ops.resize import Pad
from footgun.rules.base import Rule, rule
from footgun.rules.facts.faults import repaired
from footgun.rules.facts.makers import makes
from footgun.rules.facts.mending import contiguous
from footgun.rules.facts.words import in_pass, shown
from footgun.sizes import Shape, Size, same


@rule(
    "SHP011", "reshape-as-transpose", Severity.WARNING, "a reshape is used to swap axes", needs=("Reshape",)
)
def reshape_as_transpose(self: Rule, program: Program) -> Iterator[Finding]:
    """Reshapes to the same sizes in another order, and to or from attention heads past the time axis."""
    told: set[object] = set()
    for node in program.nodes:
        if not isinstance(node.op, Reshape) or node.faults or node.span in told or repaired(*node.inputs):
            continue
        have, wanted = node.inputs[0].shape, node.outputs[0].shape
        if have is None or wanted is None:
            continue
        if _skews(node):
            continue
        instead = _permuted(have, wanted) or _heads(have, wanted) or _joined(have, wanted) or _state(node)
        if instead:
            told.add(node.span)
            yield self.report(
                node.span,
                f"`{node.label}` turns {shown(have)} into {shown(wanted)}: it reads the numbers in their old "
                f"order, so the axes are not swapped but scrambled{in_pass(node)}",
                labels=[makes(node.inputs[0], shown(have))],
                help=f"`{instead}` moves the axes",
                fix=_fix(program, node, instead),
            )


def _fix(program: Program, node: Node, instead: str) -> Fix | None:
    """Where the way that the help shows has no sizes in it: they may have names in the code."""
    if node.turn or ".view(" in instead or node.layer is not None or "symbolic" in node.inputs[0].facts:
        return None
    array = "array" in node.inputs[0].facts
    if array and ".permute(" not in instead:
        return None
    moved = "" if array or ".flatten(" in instead else contiguous(program, node)
    words = (instead.replace(".permute(", ".transpose(") if array else instead) + moved
    text = "{}" + words.partition(".")[1] + words.partition(".")[2]
    return Fix(f"`{words}`", changes=(Reapply(node.called, text),))


def _skews(node: Node) -> bool:
    """Whether rows are shifted against each other on purpose: padded or cut right before or after."""
    made = node.inputs[0].made_by
    around = [*users(node.output), *([made] if made is not None else ())]
    return any(isinstance(n.op, Pad) or (isinstance(n.op, Index) and keeps_rank(n)) for n in around)


def keeps_rank(node: Node) -> bool:
    """Whether no axis is lost, as by a slice."""
    return node.inputs[0].rank == node.output.rank


def _permuted(have: Shape, wanted: Shape) -> str:
    """The same sizes in another order; axes of 1 may stand anywhere."""
    if len(have) != len(wanted) or len(have) < 3 or have == wanted:
        return ""
    if [size for size in have if size != 1] == [size for size in wanted if size != 1]:
        return ""
    order: list[int] = []
    for size in wanted:
        axis = next((i for i, other in enumerate(have) if other == size and i not in order), None)
        if axis is None:
            return ""
        order.append(axis)
    return f"x.permute({', '.join(map(str, order))})"


def _heads(have: Shape, wanted: Shape) -> str:
    """(n, t, a·b) to (n, a, t, b): heads are split off past the time axis."""
    if len(have) != 3 or len(wanted) != 4 or have[0] != wanted[0]:
        return ""
    heads, time, width = wanted[1:]
    if time != have[1] or not _apart(heads, time) or same(heads * width, have[2]) is not True:
        return ""
    return f"x.view({have[0]}, {time}, {heads}, {width}).transpose(1, 2)"


def _joined(have: Shape, wanted: Shape) -> str:
    """(n, a, t, b) to (n, t, a·b): heads are put together with the time axis between them."""
    if len(have) != 4 or len(wanted) != 3 or have[0] != wanted[0]:
        return ""
    heads, time, width = have[1:]
    if time != wanted[1] or not _apart(heads, time) or same(heads * width, wanted[2]) is not True:
        return ""
    return "x.transpose(1, 2).flatten(2)"


def _state(node: Node) -> str:
    """The last states of several layers or directions, (a, n, b), to (n, a·b)."""
    value, wanted = node.inputs[0], node.outputs[0].shape
    made = value.made_by
    if made is None or not isinstance(made.op, Recurrent) or value is made.outputs[0] or not value.shape:
        return ""
    if len(value.shape) != 3 or wanted is None or len(wanted) != 2 or wanted[0] != value.shape[1]:
        return ""
    return "h.transpose(0, 1).flatten(1)" if _apart(value.shape[0], value.shape[1]) else ""


def _apart(a: Size, b: Size) -> bool:
    """Whether two axes are worth telling apart: neither is 1, and they are not of one size."""
    return a != b and same(a, 1) is not True and same(b, 1) is not True
