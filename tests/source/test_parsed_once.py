"""A file that another one imported is not parsed again when it is checked, unless it has changed."""

from __future__ import annotations

import pytest

from footgun.config import Config
from footgun.discover import Found
from footgun.engine import Engine
from footgun.source import script

NETWORK = """\
import torch
from torch import nn
layer = nn.Linear(3, 4)
y = layer(torch.zeros(2, {size}))
"""
CALLER = "from network import layer\nweight = layer.weight\n"


@pytest.fixture
def parsed(monkeypatch):
    """The texts that were parsed, in order."""
    texts = []
    parse = script.parse
    script.CACHE.clear()
    monkeypatch.setattr(script, "parse", lambda cell: texts.append(cell.source) or parse(cell))
    return texts


def codes(path):
    return [finding.code for finding in Engine().check_file(Found(str(path)), Config()).findings]


def test_an_imported_file_is_parsed_once(tmp_path, parsed):
    (tmp_path / "network.py").write_text(NETWORK.format(size=5))
    (tmp_path / "caller.py").write_text(CALLER)
    codes(tmp_path / "caller.py")
    assert codes(tmp_path / "network.py") == ["SHP002"]
    assert parsed == [CALLER, NETWORK.format(size=5)]


def test_a_file_that_changed_is_read_anew(tmp_path, parsed):
    (tmp_path / "network.py").write_text(NETWORK.format(size=5))
    (tmp_path / "caller.py").write_text(CALLER)
    codes(tmp_path / "caller.py")
    (tmp_path / "network.py").write_text(NETWORK.format(size=3))
    assert codes(tmp_path / "network.py") == []
