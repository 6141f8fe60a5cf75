from __future__ import annotations

from footgun.findings import Severity
from footgun.report.concise import concise
from footgun.report.full import full
from footgun.report.paint import Paint


def test_concise_is_one_line_a_finding(source):
    text = source("bad(1)", path="nb.ipynb", cell=2)
    finding = text.finding("bad(1)", message="two\nlines", severity=Severity.WARNING)
    (line,) = concise([finding], Paint(False))
    assert line == "nb.ipynb:cell 2:1:1: warning SHP001[a-slug] two\u240alines"


def test_full_begins_with_severity_code_and_slug(source):
    text = source("bad(1)")
    lines = list(full([text.finding("bad(1)")], {"net.py": {None: text.lines}}, Paint(False)))
    assert lines[0] == "error[SHP001] a-slug: the message"
    assert lines[-1] == ""


def test_severity_is_said_in_words_when_painted(source):
    text = source("bad(1)")
    for severity in Severity:
        (line,) = concise([text.finding("bad(1)", severity=severity)], Paint(True))
        assert severity.value in line
