"""Work is done on whole images that a later crop throws away, or twice."""

from __future__ import annotations

from collections.abc import Iterator

from footgun.changes import Erase, Shift
from footgun.findings import Finding, Fix, Severity
from footgun.network import Program, Step
from footgun.rules.base import Rule, rule

COSTLY = frozenset({"ColorJitter", "RandomRotation", "RandomAffine", "RandomPerspective", "GaussianBlur"})


@rule(
    "DAT012", "transform-cost", Severity.INFO, "transforms do work that is thrown away", needs=("pipelines",)
)
def transform_cost(self: Rule, program: Program) -> Iterator[Finding]:
    """Before `RandomResizedCrop` alone: it cuts and resizes by itself, from any size."""
    for pipeline in program.pipelines:
        before: list[Step] = []
        for step in pipeline.steps:
            if step.name == "RandomResizedCrop":
                costly = next((s for s in before if s.name in COSTLY), None)
                resize = next((s for s in before if s.name == "Resize"), None)
                if resize is not None:
                    yield self.report(
                        pipeline.span,
                        "`Resize` before `RandomResizedCrop` is work for nothing: the crop resizes by itself",
                        labels=[(resize.span, "resized here"), (step.span, "and here")],
                        help="leave `Resize` out",
                        fix=Fix("without `Resize`", changes=(Erase(resize.span, False),))
                        if resize.span
                        else None,
                    )
                elif costly is not None:
                    yield self.report(
                        pipeline.span,
                        f"`{costly.name}` works on the whole image, of which `{step.name}` keeps a part",
                        labels=[(costly.span, "done here"), (step.span, "cut here")],
                        help="crop first",
                        fix=Fix("crop first", changes=(Shift(costly.span, step.span),))
                        if costly.span and step.span
                        else None,
                    )
                break
            before.append(step)
