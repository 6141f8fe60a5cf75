"""The comparison with other checkers counts rightly, and says which of them are not there."""

from __future__ import annotations

import json

from benchmarks.compare import listed, main, of_lines, of_preflight, of_pyrefly, of_pyrefly_shapes
from click.testing import CliRunner

BROKEN = "from torch import nn\nimport torch\nnet = nn.Sequential(nn.Linear(4, 8), nn.ReLU(), nn.Linear({}, 2)){}\nnet(torch.randn(1, 4))\n"


def test_marked_files_are_found_on_their_line(tmp_path):
    (tmp_path / "broken.py").write_text(BROKEN.format(9, "  # fault"))
    (tmp_path / "sound.py").write_text(BROKEN.format(8, ""))
    files = [str(path) for path in sorted(tmp_path.glob("*.py"))]
    done = CliRunner().invoke(main, [*files, "--peers", str(tmp_path / "none"), "--timed", "1", "--markdown"])
    assert done.exit_code == 0, done.output
    (row,) = [line for line in done.output.splitlines() if line.startswith("| footgun |")]
    assert [cell.strip() for cell in row.split("|")][3:6] == ["1/1", "1/1", "0/1"]
    assert done.output.count("not installed") == 5


def test_tables(tmp_path):
    (tmp_path / "a-1.py").write_text("x = 1\n")
    (tmp_path / "b-1.py").write_text("x = 1\n")
    table = tmp_path / "cases.tsv"
    table.write_text("id\tbuggy_or_fixed\texpected_line\na-1\tbuggy\t7\na-2\tbuggy\t1\nb-1\tfixed\t\n")
    assert [tuple(case)[1:] for case in listed(table, tmp_path, "")] == [(True, 7), (False, 0)]
    assert [case.line for case in listed(table, tmp_path, "a")] == [7]


def test_outputs_of_the_other_tools():
    shape = {"path": "a.py", "line": 3, "severity": "error", "description": "`Tensor[[2, 5]]` is not"}
    other = {"path": "a.py", "line": 9, "severity": "error", "description": "no such name"}
    text = json.dumps({"errors": [shape, other]})
    assert list(of_pyrefly(text)) == [("a.py", 3), ("a.py", 9)]
    assert list(of_pyrefly_shapes(text)) == [("a.py", 3)]
    notes = [{"path": "a.py", "line": n, "severity": s} for n, s in ((1, "error"), (2, "warning"))]
    assert list(of_preflight(json.dumps({"diagnostics": notes}))) == [("a.py", 1)]
    assert list(of_lines("a.py:3:1: TOR101 old\nAll done\nb.py:4:2: F821 no\n")) == [("a.py", 3), ("b.py", 4)]
