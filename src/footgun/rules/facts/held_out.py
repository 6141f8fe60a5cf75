"""Keras: what a model is validated and evaluated on, held against what it learns from."""

from __future__ import annotations

from collections.abc import Iterator

from footgun.network import FitUse, Program, Value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

# Pixels are 255 times what `/ 255` makes of them, 127 times what lies from -1 to 1; parts of a set never are.
APART = 50
TOY = 20  # examples of a truth table or a test of the code, which nobody holds any of out


def on_training_data(program: Program) -> Iterator[tuple[FitUse, FitUse]]:
    """(use, training) for each: the same use where its own `validation_data` are what it is fitted to."""
    fits = [use for use in program.fits if use.method.startswith("fit") and _real(use.arguments.get("x"))]
    for use in fits:
        if _examples(use.arguments.get("validation_data")) is use.arguments["x"]:
            yield use, use
    for training in fits:
        others = [
            use
            for use in program.fits
            if use.network is training.network and not use.method.startswith("fit")
        ]
        if training.network is None or _validated(program, training) or not others:
            continue
        seen = [use.arguments.get("x") is training.arguments["x"] for use in others]
        if all(seen) and others[0].method.startswith("evaluate"):
            yield others[0], training


def other_range(program: Program) -> Iterator[tuple[FitUse, FitUse, tuple[float, float]]]:
    """(use, training, the largest numbers of both) where one of them was scaled and the other was not."""
    for training in program.fits:
        ours = _reach(training.arguments.get("x")) if training.method.startswith("fit") else None
        if ours is None or training.network is None:
            continue
        held = _reach(_examples(training.arguments.get("validation_data")))
        if held is not None and _apart(ours, held):
            yield training, training, (ours, held)
            continue
        others = [u for u in program.fits if u.network is training.network and u is not training]
        for use in others:
            theirs = (
                _reach(use.arguments.get("x")) if use.method.startswith(("evaluate", "predict")) else None
            )
            if theirs is not None and _apart(ours, theirs):
                yield use, training, (ours, theirs)
                break


def _reach(data: Any) -> float | None:
    """The largest number that images of a known data set have now; random numbers are a trial of the code."""
    known = data.facts.get("range") if isinstance(data, Value) and "drawn" not in data.facts else None
    return max(map(abs, known)) if known is not None and data.rank and data.rank > 1 else None


def _apart(one: float, other: float) -> bool:
    """Whether no chance makes such a difference: that of pixels and their scaled values is 255."""
    return min(one, other) > 0 and max(one, other) / min(one, other) > APART


def _validated(program: Program, training: FitUse) -> bool:
    """Whether any examples are held out in some training of the model."""
    fits = [use for use in program.fits if use.network is training.network and use.method.startswith("fit")]
    return any({"validation_data", "validation_split"} & use.arguments.keys() for use in fits)


def _examples(data: Any) -> Any:
    return data[0] if isinstance(data, (list, tuple)) and data else data


def _real(data: Any) -> bool:
    """Whether it is an array or a data set that is known to be one, and no toy."""
    if isinstance(data, Value):
        count = data.shape[0] if data.shape else None
        return not isinstance(count, int) or count > TOY
    return isinstance(getattr(data, "facts", None), dict)
