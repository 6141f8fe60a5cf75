"""Training data comes in the same order in every epoch."""

from __future__ import annotations

from collections.abc import Iterator

from footgun.changes import Argument
from footgun.findings import Finding, Fix, Severity
from footgun.network import Program
from footgun.ops.loss import BinaryCrossEntropy, CrossEntropy
from footgun.ops.recurrent import KerasRecurrent, Recurrent
from footgun.rules.base import Rule, rule
from footgun.rules.facts.training import evaluations, learning
from footgun.rules.facts.words import percent

CLASSES = (BinaryCrossEntropy, CrossEntropy)


@rule("LOP012", "no-shuffle", Severity.WARNING, "training data is not shuffled", needs=("loaders", "fits"))
def no_shuffle(self: Rule, program: Program) -> Iterator[Finding]:
    """The training loader in order is a warning, an evaluation loader in random order is advice."""
    told = set()
    drawn = [(event, event.loop.over) for event in learning(program) if event.loop is not None]
    drawn += [(event, event.subject) for event in program.events if event.kind == "fed"]
    for event, loader in drawn:
        if loader is None or loader.shuffle is not False or loader.span in told or loader.batch_size is None:
            continue
        size = loader.data.size if loader.data is not None else None
        if size is None or (isinstance(size, int) and size <= loader.batch_size):
            continue
        told.add(loader.span)
        yield self.report(
            loader.span,
            "training data is not shuffled: batches hold the same examples in the same order in every epoch",
            labels=[(event.span, "trained on here")],
            help="set `shuffle=True`",
            fix=Fix("`shuffle=True`", changes=(Argument(loader.span, "shuffle", "True", 2),)),
        )
    for event in evaluations(program):
        loader = event.loop.over if event.loop is not None else None
        if loader is not None and loader.shuffle is True and loader.span not in told:
            trains = any(e.loop is not None and e.loop.over is loader for e in learning(program))
            if not trains:
                told.add(loader.span)
                yield self.report(
                    loader.span,
                    "evaluation data is shuffled: results of single examples cannot be compared between runs",
                    severity=Severity.INFO,
                    help="leave `shuffle` out",
                    fix=Fix("without `shuffle`", changes=(Argument(loader.span, "shuffle", None, 2),)),
                )
    yield from _last_held_out(self, program)


def _last_held_out(self: Rule, program: Program) -> Iterator[Finding]:
    """Keras holds out the last examples as they lie in a file: perhaps those of the last classes."""
    if any("shuffle(" in source or "permut" in source for source in program.sources):
        return
    for use in program.fits:
        held, network = use.arguments.get("validation_split"), use.network
        if not use.stored or not isinstance(held, float) or not 0 < held < 1 or network is None:
            continue
        losses = [compiled.loss for compiled in program.compiles if compiled.network is network]
        sequence = any(isinstance(node.op, (KerasRecurrent, Recurrent)) for node in network.nodes)
        if sequence or not any(loss and isinstance(loss.op, CLASSES) for loss in losses):
            continue
        yield self.report(
            use.span,
            f"`validation_split` holds out the last {percent(held)} of the examples as they lie in the file: "
            "where that goes by class, some classes are never trained",
            severity=Severity.INFO,
            help="shuffle examples and labels together first, or split them with `train_test_split`",
        )
