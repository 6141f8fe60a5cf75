"""One file on the page: its networks, its findings, what was not checked in it, its source."""

from __future__ import annotations

from collections.abc import Container, Sequence

from footgun.findings import Finding, NotChecked, Severity
from footgun.report.html.budget import Room
from footgun.report.html.finding import finding
from footgun.report.html.icons import icon
from footgun.report.html.links import Links
from footgun.report.html.markup import Markup, escape, join, prose, tag
from footgun.report.html.network import network
from footgun.report.html.source import source
from footgun.report.html.words import counted, spoken_place
from footgun.results import FileResult


def file(
    number: int, result: FileResult, findings: Sequence[Finding], explained: Container[str], room: Room
) -> Markup:
    """A section; one with nothing to tell is folded, and so is what was read without a complaint."""
    links = Links(number, result, findings, room)
    told = [finding(i, links, f.code in explained) for i, f in enumerate(links.findings)]
    drawn = [network(drawing, i, links) for i, drawing in enumerate(result.drawings)]
    left = tag("div", tag("h3", "Networks" if len(drawn) > 1 else "Network"), *drawn, class_="networks")
    findings_part = tag("div", tag("h3", "Findings"), *told, class_="findings") if told else None
    right = [findings_part, _complaints(result), _gaps(result.not_checked, links), source(links)]
    body = tag(
        "div",
        left if drawn else None,
        tag("div", *right, class_="told") if any(right) else None,
        class_="columns" if drawn else None,
    )
    head = join([tag("h2", result.path), tag("span", summary(result, links.findings), class_="quiet")], " ")
    serious = bool(told) or result.error is not None or bool(result.internal)
    if serious or not any((drawn, *right)):
        content = join([tag("header", head), body])
    else:
        content = tag("details", tag("summary", head), body)
    return tag("section", content, class_="file", id=f"file-{number}", data_file=result.path)


def counts(findings: Sequence[Finding]) -> list[Markup]:
    """How many of each severity, each with its sign."""
    found = [(severity, sum(f.severity is severity for f in findings)) for severity in Severity]
    words = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "hint"}
    return [
        tag("span", icon(severity), " ", counted(n, words[severity]), class_=f"severity {severity.value}")
        for severity, n in found
        if n
    ]


def summary(result: FileResult, findings: Sequence[Finding]) -> Markup:
    """What came out for a file, in few words."""
    if result.error is not None:
        return escape("could not be checked")
    if result.note is not None:
        return escape(result.note)
    parts: list[str] = [*counts(findings)]
    if result.networks:
        parts += [*([] if findings else ["nothing found"]), counted(len(result.networks), "network")]
    else:
        parts.append("no network found")
    if result.not_checked:
        parts.append(f"{counted(len(result.not_checked), 'place')} not checked")
    return join(parts, " · ")


def _complaints(result: FileResult) -> Markup | None:
    """Why it could not be read, and faults of our own."""
    words = [*filter(None, [result.error]), *result.internal]
    items = [tag("li", prose(text)) for text in words]
    return tag("div", tag("h3", "Could not be checked"), tag("ul", *items), class_="gaps") if items else None


def _gaps(gaps: Sequence[NotChecked], links: Links) -> Markup | None:
    """What could not be followed, each reason once with its lines."""
    places: dict[str, dict[str, Markup]] = {}
    for gap in gaps:
        line, words = links.place(gap.span), spoken_place(gap.span)
        where = tag("a", words, href=f"#{links.line_id(line)}") if line is not None else tag("span", words)
        places.setdefault(gap.reason, {}).setdefault(words, where)
    if not places:
        return None
    items = [tag("li", prose(reason), ": ", join(found.values(), ", ")) for reason, found in places.items()]
    why = tag("p", "Silence about these says nothing: they could not be followed.", class_="quiet")
    return tag("div", tag("h3", "Not checked"), why, tag("ul", *items), class_="gaps")
