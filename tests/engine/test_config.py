from __future__ import annotations

import os

import pytest

from footgun.config import Config, ConfigError, Configs, load, parse_shape
from footgun.selection import Layer


@pytest.fixture
def write(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    def write(name, text):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return str(path)

    return write


def test_all_keys(write):
    write(
        "footgun.toml",
        'select = ["SHP"]\nignore = ["SHP003"]\nextend-select = ["ACT001"]\ninput = [3, 64, 64]\n'
        'hints = true\nexclude = ["old"]\noutput-format = "concise"\n',
    )
    config = load("footgun.toml")
    assert config.layers == (Layer(("SHP",), ("SHP003",), ("ACT001",), "footgun.toml"),)
    assert config.input_shape == (3, 64, 64)
    assert config.hints is True
    assert config.output_format == "concise"
    assert config.exclude.patterns == ("old",)


def test_the_nearest_file_wins_and_footgun_toml_beats_pyproject(write):
    write("pyproject.toml", "[tool.footgun]\ninput = [1]\n")
    write("a/pyproject.toml", "[tool.footgun]\ninput = [2]\n")
    write("a/footgun.toml", "input = [3]\n")
    write("a/b/pyproject.toml", "[tool.other]\n")
    configs = Configs()
    assert configs.for_path("net.py").input_shape == (1,)
    assert configs.for_path("a/net.py").input_shape == (3,)
    assert configs.for_path("a/b/net.py").input_shape == (3,)
    assert configs.for_path("a").input_shape == (3,)


def test_the_command_line_beats_the_file_and_isolated_sees_none(write):
    write("footgun.toml", 'input = [1]\nhints = true\nignore = ["SHP"]')
    top = Config((Layer(("ACT",)),), input_shape=(5,))
    both = Configs(top).for_path("net.py")
    assert (both.input_shape, both.hints) == ((5,), True)
    assert [layer.source for layer in both.layers] == ["footgun.toml", ""]
    assert Configs(top, isolated=True).for_path("net.py") == top


def test_a_named_file_is_used_for_all(write):
    write("footgun.toml", "input = [1]")
    other = write("other.toml", "input = [9]")
    assert Configs(file=other).for_path("net.py").input_shape == (9,)
    with pytest.raises(ConfigError, match=r"gone\.toml"):
        Configs(file="gone.toml")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("selct = []", "unknown key `selct`; close to it: select"),
        ("zzz = 1", "unknown key `zzz`; known keys: baseline, exclude,"),
        ("select = 'SHP'", "`select` must be a list of strings"),
        ("hints = 1", "`hints` must be true or false"),
        ("input = [3, -1]", "`input` must be a list of positive whole numbers"),
        ("input = [true]", "`input` must be"),
        ("output-format = 'xml'", "`output-format` must be one of full, concise, json"),
        ("select = [", "not valid TOML: invalid value"),
        ("baseline = '../known.json'", "`baseline` must be the name of a file in the same folder or below"),
        (f"select = {['x' * 500]}, 3", "not valid TOML"),
        (f"hints = '{'x' * 500}'", f"not `'{'x' * 59}`"),
    ],
)
def test_mistakes_name_file_line_and_key(write, text, message):
    write("footgun.toml", f"ignore = []\n\n{text}")
    with pytest.raises(ConfigError) as raised:
        Configs().for_path("net.py")
    assert str(raised.value).startswith("footgun.toml:3:")
    assert message in str(raised.value)


def test_the_line_is_that_of_our_table(write):
    write("pyproject.toml", "[tool.other]\nhints = 1\n[tool.footgun]\nselect = []\nhints = 1\n")
    with pytest.raises(ConfigError, match=r"^pyproject\.toml:5: `hints`"):
        Configs().for_path("net.py")


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"hints = true\n# \xff", r":2: not UTF-8: byte 0xff"),
        (b"a = " + b"[" * 50_000, r": not valid TOML: nested too deep"),
        (b"#" * 1_000_001, r": larger than 1 MB"),
    ],
)
def test_what_is_no_configuration_at_all(tmp_path, monkeypatch, data, words):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "footgun.toml").write_bytes(data)
    with pytest.raises(ConfigError, match=rf"^footgun\.toml{words}"):
        Configs().for_path("net.py")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes in folders here")
def test_only_a_file_is_a_configuration(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "footgun.toml").symlink_to("/dev/zero")
    os.mkfifo(tmp_path / "pyproject.toml")
    assert Configs().for_path("net.py") == Config()


def test_a_pyproject_without_our_table_is_not_even_parsed(write):
    write("pyproject.toml", "this is no TOML")
    assert Configs().for_path("net.py").input_shape is None


@pytest.mark.parametrize("text", ["", "3,", "3,x", "0,1", "-3", "3.5", "3 64", "9" * 30, "٣,3"])
def test_what_is_no_shape(text):
    assert parse_shape(text) is None
