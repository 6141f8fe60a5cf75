"""Frames are compared whole: what counts is what the reader sees."""

from __future__ import annotations

import re
from textwrap import dedent

from footgun.findings import Label, Span
from footgun.report.paint import Paint
from footgun.report.text import width


def test_mark_label_gap_and_help(source):
    text = source("a = conv(3, 512)\n\n\n\nb = conv(6, 32)\n")
    finding = text.finding("conv(6, 32)", ("conv(3, 512)", "makes 512 channels here"), help="use `512`")
    assert text.frame(finding) == dedent("""\
         --> net.py:5:5
          |
        1 | a = conv(3, 512)
          |     ------------ makes 512 channels here
        ...
        5 | b = conv(6, 32)
          |     ^^^^^^^^^^^
          |
          = help: use `512`""")


def test_a_single_line_between_is_shown(source):
    text = source("one\ntwo\nthree")
    assert "2 | two" in text.frame(text.finding("three", ("one", "first")))


def test_two_labels_on_one_line_do_not_overlap(source):
    text = source("x = left(1) + right(2)")
    finding = text.finding("right(2)", ("left(1)", "is a matrix"))
    assert text.frame(finding).splitlines()[2:] == [
        "1 | x = left(1) + right(2)",
        "  |     -------   ^^^^^^^^",
        "  |     |",
        "  |     is a matrix",
    ]


def test_marks_stand_under_wide_signs_and_tabs(source):
    text = source('\tимя = "网络🙂"; bad(1)')
    rows = text.frame(text.finding("bad(1)")).splitlines()
    assert width(rows[2][: rows[2].index("bad")]) == rows[3].index("^")
    assert rows[3].count("^") == len("bad(1)")


def test_a_span_of_several_lines_has_a_bracket(source):
    text = source("x = seq(\n    a,\n    b,\n)\n")
    assert text.frame(text.finding("seq(", ("b,", "here"), to=")")).splitlines()[2:] == [
        "1 | / x = seq(",
        "2 | |     a,",
        "3 | |     b,",
        "  | |     -- here",
        "4 | | )",
        "  | |_^",
    ]


def test_a_tall_span_is_shortened(source):
    text = source("seq(\n" + "    item,\n" * 40 + ")")
    shown = text.frame(text.finding("seq(", to=")"))
    assert "42 | | )" in shown
    assert len(shown.splitlines()) < 12


def test_a_very_long_line_is_cut_around_the_mark(source):
    text = source(f'"{"x" * 5000}"; bad(1); "{"y" * 5000}"')
    rows = text.frame(text.finding("bad(1)")).splitlines()
    assert "bad(1)" in rows[2]
    assert max(map(width, rows)) < 160
    assert rows[3].index("^") == rows[2].index("bad(1)")
    assert rows[2].count("...") == 2


def test_a_notebook_position_names_the_cell(source):
    text = source("bad(1)", path="nb.ipynb", cell=3)
    assert "--> nb.ipynb:cell 3:1:1" in text.frame(text.finding("bad(1)"))


def test_a_label_in_another_file_is_a_note(source):
    text = source("bad(1)")
    finding = text.finding("bad(1)")._replace(labels=(Label(Span("other.py", 7, 2, 7, 5), "made here"),))
    assert "= note: other.py:7:2: made here" in text.frame(finding)


def test_without_the_text_place_and_help_remain(source):
    text = source("bad(1)")
    finding = text.finding("bad(1)", help="mend it")
    text.lines = []
    assert text.frame(finding).splitlines() == [" --> net.py:1:1", "  = help: mend it"]


def test_colour_changes_no_text(source):
    text = source("x = left(1) + right(2)\n\n\nseq(\n)")
    for finding in (
        text.finding("right(2)", ("left(1)", "is")),
        text.finding("seq(", ("left(1)", "is"), to=")"),
    ):
        coloured = text.frame(finding, Paint(True))
        assert "\x1b[" in coloured
        assert re.sub(r"\x1b\[[0-9;]*m", "", coloured) == text.frame(finding)
