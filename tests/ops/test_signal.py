"""Frequencies of signals, and complex numbers in parts."""

from __future__ import annotations

import pytest
from tests.ops.applying import fault, shape

from footgun.ops.base import Check
from footgun.ops.complex import Pairs, Part
from footgun.ops.signal import Fourier, InverseShortTime, Shift, ShortTime
from footgun.sizes import Names, name

n, t = name("n"), name("t")


@pytest.mark.parametrize(
    ("op", "given", "expected"),
    [
        (Fourier("fft"), (n, 8), (n, 8)),
        (Fourier("fft", sizes=(5,)), (n, 8), (n, 5)),
        (Fourier("rfft", "half"), (n, 8), (n, 5)),
        (Fourier("rfft", "half", (0,)), (8, n), (5, n)),
        (Fourier("irfft", "back"), (n, 5), (n, 8)),
        (Fourier("irfft", "back", sizes=(9,)), (n, 5), (n, 9)),
        (Fourier("fftn", axes=None), (n, t), (n, t)),
        (Fourier("fftn", axes=None), (), ()),
        (Fourier("fftn", axes=None, sizes=(-1, 4)), (n, 3, 9), (n, 3, 4)),
        (Fourier("rfft2", "half", (-2, -1), (6, 8)), (n, 3, 9), (n, 6, 5)),
        (Shift("roll", (0, 0)), (n, 3), (n, 3)),
        (ShortTime(64, 16, 64), (n, 400), (n, 33, 26)),
        (ShortTime(64, 16, 64, False, False), (400,), (64, 22)),
        (InverseShortTime(64, 16, 64), (n, 33, 26), (n, 400)),
        (InverseShortTime(64, 16, 64, length=t), (33, 26), (t,)),
        (Pairs(True), (n,), (n, 2)),
        (Pairs(False), (n, 2), (n,)),
    ],
    ids=repr,
)
def test_shapes(op, given, expected):
    assert shape(op, given) == expected


@pytest.mark.parametrize(
    ("op", "given", "kind", "detail"),
    [
        (Fourier("fft", axes=(2,)), (n, 8), "argument", "axis 2 is out of range"),
        (Fourier("fft", sizes=(0,)), (n, 8), "argument", "a transform of 0 numbers along axis 1"),
        (Fourier("fft", sizes=(-1,)), (n, 8), "argument", "a transform of -1 numbers along axis 1"),
        (Fourier("irfft", "back"), (n, 1), "argument", "a transform of 0 numbers along axis 1"),
        (Fourier("fft2", axes=(0, 0)), (n, 8), "argument", "an axis is named twice"),
        (Fourier("fft2", axes=(-2, -1), sizes=(3,)), (n, 8), "argument", "1 sizes for 2 axes"),
        (Fourier("fftn", axes=None, sizes=(1, 2, 3)), (n, 8), "argument", "3 sizes for a tensor of 2"),
        (Fourier("rfftn", "half", ()), (n, 8), "argument", "there is no axis to transform"),
        (Fourier("rfftn", "half", None, ()), (n, 8), "argument", "there is no axis to transform"),
        (Fourier("fft"), (), "rank", ""),
        (Shift("roll", (2,)), (n, 8), "argument", "axis 2 is out of range"),
        (ShortTime(64, 16, 64), (1, n, 400), "rank", ""),
        (ShortTime(64, 16, 64), (32,), "argument", "a signal of 32 numbers cannot be reflected by 32"),
        (ShortTime(64, 16, 64, False), (32,), "argument", "a window of 64 on a signal of 32 numbers"),
        (ShortTime(64, 0, 64), (400,), "argument", "`hop_length` is 0"),
        (ShortTime(64, 16, 65), (400,), "argument", "`win_length` 65 is more than `n_fft` 64"),
        (InverseShortTime(60, 16, 60), (33, 26), "argument", "`n_fft` 60 gives 31 frequencies"),
        (InverseShortTime(64, 65, 64), (33, 26), "argument", "`hop_length` 65 is more than `win_length` 64"),
        (Pairs(False), (n, 3), "argument", "the last axis holds two parts, not 3"),
    ],
    ids=repr,
)
def test_refusals(op, given, kind, detail):
    found = fault(op, given)[1]
    assert found.kind == kind
    assert detail in found.detail


def test_a_window_is_as_long_as_it_says():
    found = fault(ShortTime(64, 16, 64), (400,), (63,))[1]
    assert found.detail == "a window of (63,) for a `win_length` of 64"
    assert shape(ShortTime(64, 16, 64), (400,), (t,)) == (33, 26)


@pytest.mark.parametrize(
    ("op", "given", "faulty"),
    [
        (Part("imag"), "float32", True),
        (Part("imag", True), "float32", False),
        (Part("real"), "float32", False),
        (Part("imag"), "complex64", False),
        (Part("imag"), None, False),
        (Pairs(True), "float32", True),
        (Pairs(False), "complex64", True),
        (Pairs(False), "int64", True),
        (Fourier("rfft", "half"), "complex64", True),
        (Fourier("fft"), "int64", False),
        (ShortTime(4, 1, 4), "int64", True),
        (ShortTime(4, 1, 4), "complex64", True),
        (ShortTime(4, 1, 4, onesided=False), "complex64", False),
    ],
    ids=repr,
)
def test_types_that_are_refused(op, given, faulty):
    check = Check(Names())
    op.check_dtypes(check, [(n, 2)], [given])
    assert bool(check.faults) is faulty


@pytest.mark.parametrize(
    ("op", "given", "expected"),
    [
        (Fourier("fft"), "int64", "complex64"),
        (Fourier("fft"), "complex128", "complex128"),
        (Fourier("irfft", "back"), "complex64", "float32"),
        (Fourier("hfft", "back"), "float64", "float64"),
        (Part("real"), "complex128", "float64"),
        (Pairs(True), "complex64", "float32"),
        (Pairs(False), "float64", "complex128"),
    ],
    ids=repr,
)
def test_types(op, given, expected):
    assert op.dtype(given) == expected
