"""The settings of an op in words, those that shape the map alone: `kernel 3 × 3`, `stride 2`, `no bias`.

What the shapes beside a box tell already (channels, features) is left out, and so is what has no effect.
"""

from __future__ import annotations

from collections.abc import Iterator

from footgun.ops.base import Op
from footgun.sizes import Expr, show

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

WINDOW = ("kernel", "size", "output", "factor", "scale")  # told for each axis, even where all are the same
# setting -> its word and the values that change nothing, the most telling first
WORDS: dict[str, tuple[str, tuple[object, ...]]] = {
    "kernel": ("kernel", ()),
    "size": ("size", ()),
    "output": ("to", ()),
    "stride": ("stride", (1,)),
    "padding": ("padding", (0, "valid")),
    "output_padding": ("output padding", (0,)),
    "dilation": ("dilation", (1,)),
    "groups": ("groups", (1,)),
    "multiplier": ("multiplier", (1,)),
    "factor": ("factor", ()),
    "scale": ("scale", (True, False)),
    "p": ("p", ()),
    "heads": ("heads", ()),
    "layers": ("layers", (1,)),
    "hidden": ("hidden", ()),
    "units": ("units", ()),
    "bidirectional": ("bidirectional", (False,)),
    "feedforward": ("feedforward", ()),
    "axis": ("axis", ()),
    "dims": ("order", ()),
    "start": ("from axis", (1,)),
    "pattern": ("", ()),
    "equation": ("", ()),
    "sequences": ("every step", (False,)),
    "bias": ("bias", (True,)),
}
TOLD = 6  # settings beside one box


def in_words(op: Op) -> Iterator[str]:
    """Each setting that matters."""
    settings = op.settings()
    if "affine_weights" in settings:  # the axis of a normalisation is that of the channels
        return
    told = 0
    for name, (word, idle) in WORDS.items():
        value = _simple(settings.get(name), name in WINDOW)
        if value is None or value in idle or value == () or callable(value) or told == TOLD:
            continue
        told += 1
        if isinstance(value, bool):
            yield word if value else f"no {word}"
        else:
            yield f"{word} {_text(value, ' × ' if name not in ('axis', 'dims') else ', ')}".strip()


def _simple(value: Any, window: bool) -> Any:
    """One value for both sides of an axis, and but for windows one for all axes, where they are the same."""
    if not isinstance(value, tuple):
        return value
    values = tuple(_simple(part, False) for part in value)
    return values[0] if values and not window and all(v == values[0] for v in values) else values


def _text(value: Any, joint: str) -> str:
    if isinstance(value, tuple):
        return joint.join(f"({_text(v, ', ')})" if isinstance(v, tuple) else _text(v, joint) for v in value)
    if isinstance(value, (int, Expr)):
        return show(value)
    return f"{value:g}" if isinstance(value, float) else str(value)
