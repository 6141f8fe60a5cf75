from __future__ import annotations

import json

import pytest

from footgun.rules.registry import all_rules


def test_rules_as_text_has_a_line_for_each(footgun):
    lines = footgun("rules").out.splitlines()
    assert [line.split()[0] for line in lines] == [rule.code for rule in all_rules()]
    assert all(
        rule.slug in line and rule.summary in line for rule, line in zip(all_rules(), lines, strict=True)
    )


def test_rules_as_json(footgun):
    rows = json.loads(footgun("rules", "--output-format", "json").out)
    assert {"code": "SHP001", "slug": "channels-mismatch", "severity": "error"}.items() <= rows_by_code(rows)[
        "SHP001"
    ].items()
    assert all(set(row) == {"code", "slug", "severity", "summary"} for row in rows)


def rows_by_code(rows):
    return {row["code"]: row for row in rows}


@pytest.mark.parametrize("name", ["SHP001", "shp001", "channels-mismatch"])
def test_explain_prints_the_page(footgun, name):
    done = footgun("explain", name)
    assert done.code == 0
    assert done.out.startswith("# SHP001 channels-mismatch\n")
    assert "## Not reported" in done.out


def test_explain_on_a_terminal_is_rendered(footgun):
    rendered = footgun("explain", "SHP001", "--color", "always").out
    assert "\x1b[" in rendered
    assert "## Not reported" not in rendered


def test_explain_names_close_rules(footgun):
    done = footgun("explain", "chanels-mismatch")
    assert done.code == 2
    assert "unknown rule `chanels-mismatch`; close to it: channels-mismatch" in done.err
