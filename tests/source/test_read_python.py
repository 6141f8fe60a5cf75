"""Bytes of a Python file: encodings, line ends, limits, and what a reader is told where it cannot be read."""

import pytest

from footgun.source import read as reading
from footgun.source.read import ReadError, read
from footgun.source.recover import parse


def source_of(data: bytes, path: str = "net.py") -> str:
    (cell,) = read(path, data).cells
    return cell.source


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_lines_are_counted_as_editors_count_them(end):
    (cell,) = read("net.py", end.join(["x = 1", "", "y = 2\f", "z = 3"]).encode()).cells
    assert [node.lineno for node in parse(cell).tree.body] == [1, 3, 4]


def test_byte_order_mark_is_no_column():
    (cell,) = read("net.py", b"\xef\xbb\xbfx = 1").cells
    assert parse(cell).tree.body[0].col_offset == 0


@pytest.mark.parametrize(
    ("first", "encoding"),
    [
        ("# -*- coding: cp1251 -*-", "cp1251"),
        ("#!/usr/bin/python\n# vim: set fileencoding=koi8-r :", "koi8-r"),
        ("# coding=latin-1", "latin-1"),
    ],
)
def test_declared_encoding(first, encoding):
    word = "é" if encoding == "latin-1" else "слой"
    text = f"{first}\nx = '{word}'\n"
    assert source_of(text.encode(encoding)) == text


def test_encoding_comment_counts_only_in_the_first_two_lines():
    with pytest.raises(ReadError) as caught:
        read("net.py", "x = 1\n\n# coding: cp1251\n# слой\n".encode("cp1251"))
    assert caught.value.line == 4
    assert "UTF-8" in str(caught.value)


def test_undecodable_text_names_line_byte_and_way_out():
    with pytest.raises(ReadError) as caught:
        read("net.py", b"x = 1\ny = '\xf1'\n")
    assert (caught.value.line, "0xf1" in caught.value.message) == (2, True)
    assert "coding:" in caught.value.help


@pytest.mark.parametrize("name", ["nonsense", "punycode", "hex"])
def test_unknown_encoding(name):
    with pytest.raises(ReadError, match="not known"):
        read("net.py", f"# coding: {name}\nx = 1\n".encode())


def test_binary_is_not_text():
    with pytest.raises(ReadError, match="not text") as caught:
        read("net.py", b"x = 1\n\x00\x01")
    assert caught.value.line == 2


def test_utf_16_is_named():
    with pytest.raises(ReadError, match="UTF-16"):
        read("net.py", "x = 1".encode("utf-16"))


def test_empty_file_has_no_statements():
    (cell,) = read("net.py", b"").cells
    assert parse(cell).tree.body == []


def test_too_large(monkeypatch):
    monkeypatch.setattr(reading, "LARGEST_TEXT", 1_000_000)
    with pytest.raises(ReadError, match="larger than 1 MB"):
        read("net.py", b"#" * 1_000_001)


def test_kind_can_be_given():
    assert read("notes.md", b"x = 1\n", "python").kind == "python"
    with pytest.raises(ReadError, match="no format"):
        read("notes.md", b"x = 1\n", "cobol")


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("In [1]:\nx = 1\n", "transcript"),
        ("import torch\nx = 1\n", "python"),
        ("import torch\nx = nn.Linear(1,\n", "python"),
        ("# Title\n\nSome words here.\n\n    x = f(1)\n", "markdown"),
        ("```python\nx = 1\n```\n", "markdown"),
        ('{"cells": [], "nbformat": 4}', "notebook"),
        ("", "python"),
    ],
)
def test_text_files_are_recognised_by_what_they_hold(text, kind):
    assert read("sheet.txt", text.encode()).kind == kind


def test_magics_are_left_out_of_pasted_text_alone():
    """A text file may be the cells of a notebook; a Python file with a magic does not run."""
    text = b"import torch\n%matplotlib inline\n!pip install x\ny = 1\n"
    assert source_of(text, "cells.txt") == "import torch\npass\npass\ny = 1\n"
    assert source_of(text, "net.py") == text.decode()


def test_a_line_is_counted_at_every_kind_of_line_end():
    with pytest.raises(ReadError) as caught:
        read("net.py", b"a = 1\rb = 2\r\nc = \xff")
    assert caught.value.line == 3


@pytest.mark.parametrize("unit", ["x=1\n", "f(\n", "'a' + ", "x\x0b\n"])
def test_code_too_dense_to_follow_is_refused(unit):
    with pytest.raises(ReadError, match="more than 100,000 operators"):
        read("net.py", (unit * 120_000).encode())


def test_long_texts_of_few_statements_are_read():
    words = "a docstring of many words without an end\n" * 20_000
    assert len(read("net.py", f"x = '''{words}'''\n".encode()).cells) == 1
