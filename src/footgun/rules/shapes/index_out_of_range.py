"""Indices, labels and token numbers for which there is no place, class or row."""

from __future__ import annotations

from collections.abc import Iterator

from footgun.changes import Around
from footgun.findings import Finding, Fix, Severity
from footgun.network import LossUse, Node, Program, Value, ahead
from footgun.ops.base import Fault
from footgun.ops.embedding import Embedding, EmbeddingBag
from footgun.ops.loss import CrossEntropy
from footgun.ops.reduction import TopK
from footgun.rules.base import Rule, rule
from footgun.rules.facts.faults import faulty, repaired
from footgun.rules.facts.guesses import any_rank_guessed
from footgun.rules.facts.makers import built, makes
from footgun.rules.facts.mending import set_argument
from footgun.rules.facts.numbers import range_of
from footgun.rules.facts.output import classes
from footgun.rules.facts.words import in_pass, shown
from footgun.sizes import at_least


@rule(
    "SHP017",
    "index-out-of-range",
    Severity.ERROR,
    "indices or labels for which there is no place",
    needs=("index", "Embedding", "EmbeddingBag", "losses"),
)
def index_out_of_range(self: Rule, program: Program) -> Iterator[Finding]:
    """Plain indices and masks, the rows of embeddings, the classes of losses."""
    for node, (fault, *_) in faulty(program, "index"):
        known = not any_rank_guessed(node) and not repaired(*node.inputs) and fault.expected != 0
        if fault.detail != "too many indices" and known:
            message = f"{_of_axis(node, fault)}{in_pass(node)}"
            yield self.report(node.span, message, labels=[makes(node.inputs[0], _shape(node.inputs[0]))])
    yield from _fed(self, program)
    told: set[object] = set()
    for node in program.nodes:
        op, held = node.op, range_of(node.inputs[0]) if node.inputs else None
        if not isinstance(op, (Embedding, EmbeddingBag)) or held is None or node.made in told:
            continue
        if at_least(held[1], op.count) is True:
            told.add(node.made)
            yield self.report(
                node.span,
                f"`{node.label}` has {op.count} rows, but gets indices up to {held[1]}{in_pass(node)}",
                labels=[(built(node), "made here"), makes(node.inputs[0], f"indices up to {held[1]}")],
                help=f"it needs {held[1] + 1} rows: the indices start at 0",
                fix=_rows(program, node, held[1] + 1),
            )
    for use in program.losses:
        held = range_of(use.target)
        count = _classes(use)
        if held is None or count is None or use.span in told:
            continue
        if use.prediction is not None and repaired(use.prediction):
            continue
        if held[1] >= count or held[0] < 0:
            told.add(use.span)
            yield self.report(
                use.span, _of_classes(use, held, count), help=_help(held, count), fix=_fix(use, held, count)
            )


def _fed(self: Rule, program: Program) -> Iterator[Finding]:
    """Keras: what a model is fitted to or asked about, and the embedding that its only input goes into."""
    told: set[object] = set()
    for use in program.fits:
        held, network = range_of(use.batch), use.network
        if held is None or network is None or len(network.inputs) != 1 or range_of(network.inputs[0]):
            continue
        for node in ahead(network.inputs[0], lambda node: node.op.moves):
            op = node.op
            if isinstance(op, Embedding) and at_least(held[1], op.count) is True and node.made not in told:
                told.add(node.made)
                yield self.report(
                    use.span,
                    f"`{node.label}` has {op.count} rows, but `{use.method}` gets indices up to {held[1]}",
                    labels=[(node.made, "made here")],
                    help=f"it needs {held[1] + 1} rows: the indices start at 0",
                    fix=_rows(program, node, held[1] + 1),
                )


def _rows(program: Program, node: Node, rows: int) -> Fix | None:
    keras = node.network is not None and node.network.framework == "keras"
    if node.layer is None:
        return None
    return set_argument(program, node, "input_dim" if keras else "num_embeddings", str(rows), 0)


def _fix(use: LossUse, held: tuple[int, int], count: int) -> Fix | None:
    if held != (1, count) or use.implied:
        return None
    return Fix("`y - 1`", changes=(Around(use.span, 1, "", " - 1", "target"),))


def _shape(value: Value) -> str:
    return shown(value.shape or ())


def _of_axis(node: Node, fault: Fault) -> str:
    where = f"axis {fault.axis} of {_shape(node.inputs[0])}, which has {fault.expected}"
    if fault.detail == "mask":
        return f"a mask of {fault.got} for {where}"
    if isinstance(node.op, TopK):
        return f"`{node.label}` takes {fault.got} of {where}"
    return f"index {fault.got} is out of range for {where}"


def _classes(use: LossUse) -> int | None:
    """How many classes a loss has scores of, None unless its target holds class numbers that all count."""
    op, target, prediction = use.op, use.target, use.prediction
    if not isinstance(op, CrossEntropy) or target is None or prediction is None or not prediction.shape:
        return None
    if op.target == "one-hot" or target.facts.get("labels") == "one-hot" or target.shape is None:
        return None
    if len(target.shape) >= len(prediction.shape) and op.target != "index":
        return None
    if op.ignored is None or op.ignored in (range_of(target) or ()):
        return None
    count = classes(prediction, op.axis)
    return count if isinstance(count, int) else None


def _of_classes(use: LossUse, held: tuple[int, int], count: int) -> str:
    if held[1] >= count:
        last = count - 1
        return f"`{use.label}` gets class numbers up to {held[1]}, but scores of {count} classes: 0 to {last}"
    return f"`{use.label}` gets class numbers from {held[0]}, but classes count from 0"


def _help(held: tuple[int, int], count: int) -> str | None:
    if held == (1, count):
        return "classes count from 0: `y - 1`"
    return f"the network needs {held[1] + 1} outputs" if held[0] >= 0 else None
