"""Whatever a configuration says: it is heeded, or refused with its file, the line and a reason."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

import pytest
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from tests.fuzz.command import footgun, is_clear
from tests.fuzz.hostile import DEEP, SIGNS, damaged, encodings, spoiled
from tests.fuzz.target import Target
from tests.fuzz.watched import explore

import footgun as package

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

SCHEMA = Draft202012Validator(
    json.loads((Path(package.__file__).parent / "config.schema.json").read_text("utf-8"))
)
GLOBS = ["*", "**", "[", "[!", "[]", "[a-", "*" * 500, "*a" * 200, "?" * 300, "../*", "/", "", ".", "\\", "net.py/", "{a,b}", "[z-a]", "é*", "(?s:.*)" * 9]  # fmt: skip
RULES = ["SHP", "SHP001", "ALL", "all", "", " ", "shp001", "SHP999", "X" * 500, "*", "SHP001,ACT", *SIGNS]
FILES = [
    "known.json",
    "net.py",
    ".",
    "..",
    "../../known.json",
    "/dev/zero",
    "/etc/passwd",
    "",
    "a\0b",
    "x" * 300,
    "no/such/folder.json",
    "link.json",
]
RULED = st.lists(st.sampled_from(RULES), max_size=3)
SETTINGS = st.fixed_dictionaries({}, optional={
    "select": RULED, "ignore": RULED, "extend-select": RULED,
    "input": st.sampled_from([[3, 9, 9], [0], [], [10**30], "3,9,9", "3,,", "9" * 50, [True], [1.5], "٣,3"]),
    "hints": st.sampled_from([True, False, 1, "yes", None]),
    "exclude": st.lists(st.sampled_from(GLOBS), max_size=4),
    "per-file-ignores": st.dictionaries(st.sampled_from(GLOBS), RULED, max_size=2),
    "severity": st.dictionaries(st.sampled_from(RULES), st.sampled_from(["info", "warning", "error", "off", ""]), max_size=2),
    "baseline": st.sampled_from(FILES), "output-format": st.sampled_from(["concise", "json", "xml", "FULL", ""]),
    "selct": RULED, "tool": st.just({"footgun": {}}),
})  # fmt: skip
OPTIONS = st.sampled_from(
    [
        (),
        (),
        ("--no-cache",),
        ("--diff",),
        ("--select", "SHP"),
        ("--output-format", "json"),
        ("--write-baseline",),
    ]
)
FLAWED = "from torch import nn\nnet = nn.Sequential(nn.Linear(4, 3), nn.Linear(2, 1))\n"


def toml(value, top=False):
    """A value as TOML, or as near as it comes."""
    if isinstance(value, dict):
        pairs = [
            f"{key if re.fullmatch('[a-z-]+', key) else json.dumps(key)} = {toml(v)}"
            for key, v in value.items()
        ]
        return "".join(f"{pair}\n" for pair in pairs) if top else "{" + ", ".join(pairs) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(toml, value)) + "]"
    return str(value) if isinstance(value, float) else json.dumps(value)


@st.composite
def settings(draw):
    """The name of a configuration file, its bytes, and options for the command line."""
    text = toml(draw(spoiled(draw(SETTINGS), most=2)), top=True)
    depth = draw(st.sampled_from([50, 2000, 50_000])) if DEEP[1:5] in text else 0
    text = text.replace(
        json.dumps(DEEP), draw(st.sampled_from(["[%]", "{a=%}"])).replace("%", "[" * depth + "]" * depth)
    )
    text = (
        draw(
            st.sampled_from(
                ["", "", "# a comment\n", "[a.b.c]\n", "a" + ".a" * 3000 + " = 1\n", "[[x]]\n" * 50]
            )
        )
        + text
    )
    name = draw(st.sampled_from(["footgun.toml", "footgun.toml", "pyproject.toml", "sub/footgun.toml"]))
    if name == "pyproject.toml":
        text = (
            draw(
                st.sampled_from(
                    [
                        "[tool.footgun]\n",
                        "[tool]\nfootgun = 3\n",
                        "tool = []\n# tool.footgun\n",
                        "[[tool.footgun]]\n",
                        "[tool]\n",
                    ]
                )
            )
            + text
        )
    data = draw(encodings(text)) if draw(st.booleans()) else text.encode("utf-8", "surrogatepass")
    return name, draw(damaged(data)) if draw(st.integers(0, 3)) == 0 else data, draw(OPTIONS)


def heeded(case):
    name, data, options = case
    for other in (
        "footgun.toml",
        "pyproject.toml",
        "sub/footgun.toml",
        "footgun-baseline.json",
        "known.json",
    ):
        Path(other).unlink(missing_ok=True)
    for other in ("net.py", "sub/net.py"):
        Path(other).parent.mkdir(exist_ok=True)
        Path(other).write_text(FLAWED)
    Path("footgun.toml").touch()
    Path(name).write_bytes(data)
    done = footgun("check", ".", "--jobs", "1", *options)
    assert is_clear(done, name, "net.py", "write it with --write-baseline", "not overwritten")
    if name == "footgun.toml":
        said = understood(data)
        assert done.code == 2 or (said is not None and SCHEMA.is_valid(said)), "taken, though it is wrong"
        if said is None:
            assert re.search(r"footgun\.toml:\d+|nested too deep", done.err), done.err
    assert Path("net.py").read_text() == FLAWED


def understood(data):
    try:
        return tomllib.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        return None


def tried(watch, start, end):
    explore(watch, settings(), heeded, start, end)


CONFIGURATIONS = Target("configurations", tried, short=70, long=10_000)


@pytest.mark.parametrize("start", CONFIGURATIONS.starts)
def test_any_configuration(start, tmp_path):
    CONFIGURATIONS.run(start, tmp_path)
