"""Normalisation layers answer as torch's do; batch norm in `eval`, where a batch of one is allowed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.oracle.agreement import biased, cases, same_verdict, sound

from footgun.ops.normalisation import (
    BatchNorm,
    GroupNorm,
    InstanceNorm,
    LayerNorm,
    LocalResponseNorm,
    RMSNorm,
)

torch = pytest.importorskip("torch")
nn = torch.nn

few = st.integers(1, 4)
flag = st.booleans()


def maps(channels, rank):
    """A map of this rank with these channels, or now and then another."""
    rest = st.lists(few, min_size=max(rank - 2, 0), max_size=max(rank - 2, 0)).map(tuple)
    right = st.builds(lambda n, space: (n, max(channels, 1), *space), few, rest)
    return biased(right, st.lists(few, max_size=6).map(tuple), 5)


def agrees(data, op, shape, make):
    made = []

    def call(layer):
        made.append(layer.eval())
        return layer(torch.zeros(shape))

    mine = same_verdict(op, (shape,), make, call)
    if mine is not None:
        assert mine.weights == {name: tuple(p.shape) for name, p in made[0].named_parameters()}
    sound(data.draw, op, (shape,))


@cases(250)
@given(st.data())
def test_batch_norm(data):
    spatial, features = data.draw(st.integers(1, 3)), data.draw(biased(few, st.just(-1)))
    affine, tracked = data.draw(flag), data.draw(biased(st.just(True), st.just(False), 3))
    op = BatchNorm(features, spatial, affine_weights=affine, tracked=tracked)
    shape = data.draw(maps(features, spatial + data.draw(biased(st.just(2), st.just(1), 2))))
    kind = (nn.BatchNorm1d, nn.BatchNorm2d, nn.BatchNorm3d)[spatial - 1]
    if not tracked:
        shape = shape and (shape[0] + 1, *shape[1:])  # statistics of the batch need two values
    agrees(data, op, shape, lambda: kind(features, affine=affine, track_running_stats=tracked))


@cases(250)
@given(st.data())
def test_instance_norm(data):
    spatial, features = data.draw(st.integers(1, 3)), data.draw(biased(few, st.just(-1)))
    affine, tracked = data.draw(flag), data.draw(flag)
    op = InstanceNorm(features, spatial, affine_weights=affine, tracked=tracked)
    shape = data.draw(maps(features, spatial + 2))
    if data.draw(flag):
        shape = shape[1:]
    kind = (nn.InstanceNorm1d, nn.InstanceNorm2d, nn.InstanceNorm3d)[spatial - 1]

    def make():
        return Training(kind(features, affine=affine, track_running_stats=tracked))

    agrees(data, op, shape, make)


class Training(nn.Module):
    """Stays in training mode."""

    def __init__(self, inner):
        super().__init__()
        self.inner = inner

    def named_parameters(self):
        return self.inner.named_parameters()

    def eval(self):
        return self.train()

    def forward(self, x):
        return self.inner(x)


@cases(250)
@given(st.data())
def test_group_norm(data):
    groups = data.draw(biased(st.integers(1, 3), st.integers(-1, 4)))
    channels = data.draw(biased(few.map(lambda k: k * max(groups, 1)), st.integers(-1, 7)))
    affine = data.draw(flag)
    op = GroupNorm(groups, channels, affine_weights=affine)
    shape = data.draw(maps(channels, data.draw(st.integers(2, 5))))
    agrees(data, op, shape, lambda: nn.GroupNorm(groups, channels, affine=affine))


@cases(250)
@given(st.data())
def test_layer_norms(data):
    wanted = tuple(data.draw(st.lists(biased(few, st.just(-1), 12), min_size=1, max_size=3)))
    affine, bias, mean = data.draw(flag), data.draw(flag), data.draw(flag)
    right = st.lists(few, max_size=3).map(lambda lead: (*lead, *wanted))
    shape = data.draw(biased(right, st.lists(few, max_size=4).map(tuple), 4))
    if mean:
        op = LayerNorm(wanted, bias=bias, affine_weights=affine)
        agrees(data, op, shape, lambda: nn.LayerNorm(wanted, elementwise_affine=affine, bias=bias))
    else:
        op = RMSNorm(wanted, affine_weights=affine)
        agrees(data, op, shape, lambda: nn.RMSNorm(wanted, elementwise_affine=affine))


@cases(80)
@given(st.data())
def test_local_response_norm(data):
    op = LocalResponseNorm(data.draw(st.integers(-1, 5)))
    agrees(data, op, data.draw(maps(3, data.draw(st.integers(2, 6)))), lambda: nn.LocalResponseNorm(op.size))
