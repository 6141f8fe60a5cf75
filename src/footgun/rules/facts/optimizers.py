"""The optimisers of a file, and what they train."""

from __future__ import annotations

from collections.abc import Iterator

from footgun.changes import Argument, Change, Given, Replace
from footgun.findings import Fix, Span
from footgun.network import OptimizerUse, Program

# The argument of each library, and its place.
ARGUMENTS = {
    "lr": (("lr", 1), ("learning_rate", 0)),
    "momentum": (("momentum", 2), ("momentum", 1)),
}
# The classes of what Keras takes as texts.
CLASSES = {"sgd": "SGD", "adam": "Adam", "adamw": "AdamW", "nadam": "Nadam", "rmsprop": "RMSprop"}


def held(program: Program) -> Iterator[OptimizerUse]:
    """Every optimiser, given to `compile` or not, each place and kind once."""
    uses = [*program.optimizers, *(c.optimizer for c in program.compiles if c.optimizer is not None)]
    seen: set[tuple[str, Span]] = set()
    for use in uses:
        if (use.kind, use.span) not in seen:
            seen.add((use.kind, use.span))
            yield use


def number(use: OptimizerUse, name: str) -> float | None:
    """A setting, if it is given and a known number."""
    value = use.settings.get(name)
    return float(value) if isinstance(value, (int, float)) and not isinstance(value, bool) else None


def depth(program: Program, use: OptimizerUse) -> int | None:
    """How many layers that mix features it trains; None where that is not wholly known."""
    if use.parameters is not None:
        mine = {id(parameter) for parameter in use.parameters}
        return sum(x.op.mixes for x in program.layers if any(id(p) in mine for p in x.parameters))
    network = use.network or next((c.network for c in program.compiles if c.optimizer is use), None)
    if network is None or not network.complete:
        return None
    return sum(layer.op.mixes for layer in network.layers())


def with_setting(
    program: Program, use: OptimizerUse, name: str, text: str, literal: bool = False
) -> Fix | None:
    """Give an optimiser another setting; of a Keras text it makes an object.

    `literal`: only in the place of a number, for what a variable holds may be used elsewhere.
    """
    compiled = next((c for c in program.compiles if c.optimizer is use), None)
    argument, place = ARGUMENTS[name][compiled is not None]
    title = f"`{argument}={text}`"
    if compiled is not None and ("optimizer", use.label, use.span) in compiled.strings:
        kind = CLASSES.get(use.kind)
        made = Replace(use.span, f"{{keras}}.optimizers.{kind}({argument}={text})")
        return Fix(title, changes=(made,)) if kind is not None else None
    given: tuple[Change, ...] = (Given(use.span, argument, place, "number"),) if literal else ()
    return Fix(title, changes=(*given, Argument(use.span, argument, text, place)))
