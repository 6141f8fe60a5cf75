"""The networks of whole programs, line by line. With FOOTGUN_UPDATE=1 the golden files are rewritten.

The shapes of `models` are compared with torch's own in tests/oracle; `scripts` hold what surrounds a model.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from tests.source.interpret.running import run

from footgun.network.show import show_program

HERE = Path(__file__).parent
GOLDEN = HERE / "golden"
FILES = {
    path.stem: path for path in sorted([*(HERE / "models").glob("*.py"), *(HERE / "scripts").glob("*.py")])
}


@pytest.mark.parametrize("name", FILES)
def test_network(name):
    shown = show_program(run(FILES[name].read_text(encoding="utf-8")))
    golden = GOLDEN / f"{name}.txt"
    if os.environ.get("FOOTGUN_UPDATE") == "1":
        GOLDEN.mkdir(exist_ok=True)
        golden.write_bytes(shown.encode())
    assert golden.read_bytes().decode() == shown


def test_no_golden_file_is_left_over():
    assert {path.stem for path in GOLDEN.iterdir()} == set(FILES)


def test_every_run_shows_the_same():
    text = FILES["registry"].read_text(encoding="utf-8")
    assert show_program(run(text)) == show_program(run(text))
