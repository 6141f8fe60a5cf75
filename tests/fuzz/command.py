"""The command in this process, with bytes for streams as a terminal has them."""

from __future__ import annotations

import io
from contextlib import redirect_stderr, redirect_stdout
from typing import NamedTuple
from unicodedata import bidirectional, category

from footgun.cli import run


class Done(NamedTuple):
    code: int
    out: str
    err: str


def footgun(*arguments):
    streams = [io.TextIOWrapper(io.BytesIO(), "utf-8") for _ in range(2)]
    with redirect_stdout(streams[0]), redirect_stderr(streams[1]):
        code = run(arguments)
    for stream in streams:
        stream.flush()
    return Done(code, *(stream.buffer.getvalue().decode() for stream in streams))


def is_harmless(line):
    """Whether nothing in it steers a terminal: no control character, no override of the direction."""
    return not any(
        category(sign) in ("Cc", "Cs", "Zl", "Zp") or bidirectional(sign) in DIRECTIONS for sign in line
    )


DIRECTIONS = ("LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI")
LONGEST = 1_000  # characters of a line of complaint


def is_clear(done, *names):
    """Whether the answer is no fault of footgun's, and a complaint names one of the files."""
    lines = done.err.splitlines()
    assert done.code in (0, 1, 2), done
    assert "internal fault" not in done.err, done.err
    assert "Traceback" not in done.err
    assert all(is_harmless(line) and len(line) < LONGEST for line in lines), done.err
    if done.code == 2:
        assert lines, "refused without a word"
        assert any(name in line for name in names for line in lines), done.err
    return True
