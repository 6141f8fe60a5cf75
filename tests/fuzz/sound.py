"""What holds of the result of any text: a clear answer, and every position in the text."""

from __future__ import annotations

import json

from footgun.config import Config
from footgun.engine import Engine
from footgun.report.formats import SHOWN, Facts, document, shown
from footgun.report.paint import Paint
from footgun.results import Report, RuleText
from footgun.source.document import UNREAD, ReadError
from footgun.source.read import read

ENGINE = Engine()
ENGINE.fixes = True
RULES = [RuleText(r.code, r.slug, r.severity, r.summary, r.topic, "page") for r in ENGINE.rules]
LONGEST = 300  # characters of a message that says why a text cannot be read


def checked(name, data):
    """The result of a text; footgun itself must not fail on it."""
    result = ENGINE.check_data(name, data, Config())
    assert not result.internal, result.internal
    assert not (result.error or "").startswith("internal fault"), result.error
    return result


def sound(name, data):
    """Check a text, and what is said of it."""
    result = checked(name, data)
    report = Report([result])
    facts = Facts(report, report.findings, "1.0", lambda: RULES)
    assert json.loads(document("json", facts))
    for form in SHOWN:
        assert not any("\x1b" in line or "\n" in line for line in shown(form, facts, Paint(False)))
    if result.error is not None:
        assert 0 < len(result.error) < LONGEST, result.error
        return
    try:
        made = read(name, data)
    except ReadError:
        assert result.note  # empty
        return
    for cell in made.cells:
        in_place(cell, made.lines[cell.number])
    for span in spans(result):
        if span.path == name:
            rows = made.lines[span.cell]
            assert 1 <= span.line <= span.end_line <= len(rows), span
            assert 1 <= span.column <= len(rows[span.line - 1]) + 2, (span, rows[span.line - 1])


def spans(result):
    for finding in result.findings:
        yield finding.span
        yield from (label.span for label in finding.labels)
        yield from (edit.span for edit in (finding.fix.edits if finding.fix else ()))
    yield from (gap.span for gap in result.not_checked)


def in_place(cell, lines):
    """Every line of a cell stands where the cell says; but for what is not plain Python."""
    rows = cell.source.split("\n")
    assert cell.line + len(rows) - 1 <= len(lines)
    assert cell.columns == () or len(cell.columns) == len(rows)
    for number, row in enumerate(rows):
        text = row.lstrip(" \t")
        if not text or text.startswith("pass") or UNREAD in text:
            continue
        column = len(row) - len(text) + (cell.columns[number] if cell.columns else 0)
        assert lines[cell.line - 1 + number][column:] == text, (number, row)
