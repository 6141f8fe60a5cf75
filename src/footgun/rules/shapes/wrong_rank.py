"""A layer that gets a tensor of more or fewer dimensions than it takes."""

from __future__ import annotations

from collections.abc import Iterator

from footgun.changes import Rename
from footgun.findings import Finding, Fix, Severity
from footgun.network import Node, Program, Value, behind
from footgun.ops.base import Fault
from footgun.ops.feed import Feed
from footgun.ops.join import Concat, Stack
from footgun.ops.linear import BatchMatMul, MatrixMultiply, Weights
from footgun.ops.normalisation import BatchNorm, InstanceNorm
from footgun.ops.recurrent import KerasRecurrent
from footgun.ops.reshape import Flatten, KerasFlatten
from footgun.ops.window import axis_names
from footgun.rules.base import Rule, rule
from footgun.rules.facts.faults import backwards, faulty, repaired_at
from footgun.rules.facts.guesses import any_rank_guessed
from footgun.rules.facts.makers import place
from footgun.rules.facts.mending import once, set_argument
from footgun.rules.facts.positions import flatten_before, unflattened
from footgun.rules.facts.ranks import fitted
from footgun.rules.facts.stated import data_fix, restated
from footgun.rules.facts.words import by, count, in_pass, one_of, shown
from footgun.sizes import same

# Rows of features: every release of Keras makes a column of a vector.
MATRIX = 2


@rule(
    "SHP004",
    "wrong-rank",
    Severity.ERROR,
    "a layer gets a tensor of the wrong number of dimensions",
    needs=("Feed", "rank", "index", "compiles+maps"),
)
def wrong_rank(self: Rule, program: Program) -> Iterator[Finding]:
    """Every op that takes certain ranks only; more indices than dimensions; a flatten that is forgotten."""
    for node, (fault, *_) in faulty(program, "rank", "index"):
        shape = fault.expected if fault.kind == "index" else fault.got
        if not isinstance(shape, tuple) or (fault.kind == "index" and fault.detail != "too many indices"):
            continue
        if any_rank_guessed(node) or any(map(_rank_made_up, node.inputs)):
            continue
        value = next((v for v in node.inputs if v.shape == shape), None)
        made = [(place(value), f"makes {shown(shape)} here")] if value and value.made_by else []
        yield self.report(
            node.span,
            _message(node, fault, len(shape)) + f": {shown(shape)}{in_pass(node)}",
            labels=made,
            help=_help(node, value, len(shape)),
            fix=_fix(program, node, value, len(shape)),
        )
    yield from _axis_added(self, program)
    for found in unflattened(program):
        dense, positions = found.dense, by(found.positions)
        yield self.report(
            dense.span,
            f"`{dense.label}` works on each of the {positions} positions of the map alone, so the network "
            f"gives {positions} answers for one example",
            severity=Severity.WARNING,
            labels=[(found.maker.span, "makes the map"), (found.loss.span, "judges each of the answers")],
            help=f"put `Flatten()` or a pooling over the whole map before this `{dense.label}`",
            fix=flatten_before(dense),
        )


def _axis_added(self: Rule, program: Program) -> Iterator[Finding]:
    """Images without the axis of their only channel, which Keras adds by itself since TensorFlow 2."""
    told: set[object] = set()
    for node in program.nodes:
        given, taken = node.inputs[0].shape if node.inputs else None, getattr(node.op, "shape", None)
        if not isinstance(node.op, Feed) or not given or not taken or node.faults or node.span in told:
            continue
        if len(given) == len(taken) - 1 and len(taken) > MATRIX and same(taken[-1], 1):
            told.add(node.span)
            yield self.report(
                node.span,
                f"`{node.label}` gets {shown(given)} for an input of {shown(taken)}: Keras adds the last "
                "axis by itself, releases up to 2.3 refuse",
                severity=Severity.INFO,
                help="add the axis of the only channel: `x[..., None]`",
            )


def _fix(program: Program, node: Node, value: Value | None, rank: int) -> Fix | None:
    op, layer = node.op, node.layer
    stated = data_fix(program, node) or restated(program, node) or fitted(program, node, value, rank)
    if stated is not None:
        return stated
    if isinstance(op, KerasRecurrent):
        before = _last_step(value)
        return set_argument(program, before, "return_sequences", "True") if before is not None else None
    if isinstance(op, (BatchNorm, InstanceNorm)) and rank in (3, 4, 5):
        name = f"{type(op).__name__}{rank - 2}d"
        known = layer is not None and layer.label[-2:] in ("1d", "2d", "3d") and once(program, node)
        return Fix(f"`{name}`", changes=(Rename(node.made, name),)) if known else None
    if isinstance(op, (BatchMatMul, MatrixMultiply)) and layer is None and node.label in ("bmm", "mm"):
        return Fix("`matmul`", changes=(Rename(node.called, "matmul"),))
    return None


def _rank_made_up(value: Value) -> bool:
    """Whether the rank follows from an earlier conflict of ranks, and not from a layer that has its own."""
    before = repaired_at(value) if value.assumed is not None and value.assumed.kind == "rank" else None
    return before is not None and not getattr(before.op, "spatial", None)


def _message(node: Node, fault: Fault, rank: int) -> str:
    if fault.kind == "index":
        return f"{fault.got} indices for a tensor of {count(rank, 'dimension')}"
    ranks = fault.expected if isinstance(fault.expected, tuple) else ()
    if isinstance(node.op, (Concat, Stack)):
        return f"`{node.label}` joins a tensor of {one_of(ranks)} dimensions and one of {rank}"
    several = f"{one_of(ranks)} dimension{'' if ranks == (1,) else 's'}"
    taken = f"a weight of {several}" if isinstance(node.op, Weights) else several
    return f"`{node.label}` takes {taken}, but gets {rank}"


def _help(node: Node, value: Value | None, rank: int) -> str | None:
    op = node.op
    if isinstance(op, KerasRecurrent):
        return _whole_sequence(value) or (
            "a recurrent layer takes (batch, time, features)" if rank < 3 else None
        )
    if isinstance(op, (BatchNorm, InstanceNorm)) and rank in (3, 4, 5):
        return f"use `{type(op).__name__}{rank - 2}d` for this rank"
    if isinstance(op, (BatchMatMul, MatrixMultiply)):
        return "`torch.matmul` takes any ranks"
    spatial = getattr(op, "spatial", None)
    if not spatial:
        return None
    if any(isinstance(n.op, (Flatten, KerasFlatten)) for n in backwards(value)):
        return "flatten after the last layer that needs a map"
    names = axis_names(spatial)
    axes = ", ".join(("n", *names, "c") if getattr(op, "last", False) else ("n", "c", *names))
    if rank > spatial + 2:
        return f"it takes ({axes}): fold the other axes into the batch"
    if rank == spatial + 1:
        return f"it takes ({axes}): the axis of the channels is missing, even if there is only one"
    return f"it takes ({axes}): give the tensor these axes with a reshape"


def _whole_sequence(value: Value | None) -> str | None:
    """What to do about a recurrent layer before that gives its last step only."""
    before = _last_step(value)
    if before is None:
        return None
    return f"`return_sequences=True` on the `{before.label}` before it passes every step on"


def _last_step(value: Value | None) -> Node | None:
    """The recurrent layer before, if it gives its last step only."""
    before = behind(value, lambda node: not node.op.mixes)
    alone = before is not None and isinstance(before.op, KerasRecurrent) and not before.op.sequences
    return before if alone else None
