from __future__ import annotations

import os
import sys

import pytest

from footgun.discover import Exclusion, discover


@pytest.fixture
def tree(tmp_path, monkeypatch):
    names = (
        "b.py", "a.py", "note.ipynb", "read.md", "text.txt", "sub/c.py", ".git/d.py", ".venv/e.py",
        "build/f.py",
        "sub/__pycache__/g.py", "node_modules/h/i.py", "lib/site-packages/j.py",
    )  # fmt: skip
    for name in names:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("x = 1\n")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def paths(*named, **options):
    return [found.path for found in discover(named, **options)]


def test_a_folder_gives_its_python_files_and_notebooks_sorted(tree):
    assert paths(".") == ["a.py", "b.py", "note.ipynb", os.path.join("sub", "c.py")]


def test_a_named_file_may_be_of_any_type_and_a_skipped_folder_may_be_named(tree):
    assert paths("read.md", "build") == [os.path.join("build", "f.py"), "read.md"]


def test_paths_stay_as_given(tree):
    assert paths("sub") == [os.path.join("sub", "c.py")]
    assert paths(str(tree / "sub")) == [str(tree / "sub" / "c.py")]


def test_each_file_once(tree):
    assert paths("a.py", "./a.py", ".", "a.py").count("a.py") == 1
    assert len(paths("a.py", "./a.py")) == 1


def test_a_missing_path_is_named(tree):
    (found,) = discover(["gone.py"])
    assert found.path == "gone.py"
    assert found.error.startswith("no such file or folder")


def test_a_path_with_a_null_character_is_refused(tree):
    (found,) = discover(["a\0.py"])
    assert "null character" in found.error


@pytest.mark.skipif(sys.platform == "win32", reason="no links or pipes")
def test_links_in_a_circle_and_pipes(tree):
    (tree / "sub" / "up").symlink_to(tree)
    os.mkfifo(tree / "pipe.py")
    assert paths(".") == ["a.py", "b.py", "note.ipynb", os.path.join("sub", "c.py")]
    (pipe,) = discover(["pipe.py"])
    assert "not a regular file" in pipe.error


def test_exclusion_by_name_path_and_folder(tree):
    for pattern in ("sub", "sub/", "sub/*.py", "c.py"):
        left = paths(".", exclusion=lambda folder, p=pattern: Exclusion(str(tree), (p,)))
        assert left == ["a.py", "b.py", "note.ipynb"]


def test_a_folder_that_cannot_be_listed_is_reported(tree, monkeypatch):
    def refuse(path):
        raise PermissionError(13, "Permission denied", path)

    monkeypatch.setattr(os, "scandir", refuse)
    (found,) = discover(["sub"])
    assert found == ("sub", "no permission to read it")
