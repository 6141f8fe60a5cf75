"""Whatever a file is called: no form of the report lets its name steer a terminal, or break the form."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from xml.etree.ElementTree import fromstring

import pytest
from hypothesis import strategies as st
from tests.fuzz.command import footgun, is_harmless
from tests.fuzz.hostile import SIGNS
from tests.fuzz.target import Target
from tests.fuzz.watched import explore

FLAWED = "from torch import nn\nnet = nn.Sequential(nn.Linear(4, 3), nn.Linear(2, 1))\n"
BROKEN = "x = 1\0"
PARTS = [*(sign for sign in SIGNS if "\0" not in sign and "\ud800" not in sign), "\udcff", "\udc80", " ", "-", "--", "%", "&lt;", "<blink>", "$(id)", "`id`", "::error::", ",", "*", "?", "[a]", "#", "é", "a\u0300", "~", "net", ".", "\x7f", "\t"]  # fmt: skip
OUTPUTS = ["json", "sarif", "gitlab", "junit", "html", "github", "concise", "full"]
OPTIONS = [
    (),
    ("--output-format", "concise"),
    ("--output-format", "github"),
    ("--diff", "--unsafe-fixes"),
    ("--explain-fix",),
    ("--statistics",),
    ("--timing",),
]


@st.composite
def names(draw):
    """A name that the system takes, of a file or the folder that it is in."""
    parts = draw(st.lists(st.sampled_from(PARTS) | st.text(max_size=2), min_size=1, max_size=4))
    stem = "".join(parts).replace("\0", "").replace("/", "")
    stem = os.fsdecode(
        stem.encode("utf-8", "replace" if any("\ud800" <= c < "\udc80" for c in stem) else "surrogateescape")
    )[:60]
    return f"{stem.strip('.') or 'x'}{draw(st.sampled_from(['.py', '.py', '.md', '.ipynb', '/net.py']))}"


def told(case):
    """A file of this name in the folder of its own, in all forms."""
    name, text, options = case
    path = Path("files") / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    try:
        done = footgun(
            "check",
            "files",
            "--no-cache",
            str(path),
            *options,
            *(f"--output={form}=out.{form}" for form in OUTPUTS),
        )
        assert done.code in (0, 1, 2), done
        assert "internal fault" not in done.err + done.out, done.err
        for lines in (
            done.out,
            done.err,
            *(
                Path(f"out.{form}").read_text("utf-8")
                for form in ("github", "concise", "full")
                if not options
            ),
        ):
            for line in lines.split("\n"):
                assert is_harmless(line), line
        for line in done.err.splitlines():
            assert line.startswith("footgun: ") or "--timing" in options or "--diff" in options, done.err
        forms = {
            form: Path(f"out.{form}").read_text("utf-8") for form in OUTPUTS if Path(f"out.{form}").exists()
        }
        for form in ("json", "sarif", "gitlab"):
            if form in forms:
                json.loads(forms[form])
        if "junit" in forms:
            fromstring(forms["junit"])
        for line in forms.get("github", "").splitlines():
            assert line.startswith("::") and line.count("::") >= 2, line  # noqa: PT018
        assert "<blink>" not in forms.get("html", "")
    finally:
        path.unlink()
        if path.parent.name != "files":
            path.parent.rmdir()
        for form in OUTPUTS:
            Path(f"out.{form}").unlink(missing_ok=True)


def tried(watch, start, end):
    cases = st.tuples(
        names(), st.sampled_from([FLAWED, FLAWED, FLAWED, BROKEN, ""]), st.sampled_from(OPTIONS)
    )
    explore(watch, cases, told, start, end)


NAMES = Target("names", tried, short=20, long=2_000)


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="names are text there")
@pytest.mark.parametrize("start", NAMES.starts)
def test_any_name(start, tmp_path):
    NAMES.run(start, tmp_path)
