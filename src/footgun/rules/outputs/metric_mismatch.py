"""A metric for another kind of answer than the network gives: a number that means nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator

from footgun.changes import Replace
from footgun.findings import Finding, Fix, Severity, Span
from footgun.network import CompileUse, Node, Program, Value
from footgun.ops.loss import CrossEntropy, Regression
from footgun.ops.reduction import ArgReduce
from footgun.rules.base import Rule, rule
from footgun.rules.facts.output import Head, head, is_one
from footgun.rules.facts.training import holds_graph
from footgun.sizes import is_floating, same

# Distances between numbers; those of directions and counts have other uses.
DISTANCES = frozenset(("huber", "log_cosh", "mae", "mape", "mse", "msle", "smooth_l1"))
ARGMAX = frozenset(("argmax", "argmin"))
Told = tuple[str, str, Severity]


@rule(
    "OUT012",
    "metric-mismatch",
    Severity.WARNING,
    "a metric that does not go with the outputs",
    needs=("compiles", "ArgReduce"),
)
def metric_mismatch(self: Rule, program: Program) -> Iterator[Finding]:
    """Keras: the metrics of `compile`. PyTorch: the class taken of a single output."""
    told = set()
    for use in program.compiles:
        end = head(use.loss.prediction) if use.loss is not None else None
        if end is None or use.network is None or use.network.output is None or use.loss is None:
            continue
        targets = _targets(program, use)
        node = end.node
        labels = [(node.span, "the output")] if node is not None else []
        for name, place in use.measures:
            found = _of_numbers(name, use, end, targets) or _in_keras(name, use, end)
            if found is not None:
                message, help, severity = found
                fix = _fix(program, use, place, help)
                yield self.report(place, message, severity=severity, labels=labels, help=help, fix=fix)
    for node in program.nodes:
        if node.span not in told and _of_one(node):
            told.add(node.span)
            yield self.report(
                node.span,
                f"`{node.label}` over a single output is always 0: every example counts as class 0",
                help="compare the output with a threshold: `logits > 0`, or `probabilities > 0.5`",
            )


def _fix(program: Program, use: CompileUse, place: Span, help: str) -> Fix | None:
    """The only metric exchanged for the one that the help names, unless code asks for it by its name."""
    name = '"mae"' if "mae" in help else '"accuracy"'
    if place == use.span or len(use.metrics or ()) != 1 or _asked_for(program, use):
        return None
    return Fix(f"`metrics=[{name}]`", changes=(Replace(place, f"[{name}]"),))


def _asked_for(program: Program, use: CompileUse) -> bool:
    """Whether the metric's name stands elsewhere, as in `history["accuracy"]` or `monitor="val_acc"`."""
    written = [name for role, name, _ in use.strings if role == "metrics"]
    measured = (re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name).lower() for name, _ in use.measures)
    names = "|".join(map(re.escape, {*written, *measured}))
    uses = re.findall(rf"[\"'](?:val_)?(?:{names})[\"']", "\n".join(program.sources))
    return len(uses) > len(written)


def _targets(program: Program, use: CompileUse) -> str:
    """What the model is fitted to: "labels", "numbers" of a data set, or empty where that is not known."""
    for fit in program.fits:
        y = fit.arguments.get("y") if fit.network is use.network else None
        if isinstance(y, Value) and ("labels" in y.facts or (y.dtype and not is_floating(y.dtype))):
            return "labels"
        if isinstance(y, Value) and y.origin == "dataset":
            return "numbers"
    return ""


def _of_numbers(name: str, use: CompileUse, end: Head, targets: str) -> Told | None:
    """Accuracy of a regression; a linear network may also be fitted to labels of 0 and 1."""
    op = use.loss.op if use.loss is not None else None
    plain = end.linear or end.function == "relu"
    if (
        not name.endswith("Accuracy")
        or not isinstance(op, Regression)
        or op.name not in DISTANCES
        or not plain
    ):
        return None
    if targets == "labels":
        return None
    unless = "" if targets else ", unless the targets are classes"
    message = (
        f"`{name}` of a regression is about 0: outputs hardly equal their targets to the last digit{unless}"
    )
    return message, 'use `"mae"`', Severity.WARNING if targets else Severity.INFO


def _in_keras(name: str, use: CompileUse, end: Head) -> Told | None:
    assert use.loss is not None
    op, usual = use.loss.op, ('use `"accuracy"`', Severity.WARNING)
    if name == "CategoricalAccuracy" and is_one(end.units):
        return f"`{name}` of a single output is always 1", *usual
    if name == "SparseCategoricalAccuracy" and is_one(end.units):
        return f"`{name}` of a single output is the share of label 0, whatever it says", *usual
    if not isinstance(op, CrossEntropy) or end.softmax is None:
        return None
    if name == "BinaryAccuracy" and isinstance(end.units, int) and end.units > 2:
        share = 1 - 1 / end.units
        why = f"{end.units} outputs count one by one, so a network that says no to all has {share:.0%}"
        return f"`{name}` of exclusive classes: {why}", *usual
    if name == "CategoricalAccuracy" and op.target == "index":
        return f"`{name}` wants one-hot labels, and `{use.loss.label}` integers", *usual
    if name == "SparseCategoricalAccuracy" and op.target == "one-hot":
        return f"`{name}` wants integer labels, and `{use.loss.label}` one-hot ones", *usual
    return None


def _of_one(node: Node) -> bool:
    """The class of a network's only output; after a softmax, which is always 1, another rule says so."""
    op = node.op
    if not isinstance(op, ArgReduce) or op.name not in ARGMAX:
        return False
    value = node.inputs[0]
    rank = value.rank or 0
    if (
        rank < 2
        or op.axis not in (-1, rank - 1)
        or value.shape is None
        or same(value.shape[-1], 1) is not True
    ):
        return False
    end = head(value)
    alone = end is not None and end.softmax is None and is_one(end.units)
    return alone and holds_graph(value, cut=False)
