"""Makes the tables of published networks: `python tests/oracle/network_tables.py FOLDER [NAME ...]`.

Each network is built twice, as it comes and on images of odd sizes: that tells how far a layer's map is halved.
"""

from __future__ import annotations

import os
import sys
import textwrap
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import groupby
from math import prod
from pathlib import Path
from typing import Any

os.environ.setdefault("KERAS_BACKEND", "torch")

from footgun.ops.backbone import STEPS
from footgun.source.keras._networks import KINDS, NETWORKS

ODD = (150, 97, 3)
LETTERS = {kind: letter for letter, kind in KINDS.items()}
Row = tuple[str, str, Sequence[Any], int]  # name, class, output shape without the batch, trainable weights


def built(name: str, **settings: Any) -> Any:
    """The network without memory for its weights."""
    import keras

    keras.utils.clear_session()
    place = keras.device("meta") if keras.backend.backend() == "torch" else keras.name_scope("x")
    with place, all_allowed():
        return getattr(keras.applications, name)(weights=None, **{"classes": 10, **settings})


@contextmanager
def all_allowed() -> Iterator[None]:
    """One network is refused on the backend of torch for what it computes; here nothing is computed."""
    from keras.src.applications import nasnet

    usual = nasnet.backend
    nasnet.backend = Other(usual)
    try:
        yield
    finally:
        nasnet.backend = usual


class Other:
    """A backend by another name."""

    def __init__(self, usual: Any) -> None:
        self.usual = usual

    def __getattr__(self, name: str) -> Any:
        return getattr(self.usual, name)

    def backend(self) -> str:
        return "tensorflow"


def rows(model: Any) -> list[Row]:
    """Its layers in order."""
    return [
        (x.name, type(x).__name__, x.output.shape[1:], sum(prod(w.shape) for w in x.trainable_weights))
        for x in model.layers
    ]


def sides(steps: Sequence[tuple[int, int]], size: int) -> list[int]:
    """The side of a map after each step."""
    found = [size]
    for kernel, stride in steps:
        found.append((found[-1] - kernel) // stride + 1)
    return found


def stage(shape: Sequence[Any], steps: Sequence[tuple[int, int]]) -> str:
    """After how many steps a map has this size; `v` for a vector, `1` for a single pixel, `?` for another size."""
    if len(shape) == 1:
        return "v"
    if len(shape) != 3:
        return "?"
    pairs = zip(*(sides(steps, side) for side in ODD[:2]), strict=True)
    fits = [place for place, pair in enumerate(pairs) if pair == tuple(shape[:2])]
    return "one" if tuple(shape[:2]) == (1, 1) else str(fits[0]) if fits else "?"


def table(whole: list[Row], body: list[Row], steps: Sequence[tuple[int, int]]) -> str:
    """Lines of stage, channels and layers; `top` before what only a classifier has, `bare` what it has not."""
    odd = {name: shape for name, _, shape, _ in body}
    names = {name for name, *_ in whole}
    marked = []
    for name, kind, shape, weights in [*whole, *(row for row in body if row[0] not in names)]:
        part = "top" if name not in odd else "bare" if name not in names else "-"
        place = stage(odd.get(name, shape), steps)
        text = LETTERS.get(kind, "X") + name + (f"={weights}" if weights else "")
        marked.append(((part, place, str(shape[-1])), text))
    lines = []
    for (part, place, channels), group in groupby(marked, key=lambda pair: pair[0]):
        text = " ".join(text for _, text in group)
        lines += textwrap.wrap(
            f"{part} {place} {channels} {text}", 110, subsequent_indent="  ", break_long_words=False
        )
    return "\n".join(lines) + "\n"


def main(folder: Path, names: list[str]) -> None:
    """Write the tables of some networks, or of all."""
    for name in names or NETWORKS:
        pair = rows(built(name)), rows(built(name, include_top=False, input_shape=ODD))
        (folder / f"{name}.txt").write_text(table(*pair, STEPS[NETWORKS[name].rounding]), encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:])
