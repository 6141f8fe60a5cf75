from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest
from tests.cli.conftest import CLEAN, FLAWED


def test_a_finding_with_its_frame_and_the_count(footgun, flawed):
    done = footgun("check", flawed)
    assert done.code == 1
    assert "error[SHP001] channels-mismatch" in done.out
    assert "--> flawed.py:7:5" in done.out
    assert "7 |     nn.Conv2d(6, 32, 3)," in done.out
    assert "Found 1 error" in done.out
    assert done.err == ""


def test_a_clean_file_says_what_was_checked(footgun, clean):
    done = footgun("check", clean)
    assert done.code == 0
    assert "All checks passed: 1 network" in done.out


def test_the_current_folder_is_the_default(footgun, flawed, write):
    write("sub/also.py", FLAWED)
    done = footgun("check", "--output-format", "concise")
    assert [line.split(":")[0] for line in done.out.splitlines()[:2]] == [
        "flawed.py",
        os.path.join("sub", "also.py"),
    ]


@pytest.mark.parametrize("paths", [["flawed.py"], ["clean.py", "flawed.py"], [], ["nowhere.py"], ["."]])
def test_paths_alone_are_checked_as_with_options(footgun, flawed, clean, paths):
    """Without an option the command goes past click; `--no-progress` changes nothing here but that."""
    assert footgun("check", *paths) == footgun("check", *paths, "--no-progress")


def test_concise_lines_are_clickable(footgun, flawed):
    assert footgun("check", flawed, "--output-format", "concise").out.startswith(
        "flawed.py:7:5: error SHP001[channels-mismatch] "
    )


def test_timing_tells_the_cost_by_rule_beside_the_output(footgun, flawed, clean):
    timed = footgun("check", flawed, clean, "--timing")
    assert timed.out == footgun("check", flawed, clean).out
    *parts, whole = timed.err.splitlines()
    spent = [float(line.split(" ms")[0].split()[-1]) for line in parts]
    assert spent == sorted(spent, reverse=True)
    assert sum(spent) == pytest.approx(float(whole.split()[-2]), abs=0.1 * len(spent))
    assert any(line.startswith("following the code ") and line.endswith(" 2 files") for line in parts)
    assert any(line.startswith("SHP001 channels-mismatch ") and line.endswith(" 1 file") for line in parts)


def test_json_fits_the_schema(footgun, flawed, clean):
    from importlib.resources import files

    from jsonschema import validate

    done = footgun("check", flawed, clean, "--output-format", "json", "--hints")
    document = json.loads(done.out)
    validate(document, json.loads((files("footgun.report") / "schema.json").read_text(encoding="utf-8")))
    assert [file["path"] for file in document["files"]] == ["clean.py", "flawed.py"]
    assert [f["code"] for f in document["findings"] if f["severity"] == "error"] == ["SHP001"]
    assert all(len(file["networks"]) == 1 for file in document["files"])


def test_standard_input_and_its_name(footgun):
    done = footgun(
        "check", "-", "--stdin-filename", "page/net.py", "--output-format", "concise", stdin=FLAWED
    )
    assert done.code == 1
    assert done.out.startswith("page/net.py:7:5: error SHP001")
    assert footgun("check", "-", stdin=FLAWED).out.count("<stdin>:7:5") == 1
    assert footgun("check", "-", stdin=CLEAN).code == 0


def test_as_tells_the_kind(footgun, write):
    page = write("notes.txt", f"# A page\n\nSome prose.\n\n```python\n{FLAWED}```\n")
    done = footgun("check", page, "--as", "markdown", "--output-format", "concise")
    assert done.out.startswith("notes.txt:12:5: error SHP001")


def test_selection(footgun, flawed):
    for options in (
        ["--ignore", "SHP"],
        ["--select", "ACT"],
        ["--select", "ALL", "--ignore", "channels-mismatch"],
    ):
        assert footgun("check", flawed, *options).code == 0
    for options in (["--select", "SHP,ACT"], ["--select", "channels-mismatch"], ["--ignore", "ACT"]):
        assert footgun("check", flawed, *options).code == 1


def test_input_reaches_the_analysis(footgun, write):
    write("net.py", "from torch import nn\nnet = nn.Sequential(nn.Flatten(), nn.Linear(12, 2))\n")
    assert footgun("check", "net.py", "--input", "3,2,2").code == 0
    assert footgun("check", "net.py", "--input", "3,4,4").code == 1


def test_exit_zero_hides_findings_but_no_failure(footgun, flawed):
    assert footgun("check", flawed, "--exit-zero").code == 0
    assert footgun("check", "gone.py", "--exit-zero").code == 2


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--select", "SHQ001"], "unknown rule `SHQ001`; close to it: SHP001"),
        (["--input", "3,x"], "`3,x` is no shape"),
        (["--output-format", "xml"], "'xml' is not one of 'full', 'concise'"),
        (["--config", "gone.toml"], "gone.toml: no such file"),
        (["--isolated", "--config", "x"], "exclude each other"),
        (["-", "x.py"], "cannot be checked together"),
        (["--no-such-option"], "no option `--no-such-option`; `footgun check --help` tells all"),
        (["--sel", "SHP"], "no option `--sel`; close to it: --"),
    ],
)
def test_wrong_use_is_told_in_one_line(footgun, arguments, words):
    done = footgun("check", *arguments)
    assert done.code == 2
    (message,) = done.err.splitlines()
    assert message.startswith("footgun: ")
    assert words in message


def test_a_path_in_the_place_of_a_command(footgun, flawed):
    done = footgun(flawed)
    assert done.code == 2
    assert "footgun check flawed.py" in done.err


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("gone.py", None, "no such file or folder"),
        ("binary.py", b"\x7fELF\x00\x00\x01", "null byte"),
        ("torn.ipynb", b'{"cells": [', "broken JSON"),
        ("latin.py", b"x = '\xe9\xff'\n", "not UTF-8"),
    ],
)
def test_what_cannot_be_read_is_named_and_the_rest_is_checked(footgun, write, flawed, name, data, words):
    if data is not None:
        write(name, data)
    done = footgun("check", name, flawed)
    assert done.code == 2
    (line,) = done.err.splitlines()
    assert line.startswith(f"footgun: {name}: ")
    assert words in line
    assert "SHP001" in done.out


def test_nothing_to_check_is_said(footgun, write):
    write("readme.md", "# Read me")
    done = footgun("check")
    assert done.code == 0
    assert "No files to check" in done.out


def test_an_empty_file_is_clean_but_said_to_be_empty(footgun, write):
    done = footgun("check", write("empty.py", ""))
    assert done.code == 0
    assert done.err == "footgun: empty.py: empty, nothing to check\n"
    assert "passed" not in done.out


def test_the_configuration_file_is_heard_and_isolated_is_deaf(footgun, write, flawed):
    write("pyproject.toml", '[tool.footgun]\nignore = ["SHP"]\noutput-format = "json"\n')
    done = footgun("check", flawed)
    assert done.code == 0
    assert json.loads(done.out)["findings"] == []
    assert footgun("check", flawed, "--isolated").code == 1
    assert footgun("check", flawed, "--output-format", "concise").out.startswith("All checks passed")


def test_a_wrong_configuration_is_an_error(footgun, write, flawed):
    write("footgun.toml", 'selct = ["SHP"]')
    done = footgun("check", flawed)
    assert done.code == 2
    assert "footgun.toml:1: unknown key `selct`; close to it: select" in done.err


def test_excluded_files_are_left_out_unless_named(footgun, write, flawed):
    write("footgun.toml", 'exclude = ["flaw*"]')
    assert footgun("check").code == 0
    assert footgun("check", flawed).code == 1


@pytest.mark.parametrize(
    ("environment", "option", "coloured"),
    [
        ({}, "auto", False),
        ({"FORCE_COLOR": "1"}, "auto", True),
        ({"FORCE_COLOR": "1", "NO_COLOR": "1"}, "auto", False),
        ({"NO_COLOR": "1"}, "always", True),
        ({"FORCE_COLOR": "1"}, "never", False),
        ({"NO_COLOR": "", "FORCE_COLOR": "1"}, "auto", True),
    ],
)
def test_colours(footgun, flawed, monkeypatch, environment, option, coloured):
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert ("\x1b[" in footgun("check", flawed, "--color", option).out) == coloured


def test_no_traceback_for_a_fault_of_our_own(footgun, flawed, monkeypatch):
    from footgun.engine import Engine

    def fail(*_):
        raise ZeroDivisionError("division by zero")

    monkeypatch.setattr(Engine, "check_file", fail)
    done = footgun("check", flawed)
    assert done.code == 2
    assert done.err.startswith("footgun: internal fault: ZeroDivisionError: division by zero")
    assert done.err.rstrip().endswith("this is a bug in footgun")
    assert "Traceback" not in done.err


@pytest.mark.parametrize("option", [[], ["--no-progress"]])
def test_an_interrupt_is_quiet(footgun, flawed, monkeypatch, option):
    from footgun.engine import Engine

    def interrupt(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(Engine, "check_file", interrupt)
    done = footgun("check", flawed, *option)
    assert done.code == 130
    assert (done.out + done.err).strip() == ""


@pytest.mark.skipif(sys.platform == "win32", reason="pipes break differently")
def test_a_reader_that_leaves_is_no_trouble(flawed):
    command = f"'{sys.executable}' -m footgun check {' '.join([flawed] * 3)} | true"
    done = subprocess.run(["sh", "-c", command], capture_output=True, text=True, check=False)
    assert done.stderr == ""


def test_text_that_the_terminal_cannot_encode_is_escaped(write):
    name = write("сеть.py", FLAWED)
    done = subprocess.run(
        [sys.executable, "-m", "footgun", "check", name],
        env={**os.environ, "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"},
        capture_output=True,
        check=False,
    )
    assert done.returncode == 1, done.stderr
    assert b"\\u0441" in done.stdout


def test_options_may_stand_between_and_after_paths(footgun, flawed, clean, write):
    odd = write("-odd.py", CLEAN)
    done = footgun("check", flawed, "--select", "SHP", clean, "--output-format", "json", "--", odd)
    assert [file["path"] for file in json.loads(done.out)["files"]] == [odd, clean, flawed]


def test_version_and_help(footgun):
    from footgun import __version__

    assert footgun("--version").out == f"footgun {__version__}\n"
    assert "explain" in footgun("--help").out
    assert footgun("--help").code == 0
    for option in ("--help", "-h"):
        done = footgun("check", option)
        assert (done.code, done.err) == (0, "")
        assert "--stdin-filename" in done.out


def test_an_unknown_command_names_close_ones(footgun):
    assert footgun("chekc").err == "footgun: `chekc` is no command; close to it: check\n"
    done = footgun()
    assert done.code == 2
    assert "Find what is wrong" in done.out


@pytest.mark.parametrize(
    ("words", "suggested"),
    [
        ("footgun ex", "explain"),
        ("footgun explain chan", "channels-mismatch"),
        ("footgun check --sel", "--select"),
    ],
)
def test_the_shell_completes(words, suggested):
    done = subprocess.run(
        [sys.executable, "-c", "import sys; from footgun.cli import main; sys.argv = ['footgun']; main()"],
        env={
            **os.environ,
            "_FOOTGUN_COMPLETE": "bash_complete",
            "COMP_WORDS": words,
            "COMP_CWORD": str(words.count(" ")),
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert f"plain,{suggested}" in done.stdout.splitlines(), done.stderr


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="needs a full disk")
def test_a_full_disk_is_told(flawed):
    with open("/dev/full", "w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "footgun", "check", flawed],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    assert (done.returncode, done.stderr) == (2, "footgun: no space left on device\n")
