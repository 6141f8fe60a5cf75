"""A package beside footgun brings rules and layers of its own."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import footgun

EXAMPLE = Path(__file__).parents[2] / "examples" / "plugin"
NET = """
from torch import nn
from slimlayers import LowRank

net = nn.Sequential(LowRank(784, 300), nn.ReLU(), LowRank(200, 10))
large = nn.Sequential(nn.Linear(784, 300), nn.ReLU(), nn.Linear(300, 10))
"""


def install(folder, name="footgun_example", replace=("", "")):
    """As pip does: the package, and what it says of itself."""
    source = (EXAMPLE / "src" / "footgun_example" / "rules.py").read_text()
    shutil.copytree(EXAMPLE / "src" / "footgun_example", folder / name)
    (folder / name / "rules.py").write_text(source.replace(*replace) if replace[0] else source)
    facts = folder / f"{name}-1.0.dist-info"
    facts.mkdir()
    (facts / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n")
    points = {
        "footgun.rules": f"example = {name}.rules",
        "footgun.bindings": f"slimlayers = {name}.slimlayers",
    }
    (facts / "entry_points.txt").write_text("".join(f"[{group}]\n{row}\n\n" for group, row in points.items()))


@pytest.fixture
def site(tmp_path):
    folder = tmp_path / "lib" / "site-packages"
    folder.mkdir(parents=True)
    return folder


@pytest.fixture
def run(tmp_path, site):
    (tmp_path / "net.py").write_text(NET)
    here = str(Path(footgun.__file__).parents[1])

    def run(*arguments):
        # A folder of installed packages is on the path by its .pth file or by Python itself, not by PYTHONPATH
        program = f"import sys; sys.path.append({str(site)!r}); from footgun.cli import run; sys.exit(run(sys.argv[1:]))"
        environment = {**os.environ, "PYTHONPATH": here}
        return subprocess.run(
            [sys.executable, "-c", program, *arguments],
            cwd=tmp_path, env=environment, capture_output=True, text=True, check=False,
        )  # fmt: skip

    return run


def test_without_it_nothing_is_known_of_its_layers(run):
    done = run("check", "net.py")
    assert "PHO001" not in done.stdout
    assert "slimlayers" in done.stdout  # not checked


def test_its_rule_and_its_layers_count(run, site):
    install(site)
    done = run("check", "net.py")
    assert "SHP002" in done.stdout
    assert "`LowRank` takes 200 features, but gets 300" in done.stdout
    assert "warning[PHO001] too-large-for-phones: 238,510 parameters" in done.stdout
    assert "slimlayers" not in done.stdout
    assert "PHO001" in run("rules").stdout
    assert "smallest phone" in run("explain", "PHO001").stdout
    assert "PHO001" not in run("check", "net.py", "--ignore", "PHO").stdout


def test_one_that_is_gone_is_forgotten(run, site):
    install(site)
    run("check", "net.py")
    for path in list(site.iterdir()):
        shutil.rmtree(path)
    done = run("check", "net.py")
    assert "PHO001" not in done.stdout
    assert done.stderr == ""


@pytest.mark.parametrize(
    ("replace", "words"),
    [
        (("MOST = 100_000", "MOST = 1 / 0"), "plugin `footgun_example` cannot be loaded: ZeroDivisionError"),
        (("PHO001", "SHP001"), "plugin `footgun_example`: `SHP001` is the name of a rule of footgun"),
    ],
)
def test_one_that_is_broken_is_named(run, site, replace, words):
    install(site, replace=replace)
    done = run("check", "net.py")
    assert done.returncode == 2
    assert words in done.stderr
    assert "Traceback" not in done.stderr


def test_the_checked_project_is_no_plugin(run, tmp_path):
    install(tmp_path, "evil", ("MOST = 100_000", "print('executed')"))
    done = run("check", ".")
    assert "executed" not in done.stdout
    assert "PHO001" not in done.stdout
