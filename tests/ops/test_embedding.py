"""Tables of vectors: one more axis, and integers to look up."""

from __future__ import annotations

import pytest
from tests.ops.applying import count, fault, refusals, shape

from footgun.ops.base import Check
from footgun.ops.embedding import Embedding, EmbeddingBag
from footgun.sizes import Names, name

n, t = name("n"), name("t")


def test_each_index_becomes_a_vector():
    assert shape(Embedding(1000, 64), (n, t)) == (n, t, 64)
    assert count(Embedding(1000, 64)) == 64000
    assert Embedding(1000, 64).dtype("int64") == "float32"


@pytest.mark.parametrize(
    ("dtype", "casts", "faults"),
    [("int64", False, 0), ("float32", False, 1), (None, False, 0), ("float32", True, 0)],
)
def test_indices_are_integers(dtype, casts, faults):
    check = Check(Names())
    Embedding(1000, 64, casts).check_dtypes(check, [(n, t)], [dtype])
    assert [f.kind for f in check.faults] == ["dtype"] * faults


def test_bags():
    assert shape(EmbeddingBag(1000, 64), (n, t)) == (n, 64)
    assert shape(EmbeddingBag(1000, 64), (t,), (n,)) == (n, 64)
    assert fault(EmbeddingBag(1000, 64), (t,))[1].kind == "rank"
    assert refusals(EmbeddingBag(1000, 64, "median"))
    assert refusals(Embedding(-1, 64))
