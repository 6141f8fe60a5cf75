"""Sizes read the way a person writes them."""

from __future__ import annotations

import re

import pytest
from hypothesis import assume, given
from tests.sizes.trees import FIXED, SYMBOLS, compute, trees, values_within

from footgun.sizes import name, show, substitute

h, w, n = name("h"), name("w"), name("n")
half = (h - 1) // 2 + 1


@pytest.mark.parametrize(
    ("size", "text"),
    [
        (512, "512"),
        (1000000, "1000000"),
        (128 * h * w, "128·h·w"),
        (half, "(h - 1)//2 + 1"),
        (h // 2, "h//2"),
        ((h - 7) // 4 + 1, "(h - 3)//4"),
        (512 * half * ((w - 1) // 2 + 1), "512·((h - 1)//2 + 1)·((w - 1)//2 + 1)"),
        (16 * (h // 4) * (w // 4), "16·(h//4)·(w//4)"),
        (2 * half, "2·((h - 1)//2 + 1)"),
        (2 * h + 2, "2·h + 2"),
        (h * w + h, "h·(w + 1)"),
        (w - h, "w - h"),
        (3 - h, "3 - h"),
        (-h, "-h"),
        (-(h // 2), "-(h//2)"),
        (w - h // 2, "w - h//2"),
        (h % 2, "h - 2·(h//2)"),
        ((h * w) // 7, "(h·w)//7"),
        (7 // h, "7//h"),
        (h // (2 * w), "h//(2·w)"),
        (h * h + 1, "h·h + 1"),
        ((n, 3, 64, 64), "(n, 3, 64, 64)"),
        ((n,), "(n,)"),
        ((), "()"),
        ((2, half), "(2, (h - 1)//2 + 1)"),
    ],
)
def test_show(size, text):
    assert show(size) == text
    if not isinstance(size, tuple):
        assert str(size) == text


@FIXED
@given(trees("hwnzb"), values_within())
def test_what_is_shown_means_the_size(tree, values):
    size = compute(tree, SYMBOLS)
    assume(size is not None)
    try:
        expected = substitute(size, values)
    except ZeroDivisionError:
        assume(False)
    text = show(size).replace("·", "*")
    assume(not text.endswith("..."))
    assert re.fullmatch(r"[\w+*/() -]+", text)
    assert eval(text, {}, dict(values)) == expected
