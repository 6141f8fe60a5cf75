"""The input shape that a file states in words (comment, docstring, prose), or that `--input` gives."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator

from footgun.findings import Elsewhere
from footgun.network import Layer, Value
from footgun.ops.convolution import Conv
from footgun.ops.linear import Linear
from footgun.sizes import Size
from footgun.source.modules import all_layers
from footgun.source.values import Class, Instance

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from footgun.findings import Span
    from footgun.source.hints import Hint
    from footgun.source.interpret.machine import Machine
    from footgun.source.recover import Parsed

COLOURS = (1, 2, 3, 4)  # channels of images; a first layer for more may not get the image itself
NEAR = 25  # a comment this many lines above a network may speak of its input

# Three sizes given to what makes a tensor are all it has: no image that only lacks its batch.
MADE = re.compile(r"\b(?:empty|ones|rand|randn|zeros)\([(\[]?\s*\d+(?:\s*,\s*\d+){2}\s*[)\]]+")


def stated_input(m: Machine, parsed: list[tuple[Any, Parsed]]) -> Callable[[Any], Value | None]:
    """A function that gives a module's stated input, None where nothing is stated."""

    def find(module: Any) -> Value | None:
        layer = next(iter(all_layers(module)), None)
        if m.settings.input_shape is not None:
            shape: tuple[Size, ...] = (m.names.fresh("n"), *m.settings.input_shape)
            return Value(shape, "float32", span=module.made, origin="--input")
        if layer is None:
            return None
        for text, kind in texts_near(m, parsed, module):
            found = read_hint(m, text, layer)
            if found is not None:
                return Value(found, "float32", span=module.made, origin=kind)
        found = heading_shape(m, parsed, module, layer)
        return Value(found, "float32", span=module.made, origin="comment") if found is not None else None

    return find


def heading_shape(
    m: Machine, parsed: list[tuple[Any, Parsed]], module: Any, first: Layer
) -> tuple[Size, ...] | None:
    """The image that a comment above all of a method states, nothing but a shape: `# N x 3 x 64 x 64`."""
    op = first.op
    if not (isinstance(op, Conv) and op.spatial == 2 and not op.last and isinstance(module, Instance)):
        return None
    comments = {
        (cell.number, comment.line): comment.text
        for cell, result in parsed
        if holds(cell, module.cls.span)
        for comment in result.comments
    }
    found: set[tuple[int | str, ...]] = set()
    for method in module.cls.node.body if comments else ():
        if isinstance(method, ast.FunctionDef) and len(method.args.args) > 1:
            body = method.body[1:] if ast.get_docstring(method) and method.body[1:] else method.body
            head, begin = (m.span(node, module.cls.frame) for node in (method, body[0]))
            for line in range(head.line, begin.line):
                found.update(images_of(comments.get((head.cell, line), ""), op.cin))
    if len(found) != 1:
        return None
    _, *sizes = found.pop()
    return (m.names.fresh("n"), *(size for size in sizes if isinstance(size, int)))


def images_of(text: str, channels: Size | None) -> Iterator[tuple[int | str, ...]]:
    """The shape in a comment if it is that of images with so many channels, with a batch in front."""
    from footgun.source.hints import SMALLEST
    from footgun.source.shape_comment import comment_shape

    stated = comment_shape(text) if text else None
    if stated is None or len(stated.sizes) != 4 or stated.sizes[1] != channels:
        return
    if all(isinstance(size, int) and size >= SMALLEST for size in stated.sizes[2:]):
        yield stated.sizes


def texts_near(m: Machine, parsed: list[tuple[Any, Parsed]], module: Any) -> Iterator[tuple[str, str]]:
    """What may speak of a network's input, nearest first: comments, docstrings, the prose before its cell."""
    for span in (module.cls.span, module.made) if isinstance(module, Instance) else (module.made,):
        for cell, result in parsed:
            if holds(cell, span):
                near = (c for c in reversed(result.comments) if span.line - NEAR <= c.line <= span.end_line)
                yield from ((comment.text, "comment") for comment in near)
    if isinstance(module, Instance):
        yield from ((text, "docstring") for text in docstrings(module.cls))
    made = module.made.entry if isinstance(module.made, Elsewhere) else module.made
    home = next((i for i, (cell, _) in enumerate(parsed) if holds(cell, made)), -1)
    for cell, result in reversed(parsed[: home + 1]):
        if cell is not parsed[home][0] and any(holds(cell, other.made) for other in m.modules):
            return  # what stands before another network speaks of that one
        yield cell.prose, "prose"
        yield ast.get_docstring(result.tree) or "", "docstring"


def docstrings(cls: Class) -> list[str]:
    """Of a class and its methods."""
    methods = [n for n in cls.node.body if isinstance(n, ast.FunctionDef)]
    texts = [ast.get_docstring(cls.node), *(ast.get_docstring(method) for method in methods)]
    return [text for text in texts if text]


def holds(cell: Any, span: Span) -> bool:
    """Whether a cell holds a line."""
    if isinstance(span, Elsewhere):
        return False
    if cell.number is not None:
        return bool(cell.number == span.cell)
    return bool(cell.line <= span.line < cell.line + cell.source.count("\n") + 1)


def read_hint(m: Machine, text: str, first: Layer) -> tuple[Size, ...] | None:
    """The shape a text states for a network that begins with this layer."""
    from footgun.source.hints import shape_hints

    op = first.op
    text = MADE.sub("", text)
    for hint in reversed(shape_hints(text)):  # the last is the nearest to the code
        if hint.about != "input":
            continue
        shape: tuple[Size, ...] | None = None
        if isinstance(op, Conv) and op.spatial == 2 and not op.last:
            shape = image_shape(m, hint, op.cin)
        elif isinstance(op, Linear) and hint.layout in ("features", "batch") and op.inp is not None:
            shape = (m.names.fresh("n"), op.inp) if hint.sizes[-1] == op.inp else None
        if shape is not None:
            return shape
    return None


def image_shape(m: Machine, hint: Hint, channels: Size | None) -> tuple[Size, ...] | None:
    """(n, c, h, w) from "28 x 28", "3 x 64 x 64", "224 x 224 x 3" or "[batch, 3, 64, 64]"."""
    given = hint.sizes[1:] if hint.layout in ("nchw", "nhwc") else hint.sizes
    sizes = [size for size in given if size is not None]
    if len(sizes) < len(given):
        return None
    batch: Size = m.names.fresh("n")
    if hint.layout == "hw":
        known = channels if channels in COLOURS else hint.channels
        return (batch, known if known is not None else m.names.fresh("c"), *sizes)
    if hint.layout in ("hwc", "nhwc"):
        return (batch, sizes[2], sizes[0], sizes[1])
    return (batch, *sizes) if hint.layout in ("chw", "nchw") else None
