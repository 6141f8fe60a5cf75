"""One-hot labels for a loss that takes class numbers, or class numbers for one that takes one-hot labels."""

from __future__ import annotations

from collections.abc import Iterator

from footgun.changes import Around
from footgun.findings import Finding, Fix, Severity, Span
from footgun.network import LossUse, Program, Value
from footgun.ops.loss import CrossEntropy
from footgun.rules.base import Rule, rule
from footgun.rules.facts.other_loss import other_loss
from footgun.rules.facts.output import classes, in_keras, is_one
from footgun.sizes import Size, at_least, is_floating, is_integer, same


@rule(
    "OUT010",
    "label-encoding",
    Severity.ERROR,
    "one-hot labels for a sparse loss, or the reverse",
    needs=("losses",),
)
def label_encoding(self: Rule, program: Program) -> Iterator[Finding]:
    """The encoding is known from the labels' own history, or from their shape."""
    seen: set[Span] = set()
    for use in program.losses:
        op = use.op
        if not isinstance(op, CrossEntropy) or use.span in seen:
            continue
        if is_one(classes(use.prediction, op.axis)):
            continue  # no loss for a single output: told as such
        for target, span in _targets(program, use):
            given = _encoding(target, use.prediction, classes(use.prediction, op.axis))
            wanted = _wanted(op, target)
            if given and wanted and given != wanted:
                seen.add(use.span)
                yield self.report(
                    use.span,
                    f"`{use.label}` takes {_words(wanted)}, but the labels are {_words(given)}",
                    labels=[(span, f"labels are {_words(given)}")],
                    help=_help(use, given),
                    fix=_fix(program, use, given),
                )
                break


def _targets(program: Program, use: LossUse) -> Iterator[tuple[Value, Span]]:
    """What the loss gets as labels: directly, or as the `y` of a `fit`."""
    if use.target is not None:
        yield use.target, use.target.span or use.span
    for fit in program.fits:
        y = fit.arguments.get("y")
        if fit.network is use.network and use.network is not None and isinstance(y, Value):
            yield y, fit.span


def _encoding(target: Value, prediction: Value | None, count: Size | None) -> str | None:
    """`index` or `one-hot`, None if not known."""
    told = target.facts.get("labels")
    if told in ("index", "one-hot"):
        return str(told)
    shape, given = target.shape, prediction.shape if prediction is not None else None
    if shape is None or given is None or count is None or at_least(count, 2) is not True:
        return None
    if len(shape) == len(given) - 1 or (len(shape) == len(given) and same(shape[-1], 1) is True):
        fits = all(same(a, b) is not False for a, b in zip(shape[1:], given[1:-1], strict=False))
        # A network that lacks a flatten gives an answer for each place, and its labels may be one-hot.
        return None if not fits and same(shape[-1], count) is True else "index"
    # Class numbers have no class axis; (n, 10) beside (n, 10) has one.
    return "one-hot" if len(shape) == len(given) == 2 and same(shape[-1], count) is True else None


def _wanted(op: CrossEntropy, target: Value) -> str | None:
    """What the loss takes; torch's takes both, one-hot as floats only."""
    if op.target == "index-or-probabilities":
        return "index" if is_integer(target.dtype) and not is_floating(target.dtype) else None
    return op.target


def _words(encoding: str) -> str:
    return "class numbers" if encoding == "index" else "one-hot vectors"


def _help(use: LossUse, given: str) -> str:
    if in_keras(use):
        return f"use `{'sparse_' if given == 'index' else ''}categorical_crossentropy`"
    return "give the loss the class numbers: `labels.argmax(1)`"


def _fix(program: Program, use: LossUse, given: str) -> Fix | None:
    if in_keras(use):
        return other_loss(program, use, f"{'sparse_' if given == 'index' else ''}categorical_crossentropy")
    return Fix("`.argmax(1)` of the labels", changes=(Around(use.span, 1, "", ".argmax(1)", "target"),))
