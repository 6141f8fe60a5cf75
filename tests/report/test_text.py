from __future__ import annotations

import pytest

from footgun.report.text import Shown, visible, width


@pytest.mark.parametrize(
    ("text", "columns"),
    [("abc", 3), ("слой", 4), ("网络", 4), ("é", 1), ("e\u0301", 1), ("🙂", 2), ("ｆｕｌｌ", 8)],
)
def test_width_counts_terminal_columns(text, columns):
    assert width(text) == columns


def test_nothing_from_a_file_can_steer_the_terminal():
    shown = visible("a\x1b[31mb\rc\x07\u202ed\x9b")
    assert shown.isprintable()
    assert [c for c in shown if c in "\x1b\r\x07\u202e\x9b"] == []


def test_tabs_and_wide_signs_move_later_columns():
    line = Shown("\tx = 网 + y")
    assert line.text == "    x = 网 + y"
    assert line.at(2) == 4  # x
    assert line.at(6) == 8  # the wide sign
    assert line.at(7) == 10  # what follows it


def test_columns_beyond_the_line_stay_at_its_end():
    assert Shown("ab").at(99) == 2


def test_cut_by_display_columns():
    assert Shown("ab网络cd").cut(2, 6) == "网络"
