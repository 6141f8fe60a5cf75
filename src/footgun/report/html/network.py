"""A network on the page: what it is, its drawing in parts, the legend of long sizes, all steps as a table."""

from __future__ import annotations

from collections.abc import Iterator

from footgun.findings import Severity
from footgun.network.draw import Drawing
from footgun.report.html.folding import Fold, Piece, folded
from footgun.report.html.icons import icon
from footgun.report.html.links import Links
from footgun.report.html.markup import Markup, join, tag
from footgun.report.html.picture import picture
from footgun.report.html.sizes import Shapes
from footgun.report.html.words import counted

OPEN = 80  # boxes of a drawing whose parts are open at first


def network(drawing: Drawing, number: int, links: Links) -> Markup:
    """One network."""
    shapes = Shapes()
    name = f"n{links.number}-{number + 1}"
    left_out = _left_out(drawing, number, links)
    parts = [left_out] if left_out else [_part(p, drawing, number, links, shapes) for p in folded(drawing)]
    return tag(
        "div",
        tag("h4", drawing.name, id=name),
        tag("p", *_about(drawing, links), class_="about"),
        *parts,
        _legend(shapes),
        _table(drawing, number, links) if not left_out else None,
        class_="network",
        role="group",
        aria_labelledby=name,
    )


def _left_out(drawing: Drawing, number: int, links: Links) -> Markup | None:
    """Why there is no picture of it."""
    same = links.room.same.get(number)
    if drawing.left_out:
        words: list[str] = [f"Too large to draw: {counted(drawing.left_out, 'step')}."]
    elif same is not None:
        name = links.drawings[same].name
        words = ["Looks the same as ", tag("a", name, href=f"#n{links.number}-{same + 1}"), " above."]
    elif number not in links.room.drawn:
        words = ["Left out: the page draws as much as a browser can. Check this file alone to see it."]
    else:
        return None
    return tag("p", *words, class_="quiet")


def _about(drawing: Drawing, links: Links) -> Iterator[Markup | str]:
    place = links.place(drawing.span)
    if place is not None:
        yield tag("a", f"line {place[1]}", href=f"#{links.line_id(place)}")
        yield " · "
    kinds = {"torch": "PyTorch", "keras": "Keras"}
    steps = sum(box.kind in ("layer", "step") for box in drawing.boxes)
    facts = [kinds.get(drawing.framework, drawing.framework)]
    facts += [counted(steps, "step")] if drawing.boxes else []
    facts.append(f"{drawing.weights} weights")
    if drawing.batch:
        facts.append(f"the first size, {drawing.batch}, is the batch")
    if not drawing.complete:
        facts.append("parts of it could not be followed")
    yield " · ".join(facts)


def _part(part: Piece | Fold, drawing: Drawing, number: int, links: Links, shapes: Shapes) -> Markup:
    if isinstance(part, Piece):
        graph = picture(drawing, number, part, links, shapes)
        name = f"drawing of {drawing.name}"
        return tag("div", graph, class_="scroll", tabindex=0, role="group", aria_label=name)
    found = [f for box in range(part.first, part.end) for f in links.at(number, box)]
    told = {id(f): f for f in found}.values()
    serious = any(f.severity is not Severity.INFO for f in told)
    signs = [
        join([icon(severity), counted(sum(f.severity is severity for f in told), severity.value)], " ")
        for severity in Severity
        if any(f.severity is severity for f in told)
    ]
    like = ("", "the same again", f"the same {part.times} times more")[min(part.times, 2)]
    steps = sum(box.kind in ("layer", "step") for box in drawing.boxes[part.first : part.end])
    facts = [like, counted(steps, "step"), shapes.text(_given(drawing, part))]
    summary = tag(
        "summary",
        tag("b", part.title),
        " ",
        tag("span", " · ".join(filter(None, facts)), class_="quiet"),
        *(tag("span", " ", sign, class_="sign-count") for sign in signs),
    )
    inner = [_part(inside, drawing, number, links, shapes) for inside in part.parts]
    small = len(drawing.boxes) <= OPEN and not part.times
    return tag("details", summary, *inner, class_="part", open=serious or small)


def _given(drawing: Drawing, part: Fold) -> tuple[str, ...] | None:
    """The shape that goes on from a part."""
    for edge in drawing.edges:
        if part.first <= edge.start < part.end <= edge.end:
            gives = drawing.boxes[edge.start].gives
            return gives[edge.output] if edge.output < len(gives) else None
    return next((box.gives[0] for box in drawing.boxes[: part.end][::-1] if box.gives), None)


def _legend(shapes: Shapes) -> Markup | None:
    if not shapes.short:
        return None
    entries = [join([tag("dt", short), tag("dd", size)]) for size, short in shapes.short.items()]
    summary = tag("summary", f"{counted(len(entries), 'size')} in short")
    return tag("details", summary, tag("dl", *entries), class_="legend")


def _table(drawing: Drawing, number: int, links: Links) -> Markup:
    """The same for whoever reads line by line."""
    shapes = Shapes()
    rows = []
    for i, box in enumerate(drawing.boxes):
        target = links.target(number, i)
        cells = [
            tag("th", tag("a", box.label, href=f"#{target}") if target else box.label, scope="row"),
            tag("td", tag("code", box.path) if box.path else None),
            tag("td", ", ".join([*box.settings, *filter(None, [box.turn])])),
            tag("td", ", ".join(shapes.text(shape) for shape in box.gives)),
            tag("td", box.weights, class_="number"),
            tag("td", ", ".join(f"{f.severity.value} {f.code}" for f in links.at(number, i))),
        ]
        rows.append(tag("tr", *cells))
    heads = ("step", "path", "settings", "gives", "weights", "found")
    head = tag("thead", tag("tr", *(tag("th", words, scope="col") for words in heads)))
    table = tag("table", head, tag("tbody", *rows))
    name = f"steps of {drawing.name}"
    wide = tag("div", table, class_="scroll", tabindex=0, role="group", aria_label=name)
    return tag("details", tag("summary", "As a table"), wide, class_="table")
