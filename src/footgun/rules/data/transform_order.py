"""A transform gets what it does not take: an image in place of a tensor, or a tensor in place of an image."""

from __future__ import annotations

from collections.abc import Iterator

from footgun.changes import Change, Erase, Shift
from footgun.findings import Finding, Fix, Severity, Span
from footgun.network import Program
from footgun.rules.base import Rule, rule
from footgun.rules.facts.pipelines import misplaced


@rule(
    "DAT001",
    "transform-order",
    Severity.ERROR,
    "transforms stand in an order that cannot work",
    needs=("pipelines",),
)
def transform_order(self: Rule, program: Program) -> Iterator[Finding]:
    """A later step of the same pipeline proves what comes in: `ToTensor` takes images alone."""
    for pipeline, step, maker in misplaced(program):
        if maker is None:
            yield self.report(
                step.span or pipeline.span,
                f"`{step.name}` gets a tensor: it takes images alone and raises a TypeError",
                help=f"leave this `{step.name}` out",
                fix=_fix(Erase(step.span, False) if step.span else None, f"without this `{step.name}`"),
            )
        else:
            yield self.report(
                _inside(pipeline.span, step.span),
                f"`{step.name}` comes before `ToTensor`: it gets an image and raises an error",
                labels=[(maker.span, "the image becomes a tensor here")],
                help=f"put `{step.name}` after `ToTensor`",
                fix=_fix(
                    Shift(step.span, maker.span) if step.span and maker.span else None,
                    f"`{step.name}` after `ToTensor`",
                ),
            )


def _fix(change: Change | None, title: str) -> Fix | None:
    return Fix(title, changes=(change,)) if change is not None else None


def _inside(whole: Span, part: Span | None) -> Span:
    """Where the step is written in the list; the whole list where it was made elsewhere."""
    if part is None or part.path != whole.path or part.cell != whole.cell:
        return whole
    within = whole.line <= part.line <= whole.end_line
    return part if within else whole
