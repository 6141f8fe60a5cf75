"""The model is evaluated on the very examples it is trained on, or steered by those of the test."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from footgun.findings import Finding, Severity
from footgun.network import DataSet, Event, Program, Value
from footgun.ops.indexing import Index
from footgun.rules.base import Rule, rule
from footgun.rules.facts.held_out import on_training_data
from footgun.rules.facts.training import evaluations, learning, model_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

SAME = "the model is evaluated on the examples it learns from: the result says nothing about new ones"


@rule(
    "LOP009",
    "evaluated-on-training-data",
    Severity.WARNING,
    "evaluation runs on the training data",
    needs=("backward", "fits"),
)
def evaluated_on_training_data(self: Rule, program: Program) -> Iterator[Finding]:
    """Only where no other data is ever evaluated: the training error alone may be wanted beside it."""
    trained = {(model_of(e.subject), data.identity): e for e in learning(program) if (data := _data(e))}
    checked = [e for e in evaluations(program) if e.mode != "train" or not e.grad]
    same: list[tuple[Event, Event]] = []
    for event in checked if trained else ():
        data = _data(event)
        source = trained.get((model_of(event.subject), data.identity)) if data is not None else None
        if source is not None:
            same.append((event, source))
    told = set()
    for event, source in same if len(same) == len(checked) else ():
        if event.loop is None or event.loop.span in told:
            continue
        told.add(event.loop.span)
        yield self.report(
            event.span,
            SAME,
            labels=[(source.span, "trained on the same data here")],
            help="hold a part of the data out, with `random_split` for instance",
        )
    for use, training in on_training_data(program):
        labels = [] if use is training else [(training.span, "trained on the same data here")]
        help = "hold a part of the data out, with `validation_split=0.2` for instance"
        yield self.report(use.span, SAME, labels=labels, help=help)
    for event, source in _steered(program):
        yield self.report(
            event.span,
            "the test set is evaluated in every epoch, and no other held-out data: what is chosen by it "
            "makes its result too good",
            severity=Severity.INFO,
            labels=[(source.span, "trained here")],
            help="hold a part of the training data out for this, and test once at the end",
        )


def _data(event: Event) -> DataSet | None:
    return event.loop.over.data if event.loop is not None and event.loop.over is not None else None


def _steered(program: Program) -> Iterator[tuple[Event, Event]]:
    """The first evaluation of each model in its epochs, if all those there are of the test set."""
    trained, evaluated = by_model(learning(program)), by_model(evaluations(program))
    for model, events in trained.items():
        training = [e for e in events if len(e.loops) > 1]
        epochs = {id(e.loops[0]) for e in training}
        inside = [e for e in evaluated.get(model, ()) if e.loops and id(e.loops[0]) in epochs]
        if inside and all(map(_of_the_test, inside)) and not any(map(_of_the_test, training)):
            yield inside[0], training[0]


def by_model(events: Iterable[Event]) -> dict[Any, list[Event]]:
    """The events of each model."""
    found: dict[Any, list[Event]] = {}
    for event in events:
        found.setdefault(model_of(event.subject), []).append(event)
    return found


def _of_the_test(event: Event) -> bool:
    """Whether the images come from the part of a published data set that is meant for the test."""
    data = _data(event)
    if data is not None:
        return data.training is False
    value: Value | None = event.given[0] if event.given else None
    while value is not None and value.made_by is not None and _same_rows(value):
        value = value.made_by.inputs[0]
    return value is not None and value.facts.get("part") == "test"


def _same_rows(value: Value) -> bool:
    node = value.made_by
    if node is None or (len(node.inputs) != 1 and not isinstance(node.op, Index)):
        return False
    return node.op.moves or node.op.affine
