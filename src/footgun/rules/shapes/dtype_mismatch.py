"""Numbers of a type that a layer, a product or a loss does not take."""

from __future__ import annotations

from collections.abc import Iterator

from footgun.changes import Around, Wrap
from footgun.findings import Finding, Fix, Severity
from footgun.network import Node, Program, Value
from footgun.ops.base import Fault
from footgun.ops.elementwise import Binary, Unary
from footgun.ops.embedding import Embedding, EmbeddingBag
from footgun.ops.loss import CrossEntropy, Loss
from footgun.ops.reduction import Reduce
from footgun.rules.base import Rule, rule
from footgun.rules.facts.faults import faulty
from footgun.rules.facts.makers import makes
from footgun.rules.facts.numbers import type_origin
from footgun.rules.facts.words import in_pass, shown
from footgun.sizes import is_floating

CASTS = {"float32": "x.float()", "float64": "x.double()", "int64": "x.long()", "bool": "x.bool()"}


@rule(
    "SHP016",
    "dtype-mismatch",
    Severity.ERROR,
    "a tensor has another number type than is taken",
    needs=("dtype",),
)
def dtype_mismatch(self: Rule, program: Program) -> Iterator[Finding]:
    """Integers into layers with weights, float indices, double against float, targets of losses."""
    told: set[object] = set()
    for node, (fault, *_) in faulty(program, "dtype"):
        wrong = next((v for v in _suspects(node) if v.dtype == fault.got), None)
        if wrong is None or _promotes(node, fault) or wrong.facts.get("labels") == "one-hot":
            continue
        origin = type_origin(wrong)
        key = (id(origin), fault.expected)
        if key in told:
            continue  # one tensor of a wrong type is one mistake, however many layers take it
        told.add(key)
        yield self.report(
            node.span,
            f"{_message(node, fault)}{in_pass(node)}",
            labels=[makes(origin, str(fault.got))],
            help=_help(node, fault),
            fix=_fix(node, fault, wrong),
        )


def _suspects(node: Node) -> tuple[Value, ...]:
    """Of a loss the target comes first, as its messages speak of it."""
    return (*node.inputs[1:2], *node.inputs) if isinstance(node.op, Loss) else node.inputs


def _promotes(node: Node, fault: Fault) -> bool:
    """Whether NumPy or Keras do the arithmetic, which bring all to one type, some backends booleans too."""
    if fault.detail == "minus" and node.network is not None and node.network.framework == "keras":
        return True
    return any("array" in value.facts or "symbolic" in value.facts for value in node.inputs)


def _message(node: Node, fault: Fault) -> str:
    label, op = node.label, node.op
    if isinstance(op, Loss):
        return _of_loss(node, fault)
    if isinstance(op, (Embedding, EmbeddingBag)):
        return f"`{label}` looks up rows by integers, but gets {fault.got}"
    if fault.detail == "weights":
        return f"`{label}` has weights of {fault.expected}, but gets {fault.got}"
    if fault.detail == "alike":
        return f"`{label}` takes tensors of one type, but gets {fault.expected} and {fault.got}"
    if isinstance(op, Reduce):
        return f"`{label}` is for floating-point numbers, but gets {fault.got}"
    if fault.detail == "minus":
        return f"`{label}` subtracts numbers, but gets booleans"
    if fault.detail == "places":
        return f"`{label}` finds places by integers, but gets {fault.got}"
    if fault.detail == "mask":
        return f"`{label}` takes a mask of booleans, but gets {fault.got}"
    if isinstance(op, Binary) or (isinstance(op, Unary) and op.name == "bitwise_not"):
        return f"`{label}` works on the bits of integers, but gets {fault.got}"
    return f"`{label}` takes floating-point numbers, but gets {fault.got}"


def _of_loss(node: Node, fault: Fault) -> str:
    label, target = node.label, node.inputs[1] if len(node.inputs) > 1 else None
    if target is None or target.dtype != fault.got:
        return f"`{label}` takes floating-point predictions, but gets {fault.got}"
    if fault.detail == "index":
        return f"`{label}` takes class numbers as int64, but gets a target of {fault.got}"
    if fault.detail == "probabilities":
        shape = shown(target.shape or ())
        return f"`{label}` takes a target {shape} as probabilities, but gets {fault.got}"
    return f"`{label}` takes a target of {fault.expected}, but gets {fault.got}"


def _fix(node: Node, fault: Fault, wrong: Value) -> Fix | None:
    """The cast that the help names, where the tensor is handed over or, for a layer in a list, made."""
    cast = (_help(node, fault) or "").partition("`")[2].partition("`")[0]
    place = node.inputs.index(wrong)
    if cast[:2] not in ("x.", "y.") or node.turn or cast.startswith("y.argmax"):
        return None
    if node.layer is None or node.called != node.made:
        name = ("input", "target")[place] if isinstance(node.op, Loss) and place < 2 else ""
        return Fix(f"`{cast}`", changes=(Around(node.called, place, "", cast[1:], name),))
    if wrong.origin != "call" or wrong.span is None or wrong.made_by is not None or "array" in wrong.facts:
        return None
    return Fix(f"`{cast}`", changes=(Wrap(wrong.span, "", cast[1:]),))


def _help(node: Node, fault: Fault) -> str | None:
    if isinstance(node.op, CrossEntropy) and fault.detail == "probabilities":
        return "`y.argmax(1)` makes class numbers of one-hot vectors, `y.float()` probabilities"
    if fault.detail == "minus":
        return "`~x` is the opposite of a mask, `x.float()` makes numbers of it"
    expected = str(fault.expected)
    if isinstance(node.op, Loss):
        cast = CASTS.get(expected, "").replace("x", "y", 1)
        return f"`{cast}` gives the target this type" if cast else None
    if fault.detail == "alike" and is_floating(str(fault.got)) and is_floating(expected) is False:
        expected = str(fault.got)
    if fault.got == "uint8" and expected == "float32":
        return "`x.float() / 255` makes bytes floating and brings pixels to 0 to 1"
    return f"`{CASTS[expected]}` converts it" if expected in CASTS else None
