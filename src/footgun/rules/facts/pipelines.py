"""What happens to an example before it reaches the network."""

from __future__ import annotations

from collections.abc import Iterator

from footgun.findings import Span
from footgun.network import DataSet, Pipeline, Program, Step

# What makes a tensor of an image.
TO_TENSOR = frozenset({"ToTensor", "PILToTensor", "ToImage", "ToImageTensor"})

# These refuse a PIL image with an error.
TENSOR_ONLY = frozenset({"Normalize", "RandomErasing", "LinearTransformation", "ConvertImageDtype"})
# After these a step may get anything.
ANYTHING = frozenset({"?", "Lambda"})


def misplaced(program: Program) -> Iterator[tuple[Pipeline, Step, Step | None]]:
    """Steps that get what they refuse: one for tensors before the `ToTensor`, or a second one."""
    for pipeline in program.pipelines:
        early: list[Step] = []
        tensor = False
        for step in pipeline.steps:
            if step.name in ANYTHING:
                break
            if step.name == "ToPILImage":
                tensor, early = False, []
            elif step.name in TO_TENSOR:
                if tensor and step.name in ("ToTensor", "PILToTensor"):
                    yield pipeline, step, None
                elif step.name == "ToTensor":
                    yield from ((pipeline, wrong, step) for wrong in early)
                tensor, early = True, []
            elif step.name in TENSOR_ONLY and not tensor:
                early.append(step)


def steps(data: DataSet | None) -> tuple[Step, ...]:
    """The transforms of a data set, or of the one it is a part of; none where they are not known."""
    if data is None:
        return ()
    found = data.transforms or data.whole.transforms
    return found.steps if found is not None else ()


def names(data: DataSet | None) -> list[str]:
    """Their names, in order."""
    return [step.name for step in steps(data)]


def place(data: DataSet) -> Span:
    """Where the transforms of a data set are put together."""
    found = data.transforms or data.whole.transforms
    return found.span if found is not None else data.span
