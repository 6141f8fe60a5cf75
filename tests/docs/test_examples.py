"""What footgun says about every example, byte for byte."""

from __future__ import annotations

from pathlib import Path

import pytest

from footgun import check

ROOT = Path(__file__).parents[2]
GOLDEN = Path(__file__).parent / "golden"
EXAMPLES = ROOT / "examples"  # the plugin there holds no networks
FILES = sorted(p for p in EXAMPLES.rglob("*.*") if p.name != "README.md" and "plugin" not in p.parts)
NAMES = [path.relative_to(ROOT).as_posix() for path in FILES]
SOUND = [name for name in NAMES if "/sound/" in name]


@pytest.mark.parametrize("output_format", ["full", "concise"])
@pytest.mark.parametrize("name", NAMES)
def test_output(name, output_format, footgun, same_as):
    said = footgun("check", "--hints", "--output-format", output_format, name)
    golden = name.removeprefix("examples/").replace("/", "_")
    same_as(GOLDEN / f"{golden}.{output_format}.txt", said)


def test_no_golden_file_is_left_over():
    wanted = {name.removeprefix("examples/").replace("/", "_") for name in NAMES}
    assert {path.name.rsplit(".", 2)[0] for path in GOLDEN.iterdir()} == wanted


@pytest.mark.parametrize("name", SOUND)
def test_sound_examples_pass(name, footgun):
    assert footgun("check", name).startswith("All checks passed: 1 network")


@pytest.mark.parametrize("path", [p for p in FILES if p.parent.name == "examples"], ids=lambda p: p.name)
def test_broken_examples_have_several_faults(path):
    codes = {finding.code for finding in check(path, isolated=True)}
    assert len(codes) >= 5


def test_there_are_scripts_notebooks_and_markdown_for_both_frameworks():
    suffixes = {suffix: [p for p in FILES if p.suffix == suffix] for suffix in (".py", ".ipynb", ".md")}
    for suffix in (".py", ".ipynb"):
        texts = [path.read_text(encoding="utf-8") for path in suffixes[suffix] if "sound" not in path.parts]
        assert any("from torch import nn" in text for text in texts)
        assert any("from keras import layers" in text for text in texts)
    assert len(suffixes[".md"]) == 1
    assert len(SOUND) >= 2


@pytest.mark.parametrize("path", [p for p in FILES if p.suffix == ".ipynb"], ids=lambda p: p.name)
def test_notebooks_are_valid(path):
    import nbformat

    notebook = nbformat.read(path, as_version=nbformat.NO_CONVERT)
    nbformat.validate(notebook)
    assert (notebook.nbformat, notebook.nbformat_minor) == (4, 5)
    assert {cell.cell_type for cell in notebook.cells} == {"markdown", "code"}
    assert any(cell.source.startswith("%") for cell in notebook.cells)
