"""A piece of a network as inline SVG: boxes, the values between them, and the shape of each value.

A value that comes from the piece above or goes on to the one below has a dot at the edge of the picture.
"""

from __future__ import annotations

from footgun.network.draw import Box, Drawing
from footgun.report.html.box import SHAPE_MOST, clipped, draw, face
from footgun.report.html.folding import Piece
from footgun.report.html.layout import Layout, Line, lay_out
from footgun.report.html.links import Links
from footgun.report.html.markup import Markup, tag
from footgun.report.html.sizes import Shapes, full

DOT = (12.0, 6.0)  # the size of the place that a dot takes
CURVE = 0.55  # how early an edge turns


def picture(drawing: Drawing, number: int, piece: Piece, links: Links, shapes: Shapes) -> Markup:
    """The piece with a title for whoever hears it."""
    boxes = drawing.boxes[piece.first : piece.end]
    edges, enters, leaves = _within(drawing, piece)
    labels = _labels(drawing, edges, piece, shapes, enters)
    found = [links.at(number, piece.first + i) for i in range(len(boxes))]
    below: list[list[str]] = [[] for _ in boxes]
    for (item, _), text in labels.items():
        below[item].append(text)
    faces = [face(box, found[i], below[i], piece.within) for i, box in enumerate(boxes)]
    sizes = [(f.width, f.height) for f in faces] + [DOT] * (len(enters) + len(leaves))
    # Dots of values that enter come first: the order of the numbers is that of the edges.
    order = [*range(len(boxes), len(boxes) + len(enters)), *range(len(boxes))]
    order += range(len(boxes) + len(enters), len(sizes))
    at = {item: place for place, item in enumerate(order)}
    layout = lay_out([sizes[i] for i in order], [(at[a], at[b], port) for a, b, port in edges])
    drawn = [tag("path", d="".join(map(_line, layout.lines)), class_="edge")]
    heads = (_arrow(line) for line in layout.lines if line.target is not None)
    drawn.append(tag("path", d="".join(heads), class_="head"))
    for (item, port), text in labels.items():
        drawn.append(_label(layout, (at[item], port), text, drawing, piece.first + item, port))
    for i, box in enumerate(boxes):
        key = (number, piece.first + i)
        place = layout.places[at[i]]
        drawn.append(draw(box, faces[i], place, links.box_id(*key), links.target(*key), found[i]))
    for i in range(len(boxes), len(sizes)):
        place = layout.places[at[i]]
        drawn.append(tag("circle", cx=place.x + 6, cy=place.y + 3, r=3, class_="dot"))
    return tag(
        "svg",
        *drawn,
        class_="graph",
        width=_px(layout.width),
        height=_px(layout.height),
        viewBox=f"0 0 {_px(layout.width)} {_px(layout.height)}",
        role="group",
        aria_label=f"{drawing.name}: {_range(boxes)}",
    )


def _range(boxes: tuple[Box, ...]) -> str:
    first, last = boxes[0], boxes[-1]
    return " ".join(
        filter(None, (first.label, first.path, "to" if len(boxes) > 1 else "", last.label, last.path))
    )


def _within(
    drawing: Drawing, piece: Piece
) -> tuple[list[tuple[int, int, int]], list[tuple[int, int]], list[tuple[int, int]]]:
    """Edges between the items of the picture, and the values that enter and leave it.

    The boxes are counted from 0, then come the dots of the values that enter, then of those that leave.
    """
    first, end = piece.first, piece.end
    count = end - first
    touching = [e for e in drawing.edges if e.start < end and e.end >= first]
    enters = sorted({(e.start, e.output) for e in touching if e.start < first})
    leaves = sorted({(e.start, e.output) for e in touching if e.end >= end})
    entry = {value: count + i for i, value in enumerate(enters)}
    edges: dict[tuple[int, int, int], None] = {}
    for e in touching:
        start, port = (entry[e.start, e.output], 0) if e.start < first else (e.start - first, e.output)
        target = e.end - first if e.end < end else count + len(enters) + leaves.index((e.start, e.output))
        edges[start, target, port] = None
    return list(edges), enters, leaves


def _labels(
    drawing: Drawing,
    edges: list[tuple[int, int, int]],
    piece: Piece,
    shapes: Shapes,
    enters: list[tuple[int, int]],
) -> dict[tuple[int, int], str]:
    """The shape of each value that goes on from a box."""
    count = piece.end - piece.first
    found: dict[tuple[int, int], str] = {}
    for start, _, port in sorted(edges):
        if start < count:
            gives = drawing.boxes[piece.first + start].gives
            shape = gives[port] if port < len(gives) else None
            found[start, port] = clipped(shapes.text(shape), SHAPE_MOST)
    return found


def _label(layout: Layout, key: tuple[int, int], text: str, drawing: Drawing, box: int, port: int) -> Markup:
    x, y = layout.ports[key]
    batch, words = drawing.batch, [text]
    if batch and text.startswith(f"{batch} × "):
        words = [tag("tspan", batch, class_="batch"), text[len(batch) :]]
    gives = drawing.boxes[box].gives
    whole = full(gives[port] if port < len(gives) else None)
    title = tag("title", whole) if whole.replace(" by ", " × ") != text else None
    return tag("text", title, *words, x=_px(x), y=_px(y + 16), class_="shape")


def _line(line: Line) -> str:
    x, end = _px(line.x), _px(line.end_x)
    if line.x == line.end_x:
        return f"M{x} {_px(line.y)}V{_px(line.end_y)}"
    turn = (line.end_y - line.bend) * CURVE
    d = f"M{x} {_px(line.y)}V{_px(line.bend)}C{x} {_px(line.bend + turn)} "
    return d + f"{end} {_px(line.end_y - 6 - turn)} {end} {_px(line.end_y - 6)}V{_px(line.end_y)}"


def _arrow(line: Line) -> str:
    """Its head, where it reaches a box."""
    x, y = line.end_x, line.end_y
    return f"M{_px(x - 3.5)} {_px(y - 6)}h7L{_px(x)} {_px(y)}z"


def _px(value: float) -> str:
    """A length with at most one digit after the point.

    >>> _px(12.04), _px(0.55)
    ('12', '0.6')
    """
    return f"{value:.1f}".removesuffix(".0")
