"""Checking and mending touch nothing outside of what was named: no file there is read, none is written."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

import footgun

FLAWED = "import torch.nn as nn\nfrom {} import *\nnet = nn.Sequential(nn.Linear(4, 3), nn.Linear(2, 1))\n"
# Notes every file that is opened, with its mode, and every folder that is listed.
NOTING = """
import json, os, sys

seen = []

def note(event, arguments):
    if event == "open" and isinstance(arguments[0], (str, bytes)):
        flags = arguments[2] or 0
        writes = flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT) or "w" in (arguments[1] or "")
        seen.append(("write" if writes else "read", os.fsdecode(arguments[0])))
    elif event in ("os.listdir", "os.scandir") and isinstance(arguments[0], str):
        seen.append(("list", arguments[0]))
    elif event in ("os.rename", "os.remove", "os.mkdir", "os.chmod", "os.symlink"):
        seen.append(("write", os.fsdecode(arguments[0])))
    elif event in ("os.system", "subprocess.Popen", "socket.connect", "exec_in_user_code"):
        seen.append(("run", str(arguments)))

sys.addaudithook(note)
from footgun.cli import run

code = run(sys.argv[1:])
places = [(what, os.path.realpath(path) if what != "run" else path) for what, path in seen]
sys.stderr.write(json.dumps([code, places]))
"""


@pytest.fixture
def folders(tmp_path):
    """A project with ways out of it, and a secret beside it."""
    project, outside = tmp_path / "project", tmp_path / "outside"
    for folder in (project / "sub", outside):
        folder.mkdir(parents=True)
    for path in (outside / "secret.py", outside / "module.py"):
        path.write_text(FLAWED.format("math"))
    (project / "net.py").write_text(FLAWED.format("module"))
    (project / "sub" / "deep.py").write_text(FLAWED.format("...outside.secret"))
    (project / "link.py").symlink_to(outside / "secret.py")
    (project / "folder").symlink_to(outside)
    (project / "loop").symlink_to(project)
    (project / "module.py").symlink_to(outside / "module.py")
    (project / "inside.py").symlink_to("net.py")
    (project / "endless.py").symlink_to("/dev/zero")
    (project / "round.py").symlink_to("round.py")
    (project / "gone.py").symlink_to("nowhere.py")
    os.mkfifo(project / "pipe.py")
    (project / "imports.py").write_text(
        "import pipe, endless, round, gone, folder.secret\nfrom link import *\npipe.x()\n"
    )
    (project / "book.ipynb").write_text(
        json.dumps({"cells": [{"cell_type": "code", "source": ["%run ../outside/secret.py\n"], "metadata": {}}],
                    "metadata": {}, "nbformat": 4, "nbformat_minor": 5})
    )  # fmt: skip
    return project, outside


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes in folders here")
@pytest.mark.parametrize(
    "options",
    [
        ["--no-cache"],
        ["--jobs", "1"],
        ["--fix", "--unsafe-fixes"],
        ["--add-ignores"],
        ["--no-cache", "--output", "html=out/report.html", "--output", "sarif=out/report.sarif"],
    ],
    ids=" ".join,
)
def test_nothing_outside_is_touched(folders, options):
    project, outside = folders
    before = {path: path.read_bytes() for path in outside.iterdir()}
    home = Path(footgun.__file__).parents[1]
    environment = {**os.environ, "PYTHONPATH": str(home)}
    command = [sys.executable, "-c", NOTING, "check", ".", *options]
    done = subprocess.run(
        command, cwd=project, env=environment, capture_output=True, text=True, timeout=120, check=False
    )
    code, places = json.loads(done.stderr.splitlines()[-1])
    assert code in (0, 1), done.stderr
    own = [
        str(project),
        str(home),
        sys.prefix,
        sys.base_prefix,
        "/dev/null",
        "/proc",
        "/usr/lib/python",
        "/etc",
    ]
    own += [path for path in sys.path if path]
    assert [seen for seen in places if seen[0] == "run"] == []
    settings = ("footgun.toml", "pyproject.toml")  # searched for in the folders above
    away = [seen for seen in places if not seen[1].startswith(tuple(own)) and not seen[1].endswith(settings)]
    assert away == []
    assert [path for what, path in places if str(outside) in path] == []
    written = {path for what, path in places if what == "write" and not path.startswith(str(home))}
    assert all(path.startswith(str(project)) for path in written)
    if options == ["--no-cache"]:
        assert written == set()
    assert {path: path.read_bytes() for path in outside.iterdir()} == before


def test_the_trap_works(folders):
    project, outside = folders
    environment = {**os.environ, "PYTHONPATH": str(Path(footgun.__file__).parents[1])}
    command = [sys.executable, "-c", NOTING, "check", str(outside / "secret.py"), "--fix", "--unsafe-fixes"]
    done = subprocess.run(command, cwd=project, env=environment, capture_output=True, text=True, check=False)
    _, places = json.loads(done.stderr.splitlines()[-1])
    assert ["read", str(outside / "secret.py")] in places
    assert any(what == "write" and str(outside) in path for what, path in places)


def test_a_folder_that_cannot_be_read_is_told(tmp_path, capsys):
    if os.geteuid() == 0:
        pytest.skip("root may read what it likes")
    from footgun.cli import run

    closed = tmp_path / "closed"
    closed.mkdir()
    closed.chmod(0)
    assert run(["check", str(tmp_path)]) == 2
    assert "no permission to read it" in capsys.readouterr().err
    closed.chmod(0o700)


@pytest.mark.skipif(sys.platform == "win32", reason="no such files")
@pytest.mark.parametrize("kind", ["pipe", "socket", "device", "endless", "round", "gone"])
def test_what_is_no_file_is_told_and_not_waited_for(tmp_path, capsys, kind):
    from footgun.cli import run

    path = tmp_path / "x.py"
    if kind == "pipe":
        os.mkfifo(path)
    elif kind == "socket":
        with socket.socket(socket.AF_UNIX) as listening:
            listening.bind(str(path))
    else:
        path.symlink_to(
            {"device": "/dev/null", "endless": "/dev/zero", "round": path, "gone": "nowhere"}[kind]
        )
    assert run(["check", str(path)]) == 2
    words = {"round": "too many", "gone": "no such file"}.get(kind, "not a regular file")
    assert words in capsys.readouterr().err
    assert run(["check", str(tmp_path), "--no-cache"]) == 0
