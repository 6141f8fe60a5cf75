"""Mixing element types follows torch.promote_types."""

from __future__ import annotations

import itertools

import pytest

from footgun.sizes import is_floating, is_integer, promote

COMMON = ["bool", "uint8", "int8", "int16", "int32", "int64"]
COMMON += ["float16", "bfloat16", "float32", "float64", "complex64", "complex128"]


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        ("uint8", "int8", "int16"),
        ("bool", "uint8", "uint8"),
        ("int64", "float16", "float16"),
        ("float16", "bfloat16", "float32"),
        ("float64", "complex64", "complex128"),
        ("float32", "float64", "float64"),
        ("int64", "complex64", "complex64"),
        (None, "float32", None),
        ("float32", None, None),
        ("no_such_type", "float32", None),
    ],
)
def test_promote(a, b, expected):
    assert promote(a, b) == expected


def test_promotion_is_a_join():
    for a, b in itertools.product(COMMON, repeat=2):
        assert promote(a, b) == promote(b, a)
        assert promote(a, a) == a
        assert promote(a, promote(a, b)) == promote(a, b)


def test_agrees_with_torch():
    torch = pytest.importorskip("torch")
    for a, b in itertools.product(COMMON, repeat=2):
        expected = torch.promote_types(getattr(torch, a), getattr(torch, b))
        assert f"torch.{promote(a, b)}" == str(expected), (a, b)
        assert is_floating(a) is getattr(torch, a).is_floating_point


def test_kinds():
    assert [d for d in COMMON if is_floating(d)] == ["float16", "bfloat16", "float32", "float64"]
    assert [d for d in COMMON if is_integer(d)] == ["uint8", "int8", "int16", "int32", "int64"]
    assert is_floating(None) is None
    assert is_integer("no_such_type") is None
