"""The small parts of the page: which box a finding is about, changes, pages of rules, shapes in short."""

from __future__ import annotations

from textwrap import dedent

import pytest

from footgun.engine import Engine, check_source
from footgun.findings import Edit, Span
from footgun.report.html.budget import rooms
from footgun.report.html.change import edited
from footgun.report.html.colouring import coloured
from footgun.report.html.matching import boxes_of
from footgun.report.html.rules import blocks
from footgun.report.html.sizes import Shapes

TWICE = """
    import torch
    from torch import nn

    class Block(nn.Module):
        def __init__(self, channels, wrong):
            super().__init__()
            self.conv = nn.Conv2d(channels, channels, 3, padding=1)
            self.norm = nn.BatchNorm2d(channels + wrong)

        def forward(self, x):
            return torch.relu(self.norm(self.conv(x)))

    class Net(nn.Module):
        def __init__(self):
            super().__init__()
            self.one = Block(8, 0)
            self.two = Block(8, 4)

        def forward(self, x):
            return self.two(self.one(x))

    Net()(torch.randn(2, 8, 5, 5))
"""


def checked(text):
    engine = Engine()
    engine.fixes = engine.drawings = True
    return check_source(dedent(text), "net.py", engine=engine).files[0]


def test_a_finding_is_about_the_run_of_a_line_that_has_the_fault():
    file = checked(TWICE)
    index = next(i for i, finding in enumerate(file.findings) if finding.code == "SHP001")
    found = list(boxes_of(file.findings, file.drawings))[index]
    assert [file.drawings[i].boxes[j].path for i, j in found] == ["two.norm"]


def test_the_innermost_box_of_a_nested_call_is_meant():
    file = checked(TWICE)
    span = next(box.called for box in file.drawings[0].boxes if box.path == "one.conv")
    inner = file.findings[0]._replace(span=span)
    (found,) = boxes_of([inner], file.drawings)
    assert {file.drawings[i].boxes[j].label for i, j in found} == {"Conv2d"}


def test_a_finding_about_a_whole_loop_belongs_to_no_box():
    file = checked(TWICE)
    (found,) = boxes_of([file.findings[0]._replace(span=Span("net.py", 2, 1, 23, 5))], file.drawings)
    assert found == []


def test_of_two_networks_that_look_the_same_one_is_drawn():
    file = checked(TWICE.replace("Net()(", "Net()(torch.randn(2, 8, 5, 5))\n    Net()("))
    (room,) = rooms([file], [file.findings])
    assert len(file.drawings) == len(room.drawn) + len(room.same)


def test_what_a_page_cannot_hold_is_left_out_last_in_files_with_findings(monkeypatch):
    file = checked(TWICE)
    monkeypatch.setattr("footgun.report.html.budget.BOXES", len(file.drawings[0].boxes))
    clean, faulty = rooms([file, file], [[], file.findings])
    assert (len(clean.drawn), len(faulty.drawn)) == (0, 1)


@pytest.mark.parametrize(
    ("edit", "after"),
    [
        (Edit(Span("x", 1, 5, 1, 6), "2"), ["a = 2", "b = 3"]),
        (Edit(Span("x", 1, 1, 2, 1), ""), ["b = 3"]),
        (Edit(Span("x", 2, 1, 2, 1), "new\n"), ["a = 1", "new", "b = 3"]),
        (Edit(Span("x", 3, 1, 3, 1), "\nend"), ["a = 1", "b = 3", "end"]),
    ],
)
def test_lines_after_a_fix(edit, after):
    assert edited(["a = 1", "b = 3"], [edit]) == after


def test_several_edits_of_a_line_keep_their_places():
    edits = [Edit(Span("x", 1, 1, 1, 2), "long name"), Edit(Span("x", 1, 5, 1, 6), "2")]
    assert edited(["a = 1"], edits) == ["long name = 2"]


def test_words_are_coloured_and_lines_stay_lines():
    rows = coloured(['def f():  # "no"', '    """a', '    b"""', "    return 1"])
    assert rows[0] == '<i class="k">def</i> f():  <i class="c"># &quot;no&quot;</i>'
    assert rows[1:3] == [
        '    <i class="s">&quot;&quot;&quot;a</i>',
        '<i class="s">    b&quot;&quot;&quot;</i>',
    ]
    assert rows[3] == '    <i class="k">return</i> <i class="m">1</i>'


@pytest.mark.parametrize("text", ['"""never closed', "'", "\\", "x = '\\", "ж = 1 # я", "\t\x00"])
def test_any_text_keeps_its_lines(text):
    assert len(coloured([text, text])) == 2


def test_a_page_of_a_rule():
    page = "## Head `x`\n\nSome **bold** and *soft* [words](there), <https://example.org/a>.\n\n- one\n  more\n- two\n\n```py\na < b\n```"
    assert list(blocks(page)) == [
        "<h4>Head <code>x</code></h4>",
        "<p>Some <strong>bold</strong> and <em>soft</em> words, "
        '<span class="address">https://example.org/a</span>.</p>',
        "<ul><li>one more</li><li>two</li></ul>",
        '<pre class="example" tabindex="0" role="group" aria-label="example"><code>a &lt; b</code></pre>',
    ]


def test_shapes_in_short():
    shapes = Shapes()
    assert shapes.text(("n", "512·(h//4)", "8")) == "n × h₁ × 8"
    assert shapes.text(("512·(h//4)", "512·(h//8)")) == "h₁ × h₂"
    assert shapes.text(None) == "shape not known"
    assert shapes.text(()) == "one number"
