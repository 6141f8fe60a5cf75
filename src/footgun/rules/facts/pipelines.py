"""What happens to an example before it reaches the network."""

from __future__ import annotations

from footgun.network import DataSet, Step

# What makes a tensor of an image.
TO_TENSOR = frozenset({"ToTensor", "PILToTensor", "ToImage", "ToImageTensor"})


def steps(data: DataSet | None) -> tuple[Step, ...]:
    """The transforms of a data set, or of the one it is a part of; none where they are not known."""
    if data is None:
        return ()
    found = data.transforms or data.whole.transforms
    return found.steps if found is not None else ()


def names(data: DataSet | None) -> list[str]:
    """Their names, in order."""
    return [step.name for step in steps(data)]
