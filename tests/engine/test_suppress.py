from __future__ import annotations

import pytest

from footgun.selection import Layer


@pytest.mark.parametrize(
    "text",
    [
        "bad  # footgun: ignore[BAD001]",
        "bad  # footgun: ignore[BAD001] the lecture shows it failing",
        "bad  # footgun:ignore[is-bad]",
        "bad poor  # footgun: ignore[BAD002, BAD001]",
        "bad  # type: ignore # footgun: ignore[BAD001] # noqa",
        "(\nbad)  # footgun: ignore[BAD001]",
        "call(  # footgun: ignore[BAD001]\n    1,\n    bad,\n)",
        "def f():  # footgun: ignore[BAD001]\n    bad\n    bad",
        "x\nbad\n# footgun: ignore-file[BAD001]\nbad",
        "# a licence\n\n# footgun: ignore[BAD001]\nx\nbad\nbad",
    ],
)
def test_silenced(codes, text):
    assert codes(text) == []


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("bad  # footgun: ignore[BAD002]", ["BAD001", "SUP001"]),
        ("x  # footgun: ignore[BAD001]\nbad", ["SUP001", "BAD001"]),
        ("call(\n    1,  # footgun: ignore[BAD001]\n    bad,\n)", ["SUP001", "BAD001"]),
        ("bad poor  # footgun: ignore[BAD001]", ["BAD002"]),
        ("x\n# footgun: ignore[BAD001]\nbad", ["SUP001", "BAD001"]),
        ("bad  # a footgun: ignore me not", ["BAD001"]),
        ("bad  # footgun: ignored[BAD001]", ["BAD001"]),
    ],
)
def test_not_silenced(codes, text, left):
    assert codes(text) == left


def test_a_silenced_hint_counts_as_used(codes):
    assert codes("meh  # footgun: ignore[HNT001]") == []


def test_rules_that_do_not_run_make_no_suppression_unused(codes):
    assert codes("x  # footgun: ignore[BAD001]", Layer(None, ("BAD001",))) == []


def test_a_blanket_suppression_works_and_is_reported(check):
    (finding,) = check("bad poor  # footgun: ignore").findings
    assert finding.code == "SUP002"
    assert "BAD001, BAD002" in finding.message
    assert finding.help == "name what is meant: `# footgun: ignore[BAD001, BAD002]`"


def test_a_blanket_suppression_of_nothing_is_only_unused(codes):
    assert codes("x  # footgun: ignore") == ["SUP001"]


def test_findings_about_suppressions_can_be_suppressed(codes):
    assert codes("# footgun: ignore-file[SUP001]\nx\nx  # footgun: ignore[BAD001]") == []
    assert codes("# footgun: ignore-file[SUP002]\nx\nbad  # footgun: ignore") == []


def test_a_misspelt_code_is_named_with_close_ones(check):
    (_, finding) = check("bad  # footgun: ignore[BAD01]").findings
    assert finding.message == "`ignore[BAD01]` names no rule"
    assert "BAD001" in finding.help


def mended(text, finding):
    """The text after the finding's edits."""
    lines = text.split("\n")
    starts = [sum(len(line) + 1 for line in lines[:n]) for n in range(len(lines) + 1)]
    for span, new in sorted(finding.fix.edits, reverse=True):
        start, end = starts[span.line - 1] + span.column - 1, starts[span.end_line - 1] + span.end_column - 1
        text = text[:start] + new + text[end:]
    return text


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("x  # footgun: ignore[BAD001] why", "x"),
        ("x\n    # footgun: ignore[BAD001]\ny", "x\ny"),
        ("x  # type: ignore # footgun: ignore[BAD001]", "x  # type: ignore"),
        ("x  # footgun: ignore[BAD001] why # noqa", "x  # noqa"),
        ("bad  # footgun: ignore[BAD001, BAD002] why", "bad  # footgun: ignore[BAD001] why"),
        ("bad  # footgun: ignore why", "bad  # footgun: ignore[BAD001] why"),
        ("bad  # footgun: ignore[] why", "bad  # footgun: ignore[BAD001] why"),
    ],
)
def test_the_fix_leaves_nothing_to_report(check, codes, before, after):
    (finding,) = check(before).findings
    assert finding.fix.safe
    assert mended(before, finding) == after
    assert codes(after) == []
