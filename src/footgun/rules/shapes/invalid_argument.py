"""An argument that the constructor or the call itself refuses."""

from __future__ import annotations

from collections.abc import Iterator

from footgun.findings import Finding, Fix, Severity, Span
from footgun.network import Program
from footgun.ops.base import Check, Op
from footgun.rules.base import Rule, rule
from footgun.rules.facts.faults import faulty
from footgun.rules.facts.guesses import any_rank_guessed
from footgun.rules.facts.pipelines import misplaced
from footgun.rules.facts.stated import data_fix
from footgun.rules.facts.words import in_pass
from footgun.sizes import Names


@rule("SHP018", "invalid-argument", Severity.ERROR, "an argument that the framework refuses")
def invalid_argument(self: Rule, program: Program) -> Iterator[Finding]:
    """Calls against their real signatures, and settings that exclude each other or the tensor."""
    told: list[Span] = []
    order = {span for pipeline, step, _ in misplaced(program) for span in (pipeline.span, step.span)}
    for refused in program.arguments:
        if refused.span in order:
            continue  # the order of the transforms is the mistake, told by a rule of its own
        told.append(refused.span)
        fix = Fix(refused.help or "", changes=(refused.mend,)) if refused.mend is not None else None
        yield self.report(refused.span, refused.message, labels=refused.labels, help=refused.help, fix=fix)
    for node, (fault, *_) in faulty(program, "argument"):
        # A layer that slides or pools takes its rank from itself: its settings are wrong for any tensor.
        sure = getattr(node.op, "spatial", None) or not any_rank_guessed(node)
        if sure and not any(_within(span, node.made) for span in told):
            told.append(node.made)
            message = f"`{node.label}`: {fault.detail}{in_pass(node)}"
            yield self.report(
                node.span, message, labels=[(node.made, "made here")], fix=data_fix(program, node)
            )
    applied = {id(node.layer) for node in program.nodes}
    for layer in program.layers:
        if id(layer) not in applied and not any(_within(span, layer.made) for span in told):
            for detail in _refused_by_any_call(layer.op):
                told.append(layer.made)
                yield self.report(layer.made, f"`{layer.label}`: {detail}")


def _refused_by_any_call(op: Op) -> list[str]:
    """What is wrong with settings that torch looks at in the call only, for any tensor."""
    if not getattr(op, "spatial", None):
        return []
    check = Check(Names())
    op.infer(check, None)
    return [fault.detail for fault in check.faults if fault.kind == "argument"][:1]


def _within(span: Span, place: Span) -> bool:
    """Whether a span is part of another: an argument of the call that makes a layer."""
    inside = (place.line, place.column) <= (span.line, span.column)
    return (span.path, span.cell) == (place.path, place.cell) and inside and span[3:5] <= place[3:5]
