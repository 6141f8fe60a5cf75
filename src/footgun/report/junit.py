"""JUnit's XML: a suite a file, a failed test a finding, one that passes where nothing is wrong."""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from footgun.findings import Finding
from footgun.report.formats import Facts
from footgun.report.place import place
from footgun.results import FileResult

_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # in XML 1.0


def write(facts: Facts) -> str:
    """The report as one XML document."""
    shown = set(map(id, facts.findings))
    root = Element("testsuites", name="footgun")
    for file in facts.report.files:
        _suite(root, file, [finding for finding in file.findings if id(finding) in shown])
    for name in ("tests", "failures", "errors"):
        root.set(name, str(sum(int(suite.get(name, "0")) for suite in root)))
    indent(root)
    return '<?xml version="1.0" encoding="utf-8"?>\n' + tostring(root, encoding="unicode")


def _suite(root: Element, file: FileResult, findings: list[Finding]) -> None:
    broken = ([file.error] if file.error is not None else []) + file.internal
    suite = SubElement(root, "testsuite", name=_clean(file.path))
    for finding in findings:
        case = _case(suite, f"{finding.code} {finding.slug}", file.path)
        case.set("line", str(finding.span.line))
        failure = SubElement(case, "failure", type=finding.severity.value, message=_clean(finding.message))
        rows = [place(finding.span), finding.message, *([f"help: {finding.help}"] if finding.help else [])]
        failure.text = _clean("\n".join(rows))
    for reason in broken:
        error = SubElement(_case(suite, "not checked", file.path), "error", type="unchecked")
        error.set("message", _clean(reason))
    if not findings and not broken:
        _case(suite, "footgun", file.path)
    suite.set("tests", str(len(suite)))
    suite.set("failures", str(len(findings)))
    suite.set("errors", str(len(broken)))


def _case(suite: Element, name: str, path: str) -> Element:
    return SubElement(suite, "testcase", name=_clean(name), classname=_clean(path), file=_clean(path))


def _clean(text: str) -> str:
    return _FORBIDDEN.sub("\ufffd", text)
