"""What a fix does: the lines before and after it."""

from __future__ import annotations

from collections.abc import Sequence

from footgun.findings import Edit, Fix
from footgun.report.html.links import Links
from footgun.report.html.markup import Markup, join, prose, tag

AROUND = 1  # lines of context


def change(fix: Fix, links: Links) -> Markup:
    """The title of a fix, whether it is safe, and each stretch that it changes."""
    safe = "safe: the same numbers for the same seed" if fix.safe else "changes the training"
    cells: dict[int | None, list[Edit]] = {}
    for edit in fix.edits:
        if edit.span.path == links.file.path:
            cells.setdefault(edit.span.cell, []).append(edit)
    parts = [
        stretch
        for cell, edits in cells.items()
        for stretch in _stretches(links.file.lines.get(cell, []), edits)
    ]
    return tag(
        "div",
        tag("h5", "fix: ", prose(fix.title), " ", tag("span", f"({safe})", class_="quiet")),
        *parts,
        class_="fix",
    )


def _stretches(lines: Sequence[str], edits: Sequence[Edit]) -> list[Markup]:
    from difflib import SequenceMatcher

    before = [line.rstrip("\r\n") for line in lines]
    after = edited(before, edits)
    parts = []
    for group in SequenceMatcher(None, before, after, autojunk=False).get_grouped_opcodes(AROUND):
        old, new = [], []
        for kind, a, b, c, d in group:
            same = kind == "equal"
            old += [tag("span" if same else "del", line or " ") for line in before[a:b]]
            new += [tag("span" if same else "ins", line or " ") for line in after[c:d]]
        parts.append(tag("div", _side("before", old), _side("after", new), class_="change"))
    return parts


def _side(title: str, lines: list[Markup]) -> Markup:
    copy = tag("button", "copy", class_="copy", type="button", hidden=True) if title == "after" else None
    # Spans are blocks of their own, with a line end between for whoever copies them.
    text = tag("pre", join(lines, Markup("\n")), tabindex=0, role="group", aria_label=title)
    return tag("div", tag("span", title, class_="side"), copy, text, class_=title)


def edited(lines: Sequence[str], edits: Sequence[Edit]) -> list[str]:
    """Lines after edits that do not overlap.

    >>> from footgun.findings import Span
    >>> edited(["a = 1", "b"], [Edit(Span("x", 1, 5, 1, 6), "2")])
    ['a = 2', 'b']
    """
    text = "\n".join(lines)
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line) + 1)

    def offset(line: int, column: int) -> int:
        return min(starts[line - 1] + column - 1, len(text)) if line <= len(lines) else len(text)

    for span, words in sorted(edits, key=lambda edit: (edit.span.line, edit.span.column), reverse=True):
        start, end = offset(span.line, span.column), offset(span.end_line, span.end_column)
        text = text[:start] + words + text[end:]
    return text.split("\n")
