from __future__ import annotations

import time

import pytest

from footgun import cutoff
from footgun.engine import SMALL, Engine, UnreadableError, check_paths


def test_findings_are_sorted_and_exact_duplicates_dropped(check):
    report = check("network\npoor bad\nbad")
    assert [(f.code, f.span.line, f.message) for f in report.findings] == [
        ("BAD002", 2, "`poor` is here"),
        ("BAD001", 2, "`bad` is here"),
        ("BAD001", 3, "`bad` is here"),
    ]


def test_exit_codes(check):
    assert check("network").exit_code == 0
    assert check("meh").exit_code == 0
    assert check("poor").exit_code == 1
    assert check("bad").exit_code == 1
    assert check("crash").exit_code == 2
    assert check("a\0b").exit_code == 2


def test_a_rule_that_fails_is_our_fault_and_stops_no_other(check):
    report = check("crash\nbad")
    assert [finding.code for finding in report.findings] == ["BAD001"]
    (fault,) = report.files[0].internal
    assert fault.startswith("internal fault in rule BUG001 on net.py: ZeroDivisionError: division by zero")
    assert fault.endswith("this is a bug in footgun")


def test_a_front_end_that_fails_stops_no_other_file(tmp_path, engine):
    (tmp_path / "a.py").write_text("explode")
    (tmp_path / "b.py").write_text("bad")
    report = check_paths([str(tmp_path)], engine=engine)
    assert report.files[0].error.startswith("internal fault in the analysis: RecursionError: too deep")
    assert [finding.code for finding in report.findings] == ["BAD001"]


def test_unreadable_and_missing_files_are_results(tmp_path, engine):
    (tmp_path / "a.py").write_text("a\0b")
    (tmp_path / "b.py").write_text("bad")
    paths = [str(tmp_path / name) for name in ("a.py", "b.py", "c.py")]
    report = check_paths(paths, engine=engine)
    assert [file.path for file in report.files] == paths
    assert report.files[0].error == "looks binary; check its source instead"
    assert report.files[2].error.startswith("no such file or folder")
    assert len(report.findings) == 1
    assert report.exit_code == 2


def test_an_empty_file_is_clean_and_said_to_be_empty(check):
    report = check(" \n\n")
    assert report.files[0].note == "empty, nothing to check"
    assert report.exit_code == 0


def test_networks_and_gaps_are_kept(check):
    (file,) = check("network gap").files
    assert file.networks == ["Net"]
    assert [gap.reason for gap in file.not_checked] == ["a gap"]


def test_a_huge_file_is_refused_unread(tmp_path, engine):
    huge = tmp_path / "huge.py"
    with huge.open("wb") as file:
        file.truncate(10**10)
    (result,) = check_paths([str(huge)], engine=engine).files
    assert "larger than" in result.error


@pytest.mark.skipif(not hasattr(cutoff.signal, "setitimer"), reason="no timer of CPU time here")
def test_what_takes_too_long_is_cut_off_and_stops_no_other_file(tmp_path, monkeypatch):
    def slow(path, data, *rest):
        end = time.process_time() + 20
        while data.startswith(b"slow") and time.process_time() < end:
            try:
                sum(range(1000))
            except Exception:  # the limit is none of those that a guard may catch
                return
        raise UnreadableError("done")

    monkeypatch.setattr(cutoff, "SECONDS", 0.1)
    engine = Engine(front_end=slow)
    engine.hurried = True
    for name, word in (("a.py", "slow"), ("b.py", "quick")):
        (tmp_path / name).write_text(word + "#" * SMALL)
    first, second = check_paths([str(tmp_path)], engine=engine).files
    assert first.error.startswith("takes more than 0 s")
    assert second.error == "done"
