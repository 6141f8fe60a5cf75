"""The pages of the rules that spoke, from their Markdown: the few forms that those pages are written in."""

from __future__ import annotations

import re
from collections.abc import Iterator

from footgun.report.html.icons import named
from footgun.report.html.markup import Markup, join, tag
from footgun.results import RuleText

_INLINE = re.compile(r"`([^`]+)`|\*\*(.+?)\*\*|\*([^*\s][^*]*)\*|\[([^\]]+)\]\([^)]*\)|<(https?://[^>]+)>")


def rule(text: RuleText) -> Markup:
    """A rule with its page folded away."""
    head = join([named(text.severity), tag("code", text.code), tag("span", text.slug, class_="slug")], " ")
    summary = tag("summary", tag("h3", head), " ", tag("span", inline(text.summary), class_="quiet"))
    body = re.sub(r"\A# [^\n]*\n", "", text.page)
    return tag("details", summary, *blocks(body), class_="rule", id=f"rule-{text.code}")


def blocks(text: str) -> Iterator[Markup]:
    """Headings, code, lists and paragraphs."""
    lines = text.splitlines()
    i = 0
    while i < len(lines):
        line = lines[i]
        if line.startswith("```"):
            end = next((j for j in range(i + 1, len(lines)) if lines[j].startswith("```")), len(lines))
            yield _code(lines[i + 1 : end])
            i = end + 1
        elif match := re.match(r"(#+) (.*)", line):
            yield tag("h4", inline(match[2]))
            i += 1
        elif line.strip():
            end = i + 1
            while end < len(lines) and lines[end].strip() and not lines[end].startswith(("```", "#")):
                end += 1
            yield _paragraph(lines[i:end])
            i = end
        else:
            i += 1


def inline(text: str) -> Markup:
    """A line with its code, emphasis and links; of a link the words alone, for nothing leads off the page."""
    parts: list[str] = []
    end = 0
    for match in _INLINE.finditer(text):
        code, strong, emphasis, words, address = match.groups()
        parts.append(text[end : match.start()])
        if code is not None:
            parts.append(tag("code", code))
        elif strong is not None:
            parts.append(tag("strong", inline(strong)))
        elif emphasis is not None:
            parts.append(tag("em", inline(emphasis)))
        elif words is not None:
            parts.append(inline(words))
        else:
            parts.append(tag("span", address, class_="address"))
        end = match.end()
    return join([*parts, text[end:]])


def _code(lines: list[str]) -> Markup:
    rows = join(lines, Markup("\n"))
    return tag("pre", tag("code", rows), class_="example", tabindex=0, role="group", aria_label="example")


def _paragraph(lines: list[str]) -> Markup:
    """A list, a table, or running text."""
    if lines[0].startswith("|"):
        rows = [[cell.strip() for cell in line.strip().strip("|").split("|")] for line in lines]
        kept = [row for row in rows if not all(re.fullmatch(r":?-+:?", cell) for cell in row)]
        cells = [tag("tr", *(tag("td", inline(cell)) for cell in row)) for row in kept]
        return tag("div", tag("table", *cells), class_="scroll", tabindex=0, role="group", aria_label="table")
    if re.match(r"(-|\d+\.) ", lines[0]):
        items: list[list[str]] = []
        for line in lines:
            if re.match(r"(-|\d+\.) ", line):
                items.append([line.split(" ", 1)[1]])
            else:
                items[-1].append(line.strip())
        kind = "ul" if lines[0].startswith("-") else "ol"
        return tag(kind, *(tag("li", inline(" ".join(item))) for item in items))
    return tag("p", inline(" ".join(line.strip() for line in lines)))
