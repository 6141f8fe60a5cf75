"""The text of a file, line by line: beside each line what was found there and the shapes that it makes."""

from __future__ import annotations

from collections.abc import Iterator

from footgun.report.html.colouring import coloured
from footgun.report.html.icons import icon
from footgun.report.html.links import Links
from footgun.report.html.markup import Markup, join, tag
from footgun.report.html.sizes import Shapes
from footgun.report.html.words import counted

OPEN = 400  # lines; a longer text is folded at first
BESIDE = 2  # shapes beside one line
WIDE = 2000  # characters of a line

TYPE_CHECKING = False
if TYPE_CHECKING:
    from footgun.report.html.links import Place


def source(links: Links) -> Markup | None:
    """The listing, cell by cell in a notebook."""
    lines = links.file.lines
    if lines and not links.room.text:
        words = "The source is left out: the page shows as much as a browser can. Check this file alone."
        return tag("p", words, class_="quiet")
    total = sum(map(len, lines.values()))
    if not total:
        return None
    parts = [_cell(cell, links) for cell in lines if lines[cell]]
    summary = tag("summary", tag("h3", "Source"), " ", tag("span", counted(total, "line"), class_="quiet"))
    return tag("details", summary, *parts, class_="source", open=total <= OPEN)


def _cell(cell: int | None, links: Links) -> Markup:
    lines = [line.rstrip("\r\n") for line in links.file.lines[cell]]
    if lines and not lines[-1]:  # after the last line end
        lines.pop()
    shown = [line if len(line) <= WIDE else f"{line[:WIDE]}…" for line in lines]
    rows = [_row((cell, number), text, links) for number, text in enumerate(coloured(shown), 1)]
    name = "source" if cell is None else f"cell {cell}"
    head = tag("h4", name) if cell is not None else None
    return join([head, tag("pre", *rows, class_="listing", tabindex=0, role="group", aria_label=name)])


def _row(place: Place, text: Markup, links: Links) -> Markup:
    id_ = links.line_id(place)
    found = links.on_line.get(place, [])
    worst = min((links.findings[i].severity for i in found), key=_rank, default=None)
    number = tag("a", str(place[1]), href=f"#{id_}", class_="no", aria_label=f"line {place[1]}")
    beside = [*_findings(found, links), *_shapes(place, links)]
    classes = "row" if worst is None else f"row {worst.value}"
    return tag("span", number, text, *beside, class_=classes, id=id_)


def _rank(severity: str) -> int:
    return ("error", "warning", "info").index(severity)


def _findings(found: list[int], links: Links) -> Iterator[Markup]:
    for index in found:
        told = links.findings[index]
        words = [icon(told.severity), tag("span", f"{told.severity.value} ", class_="spoken"), told.code]
        yield tag("a", *words, href=f"#{links.finding_id(index)}", class_=f"beside {told.severity.value}")


def _shapes(place: Place, links: Links) -> Iterator[Markup]:
    """What the layers of a line make, each shape once."""
    shown: dict[str, str] = {}
    for drawing, number in links.boxes_on.get(place, ()):
        box = links.drawings[drawing].boxes[number]
        if box.kind in ("layer", "step") and box.gives and box.gives[0] is not None:
            shown.setdefault(Shapes().text(box.gives[0]), links.box_id(drawing, number))
    for text, id_ in list(shown.items())[:BESIDE]:
        yield tag("a", tag("span", "gives ", class_="spoken"), text, href=f"#{id_}", class_="beside shape-of")
    if len(shown) > BESIDE:
        yield tag("span", f"and {len(shown) - BESIDE} more", class_="beside quiet")
