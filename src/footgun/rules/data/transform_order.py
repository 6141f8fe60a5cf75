"""A transform gets what it does not take: an image in place of a tensor, or a tensor in place of an image."""

from __future__ import annotations

from collections.abc import Iterator

from footgun.findings import Finding, Severity, Span
from footgun.network import Program, Step
from footgun.rules.base import Rule, rule
from footgun.rules.facts.pipelines import TO_TENSOR

# These refuse a PIL image with a TypeError.
TENSOR_ONLY = frozenset({"Normalize", "RandomErasing", "LinearTransformation", "ConvertImageDtype"})


@rule(
    "DAT001",
    "transform-order",
    Severity.ERROR,
    "transforms stand in an order that cannot work",
    needs=("pipelines",),
)
def transform_order(self: Rule, program: Program) -> Iterator[Finding]:
    """A later step of the same pipeline proves what comes in: `ToTensor` takes images alone."""
    for pipeline in program.pipelines:
        early: list[Step] = []
        tensor = False
        for step in pipeline.steps:
            if step.name in TO_TENSOR:
                if tensor and step.name in ("ToTensor", "PILToTensor"):
                    yield self.report(
                        step.span or pipeline.span,
                        f"`{step.name}` gets a tensor: it takes images alone and raises a TypeError",
                        help=f"leave this `{step.name}` out",
                    )
                elif not tensor and step.name == "ToTensor":
                    for wrong in early:
                        yield self.report(
                            _inside(pipeline.span, wrong.span),
                            f"`{wrong.name}` comes before `ToTensor`: it gets an image and raises an error",
                            labels=[(step.span, "the image becomes a tensor here")],
                            help=f"put `{wrong.name}` after `ToTensor`",
                        )
                tensor, early = True, []
            elif step.name in ("?", "Lambda", "ToPILImage"):
                tensor, early = False, []
                if step.name != "ToPILImage":
                    break  # it may turn anything into anything
            elif step.name in TENSOR_ONLY and not tensor:
                early.append(step)


def _inside(whole: Span, part: Span | None) -> Span:
    """Where the step is written in the list; the whole list where it was made elsewhere."""
    if part is None or part.path != whole.path or part.cell != whole.cell:
        return whole
    within = whole.line <= part.line <= whole.end_line
    return part if within else whole
