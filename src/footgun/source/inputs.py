"""The input shape that a file states in words: `--input`, a comment, a heading, the prose before a cell."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from footgun.network import Layer, Value
from footgun.ops.convolution import Conv
from footgun.ops.linear import Linear
from footgun.sizes import Size
from footgun.source.modules import all_layers

if TYPE_CHECKING:
    from footgun.findings import Span
    from footgun.source.document import Document
    from footgun.source.interpret.machine import Machine
    from footgun.source.recover import Parsed

NEAR = 25  # a comment this many lines above a network may speak of its input


def stated_input(
    m: Machine, document: Document, parsed: list[tuple[Any, Parsed]]
) -> Callable[[Any], Value | None]:
    """A function that gives a module's stated input, None where nothing is stated."""

    def find(module: Any) -> Value | None:
        layer = next(iter(all_layers(module)), None)
        if m.settings.input_shape is not None:
            shape: tuple[Size, ...] = (m.names.fresh("n"), *m.settings.input_shape)
            return Value(shape, "float32", span=module.made, origin="--input")
        if layer is None:
            return None
        for text, kind in texts_before(document, parsed, module.made):
            found = read_hint(m, text, layer)
            if found is not None:
                return Value(found, "float32", span=module.made, origin=kind)
        return None

    return find


def texts_before(document: Document, parsed: list[tuple[Any, Parsed]], made: Span) -> list[tuple[str, str]]:
    """The comments just above a network, nearest first, then the prose before its cell."""
    found: list[tuple[str, str]] = []
    home = next((i for i, (cell, _) in enumerate(parsed) if holds(cell, made)), None)
    if home is None:
        return found
    cell, result = parsed[home]
    near = (c for c in reversed(result.comments) if made.line - NEAR <= c.line <= made.end_line)
    found += [(comment.text, "comment") for comment in near]
    lines = (line.lstrip() for line in reversed(cell.prose.split("\n")))
    found += [(line, "heading" if line.startswith("#") else "prose") for line in lines if line]
    return found


def holds(cell: Any, span: Span) -> bool:
    """Whether a cell holds a line."""
    if cell.number is not None:
        return bool(cell.number == span.cell)
    return bool(cell.line <= span.line < cell.line + cell.source.count("\n") + 1)


def read_hint(m: Machine, text: str, first: Layer) -> tuple[Size, ...] | None:
    """The shape a text states for a network that begins with this layer."""
    from footgun.source.hints import shape_hints

    op = first.op
    spatial = op.spatial if isinstance(op, Conv) else None
    for hint in shape_hints(text):
        if hint.about != "input":
            continue
        numbers = list(hint.sizes)
        known = [s for s in numbers if isinstance(s, int)]
        if spatial == 2 and isinstance(op, Conv):
            channels = op.cin if isinstance(op.cin, int) else None
            shape = image_shape(m, numbers, known, channels)
            if shape is not None:
                return shape
        if (
            isinstance(op, Linear)
            and len(numbers) == 2
            and numbers[0] is None
            and isinstance(numbers[1], int)
        ):
            return (m.names.fresh("n"), numbers[1])
    return None


def image_shape(
    m: Machine, numbers: list[Any], known: list[int], channels: int | None
) -> tuple[Size, ...] | None:
    """(n, c, h, w) from "28 x 28", "3 x 64 x 64", "224 x 224 x 3" or "[batch, 3, 64, 64]"."""
    batch: Size = m.names.fresh("n")
    if len(numbers) == 2 and len(known) == 2:
        return (batch, channels if channels is not None else m.names.fresh("c"), known[0], known[1])
    if len(numbers) == 4 and all(isinstance(s, int) for s in numbers[1:]):
        numbers = numbers[1:]
        known = [int(s) for s in numbers]
    if len(numbers) == 3 and len(known) == 3:
        if known[2] in (1, 3, 4) and known[0] not in (1, 3, 4):
            return (batch, known[2], known[0], known[1])
        return (batch, known[0], known[1], known[2])
    return None
