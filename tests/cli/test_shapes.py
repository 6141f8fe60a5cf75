from __future__ import annotations

import json

from tests.cli.conftest import FLAWED

LOOP = """\
import torch
from torch import nn

layers = []
for width in (8, 16):
    layers.append(nn.Conv2d(width // 2, width, 3))
y = nn.Sequential(*layers)(torch.randn(1, 4, 32, 32))
"""


def test_every_shape_stands_on_the_line_of_its_layer(footgun, flawed):
    done = footgun("shapes", flawed)
    assert done.code == 0
    lines = done.out.splitlines()
    assert [line[4:] for line in lines[:4]] == [
        "import torch",
        "from torch import nn",
        "",
        "net = nn.Sequential(",
    ]
    assert lines[4].split("  ")[-2:] == ["Conv2d", "(2, 16, 62, 62)"]
    assert lines[5].endswith("(2, 16, 62, 62)")
    assert len(lines) == len(FLAWED.splitlines())


def test_a_broken_network_is_shown_to_its_end(footgun, write):
    name = write("net.py", FLAWED.replace("6, 32, 3),", "6, 32, 3),\n    nn.ReLU(),"))
    lines = footgun("shapes", name).out.splitlines()
    assert "FAULT channels: expected 6, got 16" in lines[6]
    assert lines[7].endswith("(2, 32, 60, 60)")


def test_passes_of_a_loop_stand_one_below_the_other(footgun, write):
    lines = footgun("shapes", write("net.py", LOOP)).out.splitlines()
    at = next(i for i, line in enumerate(lines) if "(1, 8, 30, 30)" in line)
    assert "(1, 16, 28, 28)" in lines[at + 1]
    assert lines[at].index("(1, 8") == lines[at + 1].index("(1, 16")
    assert "width=16" in lines[at + 1]


def test_the_input_option_gives_the_shape(footgun, write):
    name = write("net.py", "from torch import nn\nnet = nn.Sequential(nn.Conv2d(3, 4, 3))\n")
    assert "4, 30, 30)" in footgun("shapes", name, "--input", "3,32,32").out


def test_shapes_as_json(footgun, flawed):
    document = json.loads(footgun("shapes", flawed, "--output-format", "json").out)
    layers = document["layers"]
    assert [(layer["layer"], layer["line"], layer["shape"]) for layer in layers] == [
        ("Conv2d", 5, [2, 16, 62, 62]),
        ("ReLU", 6, [2, 16, 62, 62]),
        ("Conv2d", 7, [2, 32, 60, 60]),
    ]
    assert [bool(layer["faults"]) for layer in layers] == [False, False, True]
    assert document["networks"] == ["net"]


def test_what_cannot_be_shown_is_told_in_one_line(footgun, write, folder):
    write("binary.py", b"\0\1")
    for name in ("gone.py", "binary.py", "."):
        done = footgun("shapes", name)
        assert done.code == 2
        assert done.err.startswith(f"footgun: {name}: ")
        assert len(done.err.splitlines()) == 1
    done = footgun("shapes", write("bare.py", "x = 1\n"))
    assert done.code == 0
    assert "no network found" in done.err
