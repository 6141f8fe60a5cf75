"""The documents at the root: consoles show what really comes out, tables are counted, links lead somewhere.

A ```console block holds lines `$ footgun ...`, each followed by its exact output. FOOTGUN_UPDATE=1 rewrites.
"""

from __future__ import annotations

import re
import shlex
import shutil
from collections import defaultdict
from pathlib import Path

import pytest

from footgun.cli import run
from footgun.engine import Engine
from footgun.engine import check_source as check_with
from footgun.rules.base import TOPICS, Rule
from footgun.rules.registry import all_rules
from footgun.selection import resolve

ROOT = Path(__file__).parents[2]
PAGES = ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "CHANGELOG.md", "examples/README.md"]
PAGES += sorted(path.relative_to(ROOT).as_posix() for path in (ROOT / "docs").rglob("*.md"))
CONSOLE = re.compile(r"(?<=^```console\n)(.*?)(?=^```$)", re.M | re.S)
MEASURED = re.compile(r"(?<=<!-- measured -->\n)(?:.*?)(?=^The programs)", re.M | re.S)
TABLE = re.compile(r"(?<=<!-- rules -->\n)(.*?)(?=<!-- end of rules -->)", re.S)


def read(name):
    return (ROOT / name).read_text(encoding="utf-8")


def table():
    """The rules by topic, a row each."""
    slugs = defaultdict(list)
    for rule in all_rules():
        slugs[rule.code[:3]].append(f"`{rule.slug}`")
    rows = [f"| {TOPICS[p]} `{p}` | {len(found)} | {', '.join(found)} |" for p, found in slugs.items()]
    head = ["", "| topic | rules | what they find |", "| --- | --- | --- |"]
    return "\n".join([*head, *rows, "", f"{len(all_rules())} rules in all.", "", ""])


@pytest.mark.parametrize("name", ["README.md", "CONTRIBUTING.md", "docs/index.md", "docs/comparison.md"])
def test_consoles_and_tables_are_true(name, footgun, same_as):
    def outputs(block):
        lines = [line for line in block[0].split("\n") if line.startswith("$ ")]
        assert all(line.startswith("$ footgun ") for line in lines)
        return "".join(f"{line}\n{footgun(*shlex.split(line)[2:])}" for line in lines)

    text = TABLE.sub(lambda _: table(), CONSOLE.sub(outputs, read(name)))
    same_as(ROOT / name, MEASURED.sub(lambda _: f"\n{measured()}\n", text))


def measured():
    """The table of the benchmarks."""
    return re.search(r"^\| tool .*?(?=^$)", read("benchmarks/README.md"), re.M | re.S)[0]


GUIDES = ["README.md", *(p.relative_to(ROOT).as_posix() for p in sorted((ROOT / "docs").rglob("*.md")))]


@pytest.mark.parametrize("name", GUIDES)
def test_every_command_shown_runs(name, tmp_path, monkeypatch, capsys):
    """Each `footgun` line of a shell block, among copies of the examples."""
    shutil.copytree(ROOT / "examples", tmp_path / "examples", ignore=shutil.ignore_patterns("plugin"))
    for path in (tmp_path / "examples").iterdir():
        if path.is_file():
            shutil.copy(path, tmp_path)
    monkeypatch.chdir(tmp_path)
    for given, example in {
        "net.py": "flowers.py",
        "train.ipynb": "reviews.ipynb",
        "sheet.md": "exercise_sheet.md",
    }.items():
        shutil.copy(tmp_path / example, tmp_path / given)
    for block in re.findall(r"^```sh\n(.*?)^```$", read(name), re.M | re.S):
        for line in block.splitlines():
            words = shlex.split(line, comments=True)
            if words[:1] == ["footgun"] and "--watch" not in words:
                assert run(words[1:]) in (0, 1), f"{line}\n{capsys.readouterr().err}"


def test_the_readme_shows_a_run_and_the_rules():
    text = read("README.md")
    assert CONSOLE.findall(text)
    assert len(TABLE.findall(text)) == 1
    assert all(f"`{rule.slug}`" in TABLE.findall(text)[0] for rule in all_rules())


def test_the_readme_and_ci_run_the_same_tests():
    set_up = [line for line in read("README.md").split("\n") if line.startswith("python3 -m venv")]
    assert len(set_up) == 2
    ci = read(".ci/run").rstrip().split("\n")[-1]
    assert set_up[1].split("/python ")[1] == ci.split('/python" ')[1]
    assert ".[dev]" in set_up[1]
    assert ".[dev]" in read(".ci/run")
    assert "check examples/" in set_up[0]


def anchors(text):
    return {re.sub(r"\W+", "-", heading.lower()) for heading in re.findall(r"^#+ (.*)", text, re.M)}


@pytest.mark.parametrize("name", PAGES)
def test_links_lead_somewhere(name):
    text = re.sub(r"^```.*?^```", "", read(name), flags=re.M | re.S)
    for target in re.findall(r"\]\(([^)]+)\)", text):
        generated = name.startswith("docs/") and re.match(r"(\.\./)?rules/", target)  # by docs/hooks.py
        if not target.startswith("https://") and not generated:
            path, _, anchor = target.partition("#")
            there = (ROOT / name).parent / path
            assert there.exists(), target
            assert not anchor or anchor in anchors(there.read_text(encoding="utf-8")), target


@pytest.mark.parametrize("name", ["README.md", "ARCHITECTURE.md", "examples/README.md"])
def test_what_is_named_in_code_exists(name):
    """Paths such as `rules/facts/`, from the root, from the package or from `source/`."""
    places = [ROOT, ROOT / "src/footgun", ROOT / "src/footgun/source", (ROOT / name).parent]
    text = re.sub(r"^ *```.*?^ *```", "", read(name), flags=re.M | re.S)
    paths = re.findall(r"`((?:[\w.]+/)+(?:[\w]+\.py)?|\w+\.py)`", text)
    missing = [path for path in paths if not any((place / path).exists() for place in places)]
    assert [path for path in missing if not (ROOT / "src/footgun/rules/facts" / path).exists()] == []


def test_the_architecture_names_every_part():
    text = read("ARCHITECTURE.md")
    parts = {path.name for path in (ROOT / "src/footgun").iterdir() if not path.name.startswith(("_", "."))}
    parts -= {"py.typed", "config.schema.json"}
    assert {part for part in parts if f"`{part}{'' if part.endswith('.py') else '/'}" not in text} == set()


def test_contributing_is_short_and_its_rule_works():
    text = read("CONTRIBUTING.md")
    assert len(text.splitlines()) <= 60
    code = (
        re.search(r"^   ```python\n(.*?)^   ```", text, re.M | re.S)[1]
        .replace("\n   ", "\n")
        .removeprefix("   ")
    )
    names = {}
    exec(compile(code, "even_kernel.py", "exec"), names)
    (rule,) = (value for value in names.values() if isinstance(value, Rule))
    assert rule.code not in {known.code for known in all_rules()}
    layers = "nn.Conv2d(3, 8, 3)", "nn.Conv2d(3, 8, 4)", "nn.Conv2d(3, 8, 4, stride=4)"
    program = "\n".join(["from torch import nn", *layers])
    found = check_with(program, "net.py", engine=Engine([rule])).findings
    assert [(f.span.line, f.message) for f in found] == [(3, "`Conv2d` has an even kernel of 4")]


def test_the_configuration_of_the_readme_is_one(tmp_path):
    from footgun.config import load

    text = re.search(r"^```toml\n(.*?)^```", read("README.md"), re.M | re.S)[1]
    path = tmp_path / "pyproject.toml"
    path.write_text(text, encoding="utf-8")
    config = load(str(path))
    assert config.input_shape == (3, 224, 224)
    assert resolve(config.layers, all_rules()) == {rule.code for rule in all_rules()} - {"OPT005"}


def test_the_suppression_of_the_readme_works():
    line = re.search(r"^stem = .*footgun: ignore.*", read("README.md"), re.M)[0]
    program = f"import torch\nfrom torch import nn\n\n{line}\nstem(torch.randn(1, 3, 64, 64))\n"
    assert check_with(program, "net.py").findings == []
    assert [f.code for f in check_with(program.replace("footgun", ""), "net.py").findings] == ["ARC001"]
