from __future__ import annotations

import io
import sys
from typing import NamedTuple

import pytest

from footgun.cli import run

# The second layer expects 6 channels and gets 16.
FLAWED = """\
import torch
from torch import nn

net = nn.Sequential(
    nn.Conv2d(3, 16, 3),
    nn.ReLU(),
    nn.Conv2d(6, 32, 3),
)
y = net(torch.randn(2, 3, 64, 64))
"""
CLEAN = FLAWED.replace("Conv2d(6", "Conv2d(16")


class Done(NamedTuple):
    code: int
    out: str
    err: str


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    """Each test runs in its own folder, without the colour settings of whoever runs it."""
    for name in ("NO_COLOR", "FORCE_COLOR", "CI"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def write(folder):
    def write(name, text):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return name

    return write


@pytest.fixture
def flawed(write):
    return write("flawed.py", FLAWED)


@pytest.fixture
def clean(write):
    return write("clean.py", CLEAN)


@pytest.fixture
def footgun(capsys, monkeypatch):
    """Run the command in this process."""

    def footgun(*arguments, stdin=""):
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin.encode()), "utf-8"))
        code = run(arguments)
        return Done(code, *capsys.readouterr())

    return footgun
