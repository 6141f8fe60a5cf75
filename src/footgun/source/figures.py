"""Numbers that training reports, told apart by how they came about: means of batches, sums, averages."""

from __future__ import annotations

import ast

from footgun.network import Value
from footgun.ops.loss import Loss
from footgun.source.loops import LOADER
from footgun.source.values import Abstract, Instance, Thing, Unknown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from footgun.source.interpret.frame import Frame
    from footgun.source.interpret.machine import Machine

DATASET = "torch.utils.data.Dataset"
MEAN, MEANS, TOTAL, AVERAGE = "mean of a batch", "sum of such means", "sum", "average"


class Figure(Unknown):
    """A number whose value is not known, but what it says."""

    __slots__ = ("kind", "of")

    def __init__(self, kind: str, of: Value | None = None) -> None:
        super().__init__("a number of a tensor")
        self.kind = kind
        self.of = of  # the tensor that holds it, where there is one


def figure_of(value: Abstract) -> Unknown | None:
    """What `.item()` gives of a loss that is the mean of its batch."""
    node = value.made_by if isinstance(value, Value) else None
    if node is None or not isinstance(node.op, Loss) or getattr(node.op, "reduction", None) != "mean":
        return None
    return Figure(MEAN, value)


def number_of(value: Abstract) -> Unknown:
    """What `.item()` gives of any other tensor."""
    return Figure("", value) if isinstance(value, Value) else Unknown("`.item()` of a tensor")


def combined(
    m: Machine, frame: Frame, kind: type[ast.operator], left: Abstract, right: Abstract, divisor: ast.expr
) -> Unknown | None:
    """What an operation on figures gives; None where nothing is known of it. Double averages are events."""
    if kind is ast.Add:
        kinds = {v.kind for v in (left, right) if isinstance(v, Figure)}
        if kinds and kinds <= {MEAN, MEANS}:
            return Figure(MEANS)
        return Figure(TOTAL) if kinds == {TOTAL} else None
    if kind is ast.Mult and any(isinstance(v, Figure) and v.kind == MEAN for v in (left, right)):
        return Figure(TOTAL)
    if kind is not ast.Div or not isinstance(left, Unknown):
        return None
    over = counted(m, frame, divisor)
    if over is None:
        return None
    known = left.kind if isinstance(left, Figure) else ""
    if known == AVERAGE:
        m.event("average", None, "twice")
    elif known == MEANS and over == "examples":
        m.event("average", None, "means")
    return Figure(AVERAGE)


def counted(m: Machine, frame: Frame, divisor: ast.expr) -> str | None:
    """Whether it is `len` of a loader ("batches") or of a data set ("examples")."""
    plain = isinstance(divisor, ast.Call) and isinstance(divisor.func, ast.Name) and divisor.func.id == "len"
    if not plain or not isinstance(divisor, ast.Call) or len(divisor.args) != 1:
        return None
    from footgun.source.interpret.expressions import evaluate

    holder = divisor.args[0]
    found = evaluate(m, frame, holder)
    if isinstance(found, Thing) and found.name == LOADER:
        return "batches"
    named = isinstance(holder, ast.Attribute) and holder.attr == "dataset"
    data = (isinstance(found, Thing) and found.kind == DATASET) or (isinstance(found, Instance) and named)
    return "examples" if data or named else None
