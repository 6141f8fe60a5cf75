from __future__ import annotations

import pytest

from footgun.findings import NotChecked, Severity, Span
from footgun.report.closing import closing
from footgun.report.paint import Paint
from footgun.results import FileResult, Report


def gap(reason, line, cell=None):
    return NotChecked(reason, Span("net.py", line, 1, line, 2, cell))


def result(path="net.py", findings=(), networks=("Net",), gaps=(), error=None):
    file = FileResult(path, error)
    file.findings, file.networks, file.not_checked = list(findings), list(networks), list(gaps)
    return file


def lines(*files, hints=False):
    return list(closing(Report(list(files)), hints, Paint(False)))


@pytest.fixture
def of(source):
    text = source("bad(1)")
    return lambda severity: text.finding("bad(1)", severity=severity)


def test_counts_and_hidden_hints(of):
    found = [of(Severity.ERROR), of(Severity.ERROR), of(Severity.WARNING), of(Severity.INFO)]
    assert lines(result(findings=found)) == [
        "Found 2 errors, 1 warning (1 hint hidden; show them with --hints)"
    ]
    assert lines(result(findings=found), hints=True) == ["Found 2 errors, 1 warning, 1 hint"]


def test_clean_says_how_much_was_checked():
    assert lines(result(networks=["A", "B"])) == ["All checks passed: 2 networks"]
    assert lines(result("a.py"), result("b.py")) == ["All checks passed: 2 networks in 2 files"]


def test_hints_alone_are_clean(of):
    (line,) = lines(result(findings=[of(Severity.INFO)]))
    assert line.startswith("All checks passed")
    assert "1 hint hidden" in line


def test_a_file_without_a_network_is_not_called_clean():
    assert lines(result(networks=[])) == ["No network found in net.py: nothing to check"]
    assert "No network found in b.py" in lines(result("a.py"), result("b.py", networks=[]))


def test_unreadable_files_are_not_called_clean():
    assert lines(result(error="no such file")) == ["Nothing could be checked"]
    assert not any("passed" in line for line in lines(result("a.py"), result("b.py", error="no such file")))


def test_gaps_come_most_frequent_first_with_their_lines():
    gaps = [gap("rare", 3), gap("often", 12), gap("often", 15), gap("often", 15)]
    assert lines(result(gaps=gaps))[-1] == "Not checked: often (line 12, 15), rare (line 3)"


def test_gaps_are_capped():
    many = [gap(f"reason {i}", i) for i in range(1, 20)]
    assert lines(result(gaps=many))[-1].endswith("and 14 more")
    assert "and 45 more" in lines(result(gaps=[gap("same", i) for i in range(50)]))[-1]
    crowd = lines(*(result(f"{i:02}.py", gaps=[gap("x", 1)]) for i in range(30)))
    assert crowd[-1] == "Not checked: places in 20 more files"


def test_gaps_in_a_notebook_name_the_cell():
    assert lines(result(gaps=[gap("x", 2, cell=4)]))[-1] == "Not checked: x (cell 4:2)"
