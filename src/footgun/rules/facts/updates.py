"""How many steps an optimiser takes in all: epochs times batches."""

from __future__ import annotations

from math import ceil

from footgun.network import FitUse, Program, Value

BATCH = 32  # where `fit` is told nothing


def examples(use: FitUse) -> int | None:
    """What `fit` trains on, without what it holds out itself."""
    x, held = use.arguments.get("x"), use.arguments.get("validation_split", 0.0)
    count = x.shape[0] if isinstance(x, Value) and x.shape else None
    if not isinstance(count, int) or not isinstance(held, (int, float)):
        return None
    return int(count * (1 - held))


def updates(program: Program, use: FitUse) -> tuple[int, int] | None:
    """The epochs of the only `fit` of a model, which stands in no loop, and the batches of each."""
    given, count = use.arguments, examples(use)
    others = [f for f in program.fits if f.network is use.network and f.method.startswith(("fit", "train"))]
    if use.method != "fit" or not use.once or len(others) > 1 or count is None or use.network is None:
        return None
    epochs, batch = given.get("epochs", 1), given.get("batch_size", BATCH)
    batch = BATCH if batch is None else batch
    if not isinstance(epochs, int) or not isinstance(batch, int) or batch < 1:
        return None
    if "steps_per_epoch" in given or given.get("initial_epoch", 0) != 0:
        return None
    return epochs, ceil(count / batch)
