"""One box of a drawing: what stands in it, how large it must be, and its markup.

No font can be asked how wide a text is, so widths are those of the widest usual fonts. Texts have a limit:
the whole stands in the tooltip and in the accessible name.
"""

from __future__ import annotations

from collections.abc import Sequence

from footgun.findings import Finding, Severity
from footgun.network.draw import Box
from footgun.records import NamedTuple
from footgun.report.html.icons import icon_at
from footgun.report.html.layout import Place
from footgun.report.html.markup import Markup, join, tag
from footgun.report.html.sizes import full
from footgun.report.text import visible, width

# Of one column of text
LABEL_WIDTH, PATH_WIDTH, SMALL_WIDTH, TOLD_WIDTH, SHAPE_WIDTH = 9.0, 6.9, 7.0, 8.0, 6.9
LABEL_MOST, PATH_MOST, SMALL_MOST, SHAPE_MOST = 26, 24, 40, 30  # columns
ROW = 17
PAD = 10
LEAST = 64


class Face(NamedTuple):
    """The lines of a box, cut to what fits."""

    label: str
    path: str
    lines: tuple[str, ...]
    told: tuple[tuple[Severity, str], ...]  # severity and text of each finding
    width: float
    height: float


def face(box: Box, findings: Sequence[Finding], shapes: Sequence[str], within: str = "") -> Face:
    """What a box shows; `shapes` are the labels below it, which it must be as wide as.

    `within` is the part that the whole picture shows: paths go on from there.
    """
    label = clipped(box.label, LABEL_MOST)
    path = _tail(box.path.removeprefix(f"{within}."), PATH_MOST) if box.kind == "layer" else ""
    lines = tuple(clipped(line, SMALL_MOST) for line in _lines(box))
    told = tuple(
        dict.fromkeys((f.severity, clipped(f"{f.severity.value} {f.code}", SMALL_MOST)) for f in findings)
    )
    if box.faults and not findings:
        lines += (clipped(f"fault: {box.faults[0]}", SMALL_MOST),)
    head = width(label) * LABEL_WIDTH + (width(path) * PATH_WIDTH + 10 if path else 0)
    below = sum(width(shape) * SHAPE_WIDTH + 18 for shape in shapes)
    wide = [head, *(width(line) * SMALL_WIDTH for line in lines)]
    wide += [width(text) * TOLD_WIDTH + 20 for _, text in told]
    size = max(LEAST, below, max(wide) + 2 * PAD)
    return Face(label, path, lines, told, round(size + 0.5), 11 + ROW * (1 + len(lines) + len(told)))


def _lines(box: Box) -> list[str]:
    """Settings and weights, in one line if they fit."""
    parts = [*box.settings, *([f"{box.weights} weights"] if box.weights else [])]
    whole = " · ".join(parts)
    if width(whole) > SMALL_MOST and len(parts) > 1:
        return [" · ".join(parts[:-1]), parts[-1]]
    return [whole] if whole else []


def draw(
    box: Box, face: Face, place: Place, id_: str, href: str | None, findings: Sequence[Finding]
) -> Markup:
    """The box at its place, a link where it leads anywhere."""
    worst = face.told[0][0].value if face.told else "fault" if box.faults else None
    rect = tag("rect", x=place.x, y=place.y, width=place.width, height=place.height, rx=6)
    x, y = place.x + PAD, place.y + ROW
    head = tag("tspan", face.label, class_="label")
    if face.path:
        head = join([head, tag("tspan", face.path, class_="path", dx=8)])
    parts = [rect, tag("text", head, x=x, y=y)]
    for line in face.lines:
        y += ROW
        parts.append(tag("text", line, x=x, y=y, class_="small"))
    for severity, text in face.told:
        y += ROW
        parts.append(icon_at(severity, x, y - 11))
        parts.append(tag("text", text, x=x + 18, y=y, class_=f"small told {severity.value}"))
    name = spoken(box, findings)
    kinds = " ".join(filter(None, ["box", box.kind, worst, "weighty" if box.weights else ""]))
    if href is None:
        return tag("g", tag("title", name), *parts, class_=kinds, id=id_)
    return tag("a", tag("title", name), *parts, href=f"#{href}", class_=kinds, id=id_)


def spoken(box: Box, findings: Sequence[Finding]) -> str:
    """All that is known of a box, for a tooltip and for whoever hears the page."""
    gives = ", ".join(full(shape) for shape in box.gives)
    parts = [
        box.label,
        box.path,
        *box.settings,
        f"{box.weights} weights" if box.weights else "",
        f"gives {gives}" if gives and box.kind not in ("output", "loss") else "",
        box.turn,
        *(f"{f.severity.value} {f.code} {f.slug}" for f in findings),
        *(f"fault: {fault}" for fault in box.faults if not findings),
    ]
    return "; ".join(filter(None, parts))


def clipped(text: str, most: int) -> str:
    """The first columns of a text.

    >>> clipped("abcdefg", 5)
    'abcd…'
    """
    text = visible(text)
    if width(text) <= most:
        return text
    kept = text[:most]
    while width(kept) > most - 1:
        kept = kept[:-1]
    return f"{kept}…"


def _tail(path: str, most: int) -> str:
    """The last columns of a path, which tell the layer."""
    return clipped(visible(path)[::-1], most)[::-1]
