"""What training must not know leaks into it: statistics of held-out examples, or the examples themselves."""

from __future__ import annotations

from collections.abc import Iterator

from footgun.findings import Finding, Severity, Span
from footgun.network import FitUse, Program, Scaling, Value
from footgun.ops.indexing import Index
from footgun.rules.base import Rule, rule
from footgun.rules.facts.intervals import common, rows
from footgun.rules.facts.rows import sources


@rule(
    "DAT007",
    "leakage",
    Severity.WARNING,
    "held-out examples leak into training",
    needs=("scalings", "fits"),
)
def leakage(self: Rule, program: Program) -> Iterator[Finding]:
    """A fit on all examples before or beside their split; examples both trained on and held out."""
    told: set[Span] = set()
    for scaling, split in _fitted_on_all(program):
        if scaling.fitted not in told and (program.trains or program.networks):
            told.add(scaling.fitted)
            yield self.report(
                scaling.fitted,
                f"`{scaling.label}` learns from all examples, also those held out: the result is too good",
                labels=[(split, "split here")],
                help="split first, and `adapt` it to the training part alone"
                if scaling.layer
                else "split first, `fit` on the training part, and only `transform` the others",
            )
    yield from _folds(self, program)
    yield from _portions(self, program)
    for place, shared in _shared(program):
        yield self.report(
            place,
            f"{shared:,} examples of this evaluation are trained on: the result says nothing about new ones",
            help="split once, so that no example is in both parts",
        )


def _folds(self: Rule, program: Program) -> Iterator[Finding]:
    """From the second fold on, the network was trained on the rows that judge it."""
    for place, fit in {fit.folds: fit for fit in program.fits if fit.folds is not None}.items():
        made = [(fit.network.span, "made here, once")] if fit.network is not None else []
        yield self.report(
            fit.span,
            "each fold goes on with the weights of the one before, which has learned the rows held out now",
            labels=[*made, (place, "the folds")],
            help="make and compile a new model for each fold, inside the loop",
        )


def _portions(self: Rule, program: Program) -> Iterator[Finding]:
    """Two parts of a folder that are cut from different orders, or at different places."""
    for why, train, test in dict.fromkeys(fit.mixed for fit in program.fits if fit.mixed is not None):
        yield self.report(
            test,
            f"files of this validation part are trained on: of the two parts of the folder, {why}",
            labels=[(train, "the training part")],
            help="give both parts the same `seed`, `shuffle` and `validation_split`",
        )


def _fitted_on_all(program: Program) -> Iterator[tuple[Scaling, Span | None]]:
    """What has learned from examples that are held out, and where they are."""
    yield from ((scaling, None) for scaling in program.scalings if scaling.beyond)
    own = {id(scaling.made): scaling for scaling in program.scalings if scaling.own}
    cuts = [(split.arrays[0], split.span) for split in program.splits if split.arrays] if own else []
    for array, span in [*cuts, *(_slices(program) if own else ())]:
        for value in sources(array) if isinstance(array, Value) else ():
            if id(value) in own:
                yield own[id(value)], span


def _slices(program: Program) -> Iterator[tuple[Value, Span]]:
    """Arrays that are cut in two: `x[:n]` and `x[n:]`."""
    ends: dict[tuple[int, object], Span] = {}
    for node in program.nodes:
        kind = node.op.kinds[0] if isinstance(node.op, Index) and node.op.kinds else ("",)
        if kind[0] != "slice" or kind[3] != 1 or node.network is not None:
            continue
        base = node.inputs[0]
        if kind[1] in (None, 0) and kind[2] is not None:
            ends[id(base), kind[2]] = node.span
        elif kind[2] is None and (id(base), kind[1]) in ends:
            yield base, node.span


def _shared(program: Program) -> Iterator[tuple[Span, int]]:
    """Evaluations with how many of their examples a `fit` of the model has, other than on purpose.

    The error on training data is worth knowing beside another: a mistake is an evaluation that shares a part
    of its rows, or all of them where no other evaluation is without.
    """
    for fit in program.fits:
        x = fit.arguments.get("x")
        trained = rows(x) if fit.method == "fit" and isinstance(x, Value) else None
        held = [(place, rows(value)) for place, value in _held_out(program, fit)] if trained else []
        counts = [common(trained, part) if trained and part else 0 for _, part in held]
        for (place, part), shared in zip(held, counts, strict=True):
            whole = shared == sum(run.stop - run.start for run in part or ())
            if shared and (not whole or all(counts)):
                yield place, shared


def _held_out(program: Program, fit: FitUse) -> Iterator[tuple[Span, Value]]:
    """What the model of a `fit` is evaluated on."""
    given = fit.arguments.get("validation_data")
    if isinstance(given, tuple) and given and isinstance(given[0], Value):
        yield fit.span, given[0]
    for other in program.fits:
        x = other.arguments.get("x")
        if other.method == "evaluate" and other.network is fit.network and isinstance(x, Value):
            yield other.span, x
