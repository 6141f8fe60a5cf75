"""A finding on the page: what is wrong, where, how it comes about, and how it is mended."""

from __future__ import annotations

from footgun.findings import Finding
from footgun.report.html.change import change
from footgun.report.html.frame import frame
from footgun.report.html.icons import named
from footgun.report.html.links import Links
from footgun.report.html.markup import Markup, join, prose, tag
from footgun.report.place import place


def finding(index: int, links: Links, explained: bool) -> Markup:
    """One finding of a file; `explained` says whether the page of its rule is at hand."""
    told = links.findings[index]
    slug = tag("span", told.slug, class_="slug")
    head = tag("h4", join([named(told.severity), tag("code", told.code), slug], " "))
    return tag(
        "article",
        head,
        tag("p", prose(told.message), class_="message"),
        tag("p", join(_ways(index, told, links, explained), " · "), class_="ways"),
        frame(told, links),
        tag("p", tag("b", "help: "), prose(told.help), class_="help") if told.help else None,
        change(told.fix, links) if told.fix is not None and told.fix.edits else None,
        class_=f"finding {told.severity.value}",
        id=links.finding_id(index),
        tabindex=-1,
        data_severity=told.severity.value,
        data_code=told.code,
    )


def _ways(index: int, told: Finding, links: Links, explained: bool) -> list[Markup]:
    """Where it stands in the source, in the network and in the book of rules."""
    line, box = links.place(told.span), links.box_of.get(index)
    where = place(told.span)
    ways = [tag("a", where, href=f"#{links.line_id(line)}") if line is not None else tag("span", where)]
    if box is not None:
        ways.append(tag("a", "in the network", href=f"#{links.box_id(*box)}"))
    if explained:
        ways.append(tag("a", f"about {told.slug}", href=f"#rule-{told.code}"))
    return ways
