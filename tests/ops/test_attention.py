"""Attention: outputs, what must agree, masks, weights."""

from __future__ import annotations

import pytest
from tests.ops.applying import count, fault, refusals, shape

from footgun.ops.attention import DotProductAttention, KerasAttention, MultiheadAttention
from footgun.sizes import name

n, s, t = name("n"), name("s"), name("t")


def test_the_query_gives_the_length():
    op = MultiheadAttention(12, 3, batch_first=True)
    assert shape(op, (n, t, 12), (n, s, 12), (n, s, 12)) == ((n, t, 12), (n, t, s))
    assert shape(MultiheadAttention(12, 3), (t, n, 12), (s, n, 12), (s, n, 12)) == ((t, n, 12), (n, t, s))
    assert shape(MultiheadAttention(12, 3), (t, 12), (s, 12), (s, 12)) == ((t, 12), (t, s))


@pytest.mark.parametrize(
    ("shapes", "kind"),
    [
        (((5, 2, 10), (5, 2, 12), (5, 2, 12)), "features"),
        (((5, 2, 12), (5, 2, 12), (5, 2, 8)), "features"),
        (((5, 2, 12), (5, 3, 12), (5, 3, 12)), "matmul"),
        (((5, 2, 12), (5, 2, 12), (6, 2, 12)), "matmul"),
        (((5, 2, 12), (5, 12), (5, 2, 12)), "rank"),
    ],
)
def test_faults(shapes, kind):
    output, found = fault(MultiheadAttention(12, 3), *shapes)
    assert (found.kind, output[0]) == (kind, (5, 2, 12))


def test_masks():
    op, q = MultiheadAttention(12, 3), (5, 2, 12)
    assert shape(op, q, q, q, (5, 5), (2, 5))[0] == q
    assert shape(op, q, q, q, (6, 5, 5), None)[0] == q
    assert fault(op, q, q, q, (4, 4))[1].detail == "`attn_mask` must be (5, 5), got (4, 4)"
    assert fault(op, q, q, q, None, (5, 2))[1].argument == "key_padding_mask"


def test_heads_share_the_width():
    assert refusals(MultiheadAttention(512, 7)) == ["`num_heads` 7 does not divide `embed_dim` 512"]
    assert refusals(MultiheadAttention(512, name("heads"))) == []


@pytest.mark.parametrize(
    ("op", "shapes", "expected"),
    [
        (MultiheadAttention(12, 3), (), 4 * (12 * 12 + 12)),
        (MultiheadAttention(12, 3, 5, 7, bias=False), (), 12 * (12 + 5 + 7 + 12)),
        (KerasAttention(2, 3), ((n, t, 12), (n, s, 8)), 6 * (12 + 8 + 8) + 18 + 12 * 6 + 12),
    ],
)
def test_weights(op, shapes, expected):
    assert count(op, *shapes) == expected


def test_keras_projects_back_to_the_query():
    assert shape(KerasAttention(2, 3), (n, t, 12), (n, s, 8)) == (n, t, 12)
    assert shape(KerasAttention(2, 3, out=5), (n, t, 12), (n, s, 8)) == (n, t, 5)
    assert fault(KerasAttention(2, 3), (n, 12), (n, s, 8))[1].kind == "rank"
    assert fault(KerasAttention(2, 3), (n, t, 12), (n, 4, 8), (n, 5, 8))[1].kind == "matmul"


def test_attention_without_weights():
    op = DotProductAttention()
    assert shape(op, (n, 8, t, 64), (n, 8, s, 64), (n, 8, s, 32)) == (n, 8, t, 32)
    assert fault(op, (n, t, 64), (n, s, 32), (n, s, 32))[1].kind == "matmul"
    assert shape(op, None, (n, s, 32), (n, s, 32)) is None


def test_grouped_heads_divide_the_queries():
    op = DotProductAttention(grouped=True)
    assert shape(op, (2, 8, t, 64), (2, 2, s, 64), (2, 2, s, 64)) == (2, 8, t, 64)
    assert fault(op, (2, 8, t, 64), (2, 3, s, 64), (2, 3, s, 64))[1].detail == "heads"
