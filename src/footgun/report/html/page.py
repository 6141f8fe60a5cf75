"""The page as a whole: a headline with the counts, means to search and filter, the files, the rules.

Nothing is fetched: style and script stand in the page, and its own policy allows these two alone, by their
hashes. Without the script all content is there; only search, filter and copying are missing.
"""

from __future__ import annotations

import os
from collections.abc import Sequence

from footgun.findings import Finding, Severity
from footgun.report.formats import Facts
from footgun.report.html.budget import rooms
from footgun.report.html.file import counts, file, summary
from footgun.report.html.icons import icon, symbols
from footgun.report.html.markup import Markup, join, tag
from footgun.report.html.rules import rule
from footgun.report.html.words import counted
from footgun.results import Report, RuleText

HERE = os.path.dirname(__file__)
FEW = 12  # files whose list is open at first


def page(facts: Facts) -> str:
    """The report as one page."""
    report = facts.report
    style, script = _data("style.css"), _data("script.js")
    allowed = {"default": "none", "style": _hash(style), "script": _hash(script)}
    policy = "".join(f"{what}-src '{source}'; " for what, source in allowed.items())
    policy += "base-uri 'none'; form-action 'none'"
    told = {id(f) for f in facts.findings}
    shown = [[f for f in result.findings if id(f) in told] for result in report.files]
    codes = sorted({f.code for found in shown for f in found})
    rules = sorted((text for text in facts.rules() if text.code in codes), key=lambda text: text.code)
    explained = {text.code for text in rules}
    files = [
        file(number, result, found, explained, room)
        for number, (result, found, room) in enumerate(
            zip(report.files, shown, rooms(report.files, shown), strict=True), 1
        )
    ]
    head = tag(
        "head",
        tag("meta", charset="utf-8"),
        tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
        Markup(f'<meta http-equiv="Content-Security-Policy" content="{policy}">'),
        tag("meta", name="color-scheme", content="light dark"),
        tag("meta", name="referrer", content="no-referrer"),
        tag("title", f"footgun: {_plain(report, facts.findings)}"),
        tag("style", Markup(style)),
    )
    body = tag(
        "body",
        symbols(),
        tag("a", "to the findings", href="#files", class_="skip"),
        _headline(facts),
        _contents(report, shown),
        _tools(shown, codes, report),
        tag("main", *files, id="files", tabindex=-1),
        _rules(rules),
        tag("footer", tag("p", f"footgun {facts.version}")),
        tag("script", Markup(script)),
    )
    return f'<!doctype html>\n<html lang="en">\n{head}\n{body}\n</html>\n'


def _rules(rules: Sequence[RuleText]) -> Markup | None:
    parts = [tag("h2", "Rules"), *map(rule, rules)]
    return tag("aside", *parts, class_="rules", aria_label="rules") if rules else None


def _headline(facts: Facts) -> Markup:
    report, found = facts.report, facts.findings
    networks = sum(len(result.networks) for result in report.files)
    about = f"{counted(networks, 'network')} in {counted(len(report.files), 'file')}"
    hidden = len(report.findings) - len(found)
    gaps = sum(len(result.not_checked) for result in report.files)
    unread = sum(result.error is not None or bool(result.internal) for result in report.files)
    facts_told: list[str] = [about]
    if unread and unread < len(report.files):
        words = f"{counted(unread, 'file')} could not be checked"
        facts_told.append(tag("b", icon(Severity.ERROR), " ", words, class_="severity error"))
    if gaps:
        facts_told.append(f"{counted(gaps, 'place')} not checked")
    if hidden:
        facts_told.append(f"{counted(hidden, 'hint')} hidden, shown with --hints")
    title = tag("h1", join(counts(found), ", ") if found else _plain(report, found))
    return tag("header", tag("div", title, tag("p", join(facts_told, " · "))), _themes(), class_="headline")


def _contents(report: Report, shown: Sequence[Sequence[Finding]]) -> Markup | None:
    """The way to each file of several."""
    if len(report.files) < 2:
        return None
    ways = []
    for number, (result, found) in enumerate(zip(report.files, shown, strict=True), 1):
        name = tag("a", result.path, href=f"#file-{number}")
        ways.append(tag("li", name, " ", tag("span", summary(result, found), class_="quiet")))
    head = tag("summary", counted(len(ways), "file"))
    return tag("nav", tag("details", head, tag("ul", *ways), open=len(ways) <= FEW), aria_label="files")


def _plain(report: Report, found: Sequence[Finding]) -> str:
    """The headline in words alone."""
    words = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "hint"}
    numbers = [(sum(f.severity is severity for f in found), word) for severity, word in words.items()]
    if any(n for n, _ in numbers):
        return ", ".join(counted(n, word) for n, word in numbers if n)
    read = [result for result in report.files if result.error is None]
    if not read:
        return "nothing could be checked" if report.files else "no files to check"
    if not any(result.networks for result in read):
        return "no network found, nothing to check"
    return "no findings, but not everything could be checked" if report.broken else "all checks passed"


def _themes() -> Markup:
    """Light or dark: buttons of which one is chosen, so that it needs no script."""
    choices = [
        tag(
            "label",
            tag("input", type="radio", name="theme", value=name, id=f"theme-{name}", checked=name == "auto"),
            tag("span", name),
        )
        for name in ("auto", "light", "dark")
    ]
    return tag("fieldset", tag("legend", "theme", class_="spoken"), *choices, class_="themes")


def _tools(shown: Sequence[Sequence[Finding]], codes: Sequence[str], report: Report) -> Markup | None:
    """Search and filter; hidden until the script that makes them work is there."""
    found = [f for findings in shown for f in findings]
    if not found and len(report.files) < 2:
        return None
    boxes = [
        tag(
            "label",
            tag("input", type="checkbox", name="severity", value=severity.value, checked=True),
            tag("span", icon(severity), " ", f"{severity.value} {n}", class_=f"severity {severity.value}"),
        )
        for severity in Severity
        if (n := sum(f.severity is severity for f in found))
    ]
    slugs = {f.code: f.slug for f in found}
    rules = [tag("option", "every rule", value="")]
    rules += [tag("option", f"{code} {slugs[code]}", value=code) for code in codes]
    files = [tag("option", "every file", value="")]
    files += [tag("option", result.path, value=f"file-{i}") for i, result in enumerate(report.files, 1)]
    return tag(
        "form",
        tag("input", type="search", name="text", placeholder="search", aria_label="search"),
        tag("span", *boxes, class_="severities", role="group", aria_label="severities") if boxes else None,
        tag("select", *rules, name="code", aria_label="rule") if codes else None,
        tag("select", *files, name="file", aria_label="file") if len(report.files) > 1 else None,
        tag("output", name="count", role="status"),
        class_="tools",
        role="search",
        hidden=True,
    )


def _data(name: str) -> str:
    with open(os.path.join(HERE, name), encoding="utf-8") as data:
        return data.read()


def _hash(text: str) -> str:
    from base64 import b64encode
    from hashlib import sha256

    return f"sha256-{b64encode(sha256(text.encode()).digest()).decode()}"
