"""Documents whose examples are run: with FOOTGUN_UPDATE=1 they are rewritten from what footgun says now."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from footgun.cli import run

ROOT = Path(__file__).parents[2]
UPDATE = os.environ.get("FOOTGUN_UPDATE") == "1"


@pytest.fixture
def footgun(capsys, monkeypatch):
    """Run a command line at the root of the repository; what it prints."""
    monkeypatch.chdir(ROOT)
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.delenv("FORCE_COLOR", raising=False)

    def footgun(*arguments):
        code = run(arguments)
        out, err = capsys.readouterr()
        assert code in (0, 1), err
        assert err == ""
        return out

    return footgun


@pytest.fixture
def same_as():
    """Compare a file with what it should be, byte for byte; or rewrite it."""

    def same_as(path, text):
        if UPDATE:
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(text.encode())
        assert path.is_file(), f"{path.name} is missing: write it with FOOTGUN_UPDATE=1"
        assert path.read_bytes().decode() == text, (
            f"{path.name} is out of date: rewrite it with FOOTGUN_UPDATE=1"
        )

    return same_as
