"""A verdict stays with its finding when lines move, and goes when the line or the finding goes."""

from __future__ import annotations

import json

import pytest
from benchmarks.precision import corpora, record, verdicts
from benchmarks.precision.__main__ import main
from benchmarks.precision.page import page
from click.testing import CliRunner

from footgun.rules.registry import all_rules

FAULT = "import torch\nfrom torch import nn\nnet = nn.Sequential(nn.Conv2d(3, 8, 3), nn.ReLU(), nn.Conv2d(9, 2, 3))\n{}\n"
CALL = "net(torch.randn(1, 3, 8, 8))"
MARKS = "<!-- corpora -->\n<!-- end of corpora -->\n<!-- rules -->\n<!-- end of rules -->\n"


@pytest.fixture
def measured(tmp_path, monkeypatch):
    """Check a package of one file; the rows for the table that are printed, and the counts."""
    monkeypatch.setattr(verdicts.load, "__defaults__", (tmp_path / "verdicts.tsv",))
    monkeypatch.setattr(verdicts.save, "__defaults__", (tmp_path / "verdicts.tsv",))
    monkeypatch.setattr(record.load, "__defaults__", (tmp_path / "counted.json",))
    monkeypatch.setattr(record.save, "__defaults__", (tmp_path / "counted.json",))
    (tmp_path / "torchvision").mkdir()
    (tmp_path / "torchvision-1.2.3.dist-info").mkdir()

    def measured(text):
        (tmp_path / "torchvision/net.py").write_text(text)
        done = CliRunner().invoke(main, [str(tmp_path), "--unread", "--write"])
        assert done.exit_code == 0, done.output
        rows = [line for line in done.stdout.splitlines() if line.count("\t") == 6]
        return rows, json.loads((tmp_path / "counted.json").read_text())

    return measured


def said(counts):
    return [(row["code"], row["severity"], row["verdicts"]) for row in counts["rules"]]


def judge(rows, verdict, tmp_path):
    (row,) = [row for row in rows if "\tSHP001\t" in row]
    table = tmp_path / "verdicts.tsv"
    table.write_text("\t".join(verdicts.COLUMNS) + "\n" + row[:-1] + f"{verdict}\tread\n")


def test_a_verdict_lasts_as_long_as_its_line(measured, tmp_path):
    rows, counts = measured(FAULT.format(CALL))
    assert said(counts) == [("SHP001", "error", {"unread": 1})]
    assert counts["corpora"] == [
        {"name": "torchvision", "version": "1.2.3", "strict": True, "files": 1, "lines": 4, "failed": 0}
    ]
    judge(rows, "true", tmp_path)
    rows, counts = measured("# moved\n\n" + FAULT.format(CALL))
    assert (rows, said(counts)) == ([], [("SHP001", "error", {"true": 1})])
    _, counts = measured(FAULT.replace("9, 2", "10, 2").format(CALL))
    assert said(counts) == [("SHP001", "error", {"unread": 1})]
    assert verdicts.load(tmp_path / "verdicts.tsv") == {}


def test_the_page_tells_findings_by_verdict_and_silent_rules(measured, tmp_path):
    rows, _ = measured(FAULT.format(CALL))
    judge(rows, "false", tmp_path)
    _, counts = measured(FAULT.format(CALL))
    text = page(MARKS, counts, all_rules())
    assert "| **torchvision** | 1.2.3 | 1 | 4 | 1 | 1 | 0 | 0 | none | 0 | 0 |\n" in text
    assert "| `SHP001` channels-mismatch | error | 1 | 0 | 0 | 1 | 0 | 0 | 4 | torchvision 1 |\n" in text
    assert "`SHP002` features-mismatch" in text.partition("say nothing on all of this")[2]
    assert page(text, counts, all_rules()) == text


def test_a_word_that_is_no_verdict_is_refused(tmp_path):
    table = tmp_path / "verdicts.tsv"
    table.write_text("\t".join(verdicts.COLUMNS) + "\na\tb.py\t00\tSHP001\t1\tmaybe\twhy\n")
    with pytest.raises(ValueError, match="line 2"):
        verdicts.load(table)


def test_what_is_kept_comes_back(tmp_path):
    corpus = corpora.PACKAGES[0]
    told = record.Told(
        verdicts.Place(corpus.name, "a.py", "0f", "SHP001"), "slug", "error", "x/a.py", 3, "no"
    )
    run = record.Run(corpus, "1.2", 1, 9, ("b.py",), (told,))
    record.keep(run, tmp_path / "kept/one.json")
    assert record.recall(tmp_path / "kept/one.json", corpus) == run


def test_programs_of_a_table_are_those_that_are_right(tmp_path):
    table, folder = tmp_path / "cases.tsv", tmp_path / "programs"
    (folder / "a").mkdir(parents=True)
    for name in ("a-1", "a-2", "b-1"):
        (folder / "a" / f"{name}.py").write_text("x = 1\n")
    rows = [
        "id\trepo\tbuggy_or_fixed",
        "a-1\tropas/pytea@main\tfixed",
        "a-2\tother\tbuggy",
        "b-1\tother\tfixed",
    ]
    table.write_text("\n".join([*rows, "c-1\tother\tfixed"]))
    found = {
        corpus.name: [member.name for member in members]
        for corpus, _, members in corpora.programs(table, folder)
    }
    assert found == {"corrected programs": ["b-1.py"], "training scripts": ["a-1.py"]}
