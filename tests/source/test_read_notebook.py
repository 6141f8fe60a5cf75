"""Notebooks: cells by number, prose, magics, old formats, and broken files."""

import json
import sys

import pytest

from footgun.source.read import ReadError, read


def notebook(*cells: tuple[str, object], **more: object) -> bytes:
    listed = [{"cell_type": kind, "metadata": {}, "source": source} for kind, source in cells]
    return json.dumps({"cells": listed, "metadata": {}, "nbformat": 4, "nbformat_minor": 5, **more}).encode()


def test_cells_are_numbered_over_all_and_prose_goes_to_the_next():
    data = notebook(
        ("markdown", "# Pictures of 28 x 28"),
        ("code", "x = 1"),
        ("raw", "raw"),
        ("code", ["y = 2\n", "z = 3"]),
    )
    document = read("a.ipynb", data)
    assert [(c.number, c.line, c.source, c.prose) for c in document.cells] == [
        (2, 1, "x = 1", "# Pictures of 28 x 28"),
        (4, 1, "y = 2\nz = 3", "raw"),
    ]
    assert document.standalone
    assert document.lines[4] == ["y = 2", "z = 3"]


def test_lines_keep_the_magics_that_the_source_lacks():
    document = read("a.ipynb", notebook(("code", "!ls\nx = 1\r\n")))
    assert document.cells[0].source == "pass\nx = 1\n"
    assert document.lines[1] == ["!ls", "x = 1", ""]


def test_no_code_no_cells():
    assert read("a.ipynb", notebook(("markdown", "words"), ("code", " \n"))).cells == ()


def test_broken_json_names_line_and_column():
    with pytest.raises(ReadError, match="column 9") as caught:
        read("a.ipynb", b'{\n"cells" [\n]}')
    assert caught.value.line == 2


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "empty"),
        (b"<!DOCTYPE html><html>", "download the raw file"),
        (b"[1, 2]", "no object"),
        (b'{"nbformat": 4}', "list of `cells`"),
        (b'{"nbformat": 7, "cells": []}', "format 7"),
        (b'{"nbformat": 4, "cells": [1]}', "cell 1"),
        (b'{"nbformat": 4, "cells": [{"cell_type": "code"}]}', "cell 1 of the notebook has no `source`"),
        (b'{"nbformat": 4, "cells": [{"cell_type": "code", "source": [1]}]}', "no text"),
        (b'{"nbformat": 4, "cells": [{"source": "x"}]}', "no `cell_type`"),
        (b"[" * 100_000, "too deep"),
        (b'{"nbformat": ' + b"9" * 5000 + b"}", "too large"),
    ],
)
def test_what_is_no_notebook(data, message):
    with pytest.raises(ReadError, match=message):
        read("a.ipynb", data)


OLD = json.dumps(
    {
        "metadata": {"name": ""},
        "nbformat": 3,
        "nbformat_minor": 0,
        "worksheets": [
            {
                "cells": [
                    {"cell_type": "heading", "level": 1, "source": ["Title"]},
                    {"cell_type": "code", "input": ["x = 1"], "language": "python", "outputs": []},
                ]
            }
        ],
    }
).encode()


def test_old_format_is_converted():
    pytest.importorskip("nbformat")
    (cell,) = read("old.ipynb", OLD).cells
    assert (cell.source, cell.number, cell.prose) == ("x = 1", 2, "# Title")


def test_old_format_without_the_converter_names_the_extra(monkeypatch):
    monkeypatch.setitem(sys.modules, "nbformat", None)
    with pytest.raises(ReadError, match=r"footgun\[notebook\]"):
        read("old.ipynb", OLD)


def test_format_4_needs_no_converter(monkeypatch):
    monkeypatch.setitem(sys.modules, "nbformat", None)
    assert read("a.ipynb", notebook(("code", "x = 1"))).cells


def test_lone_surrogates_do_not_stop_the_parser():
    from footgun.source.recover import parse

    (cell,) = read("a.ipynb", notebook(("code", "x = '\ud800'\ny = 2"))).cells
    assert len(parse(cell).tree.body) == 2


IMAGE = "iVBORw0KGgo+/" * 1_600_000  # 20 MB


def test_a_large_notebook_is_read_without_its_images():
    book = notebook(("code", "x = '😀'"), image=IMAGE, plain="a \\" + IMAGE[:2000]).decode()
    data = book.encode().replace(b"\\ud83d\\ude00", "😀".encode())
    (cell,) = read("a.ipynb", data).cells
    assert cell.source == "x = '😀'"


@pytest.mark.parametrize(
    ("more", "message"),
    [
        ({"words": "ж " * 12_000_000}, "larger than 15 MB without its images"),
        ({"numbers": [0] * 1_300_000}, "too many values"),
        ({"objects": [{}] * 300_000}, "too many values"),
    ],
    ids=["text", "numbers", "objects"],
)
def test_what_would_take_too_much_memory_is_refused(more, message):
    data = notebook(("code", "x = 1"), **more)
    with pytest.raises(ReadError, match=message):
        read("a.ipynb", data.decode().replace("\\u0436", "ж").encode())


def test_too_many_cells_are_refused():
    with pytest.raises(ReadError, match="10,000 pieces"):
        read("a.ipynb", notebook(*[("code", "x")] * 10_001))
