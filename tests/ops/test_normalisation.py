"""Normalisation: what each layer takes, and its weights."""

from __future__ import annotations

import pytest
from tests.ops.applying import count, fault, outcome, refusals, shape

from footgun.ops.normalisation import BatchNorm, GroupNorm, InstanceNorm, LayerNorm, RMSNorm
from footgun.sizes import name

n, h = name("n"), name("h")


@pytest.mark.parametrize(
    ("op", "given"),
    [
        (BatchNorm(8, 1), (n, 8)),
        (BatchNorm(8, 1), (n, 8, h)),
        (BatchNorm(8, 2), (n, 8, h, 4)),
        (BatchNorm(None, None, -1), (n, h, 4, 8)),
        (LayerNorm((4, 8)), (n, 3, 4, 8)),
        (LayerNorm(None, (1, 2)), (n, 4, 8)),
        (RMSNorm((8,)), (n, h, 8)),
        (GroupNorm(2, 8), (n, 8, h)),
        (GroupNorm(-1, None, -1), (n, h, 8)),
        (InstanceNorm(8, 2), (8, h, 4)),
    ],
)
def test_the_shape_stays(op, given):
    assert shape(op, given) == given


@pytest.mark.parametrize(
    ("op", "given", "kind", "after"),
    [
        (BatchNorm(8, 2), (n, 4, h, 4), "features", (n, 8, h, 4)),
        (LayerNorm((8,)), (n, h, 4), "features", (n, h, 4)),
        (LayerNorm((4, 8)), (8,), "rank", (4, 8)),
        (GroupNorm(2, 8), (n, 4, h), "features", (n, 8, h)),
        (InstanceNorm(8, 2, affine_weights=True), (n, 4, h, 4), "features", (n, 8, h, 4)),
    ],
)
def test_faults(op, given, kind, after):
    output, found = fault(op, given)
    assert (found.kind, output) == (kind, after)


def test_a_wrong_rank_keeps_the_batch():
    output, found = fault(BatchNorm(8, 2), (n, 8))
    assert (found.kind, found.expected) == ("rank", (4,))
    assert output[:2] == (n, 8)
    assert len(output) == 4


def test_without_weights_torch_only_warns_of_wrong_features():
    assert shape(InstanceNorm(8, 2), (n, 4, h, 4)) == (n, 4, h, 4)
    assert shape(BatchNorm(8, 2, affine_weights=False, tracked=False), (n, 4, h, 4)) == (n, 4, h, 4)


def test_one_value_has_no_variance():
    _, found = fault(InstanceNorm(8, 2), (2, 8, 1, 1))
    assert found.detail == "one value for each channel has no variance: the map is 1x1"
    assert fault(GroupNorm(4, 4), (1, 4))[1].argument == "num_groups"


def test_an_unknown_input_is_not_guessed_where_ranks_differ():
    assert outcome(BatchNorm(8, 1), None) == (None, [])
    assert outcome(LayerNorm((8,)), None) == (None, [])
    assert len(shape(BatchNorm(8, 2), None)) == 4


def test_groups_share_the_channels_out():
    assert refusals(GroupNorm(3, 8)) == ["`num_groups` 3 does not divide `num_channels` 8"]
    assert fault(GroupNorm(3, None, -1), (n, 8))[1].detail == "`groups` 3 does not divide the 8 channels"


@pytest.mark.parametrize(
    ("op", "given", "expected"),
    [
        (BatchNorm(8, 2), None, 16),
        (BatchNorm(None, None, -1, scale=False), (n, 4, 8), 8),
        (BatchNorm(8, 2, affine_weights=False), None, 0),
        (LayerNorm((4, 8), bias=False), None, 32),
        (LayerNorm(None, (1, 2)), (n, 4, 8), 64),
        (RMSNorm((8,)), None, 8),
        (GroupNorm(2, 8), None, 16),
        (InstanceNorm(8, 2), None, 0),
    ],
)
def test_weights(op, given, expected):
    assert count(op, given) == expected
