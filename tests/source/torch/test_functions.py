"""What functions of torch refuse in the call, having no constructor; and what they take."""

from __future__ import annotations

import pytest
from tests.source.interpret.running import value_of

import footgun
from footgun.sizes import show

HEAD = """\
import torch
import torch.nn.functional as F
f = torch.rand
i = lambda *shape: torch.zeros(shape, dtype=torch.int64)
d = lambda *shape: torch.rand(shape, dtype=torch.float64)
b = lambda *shape: torch.zeros(shape, dtype=torch.bool)
"""

REFUSED = {
    # pools
    "F.adaptive_avg_pool2d(f(1, 2, 4, 4), (-1, 2))": "`output_size` must be 0 or more, got (-1, 2)",
    "F.adaptive_avg_pool2d(f(1, 2, 4, 4), ())": "`output_size` needs 2 numbers, got 0",
    "F.adaptive_max_pool1d(f(1, 2, 4), (1, 2))": "`output_size` needs 1 number, got 2",
    "F.adaptive_max_pool2d(i(1, 2, 4, 4), 2)": "takes floating-point numbers, but gets int64",
    "F.max_pool2d(f(1, 2, 4, 4), (2, 2, 2))": "`kernel_size` needs 2 numbers, got 3",
    "F.avg_pool2d(b(1, 2, 4, 4), 2)": "takes floating-point numbers, but gets bool",
    "F.avg_pool2d(f(1, 2, 4, 4), 2, divisor_override=0)": "`divisor_override` must not be 0",
    "F.avg_pool3d(f(2, 4, 4, 1, 2), 2, padding=1)": "cannot slide a window of 2",
    "F.max_unpool2d(f(1, 2, 2, 2), i(1, 2, 2, 3), 2)": "`indices` must be of the shape of the input",
    "F.max_unpool2d(f(1, 2, 2, 2), d(1, 2, 2, 2), 2)": "`indices` must be int64, got float64",
    "F.max_unpool2d(f(1, 2, 2, 2), i(1, 2, 2, 2), 2, output_size=(6, 4))": "must be from 3 to 5",
    # norms
    "F.layer_norm(f(2, 3), (3,), f(3), f(3, 1))": "`bias` must be of shape (3,), got (3, 1)",
    "F.layer_norm(f(2, 3), ())": "`normalized_shape` must have an axis",
    "F.layer_norm(f(2, 3), (3,), d(3))": "has weights of float64, but gets float32",
    "F.rms_norm(f(2, 3), (3,), f(4))": "`weight` must be of shape (3,), got (4,)",
    "F.group_norm(f(2, 7, 4), 2)": "`num_groups` 2 does not divide `num_channels` 7",
    "F.group_norm(f(2, 4, 4), 2, f(5))": "`weight` must be of shape (4,), got (5,)",
    "F.group_norm(f(4), 1)": "takes 2 dimensions, but gets 1",
    "F.batch_norm(f(2, 4, 5), f(4), f(4), f(3))": "`weight` must have 4 numbers, one for each channel",
    "F.batch_norm(f(2, 4), None, None)": "`running_mean` is needed unless `training` is set",
    "F.batch_norm(f(1, 4), None, None, training=True)": "one value for each channel has no variance",
    "F.batch_norm(i(2, 4), f(4), f(4))": "takes floating-point numbers, but gets int64",
    "F.instance_norm(f(2, 4, 1))": "one value for each channel has no variance: (2, 4, 1)",
    "F.instance_norm(f(2, 4, 3), weight=f(5))": "`weight` must be of shape (4,), got (5,)",
    "torch.native_layer_norm(f(2, 3), (4,), None, None, 1e-5)": "takes 4 features, but gets 3",
    "torch.native_group_norm(f(3, 2), None, None, 1, 2, 1, 1, 1e-5)": "(3, 2) has not 1 x 2 x 1 numbers",
    # maps made larger
    "F.pad(f(2, 3, 4, 4), (1, 1), mode='reflect')": "takes 2 or 3 dimensions, but gets 4",
    "F.pad(f(2, 3, 4), (4, 1), mode='reflect')": "reflect padding of 4 on a size of 4",
    "F.pad(f(2, 3, 4), (1, 1, 1))": "`pad` needs two numbers for each axis, got 3",
    "F.pad(f(2, 3, 4), (1, 1), 'mirror')": "`mode` must be one of constant, reflect, replicate, circular",
    "F.pad(f(2, 3, 4), (1, 1), 'reflect', 2.0)": "`value` 2.0 is for constant padding, not for 'reflect'",
    "F.interpolate(f(2, 3, 4), scale_factor=2, mode='bilinear')": "takes 4 dimensions, but gets 3",
    "F.interpolate(i(2, 3, 4, 4), (8, 8))": "takes floating-point numbers, but gets int64",
    "F.interpolate(f(2, 3, 4, 4), (8, 8), 2)": "both of size and scale_factor are given",
    "F.interpolate(f(2, 3, 4, 4))": "neither of size and scale_factor are given",
    "F.interpolate(f(2, 3, 4, 4), (8, 8), align_corners=True)": "`align_corners` has no meaning for 'nearest'",
    "F.pixel_shuffle(f(1, 4, 2, 2), -2)": "a factor is at least 1",
    # weights handed over
    "F.conv2d(f(1, 3, 8, 8), f(4, 3, 3, 3), f(5))": "`bias` must be of shape (4,), got (5,)",
    "F.conv2d(f(1, 3, 8, 8), d(4, 3, 3, 3))": "has weights of float64, but gets float32",
    "F.conv2d(f(1, 3, 8, 8), i(4, 3, 3, 3))": "`weight` is of int64, the input of float32",
    "F.conv2d(f(1, 3, 8, 8), f(4, 3, 3, 3), padding='same', stride=2)": "`padding` 'same' needs `stride` 1",
    "F.conv_transpose1d(f(1, 3, 8), f(3, 4, 3), f(4, 1))": "`bias` must be of shape (4,), got (4, 1)",
    "F.linear(f(2, 3), f(4, 3), f(5))": "`bias` of shape (5,) does not fit 4 features",
    "F.bilinear(f(2, 3), f(2, 4), f(5, 3, 4), f(6))": "`bias` must be of shape (5,), got (6,)",
    "F.embedding(i(2, 3), f(10, 4, 1))": "takes a weight of 2 dimensions, but gets 3",
    "F.embedding_bag(i(2, 3), i(10, 4))": "`weight` must be floating, got int64",
    "F.embedding_bag(i(2, 3), f(10, 4), mode='max', per_sample_weights=f(2, 3))": "for the mode 'sum'",
    "F.embedding_bag(i(2, 3), f(10, 4), mode='sum', per_sample_weights=f(2))": "must be of shape (2, 3)",
    "F.prelu(f(3), f(3))": "gets 1 feature, but is made for 3",
    "F.prelu(f(2, 3), f(3, 1))": "takes a weight of 0 or 1 dimensions, but gets 2",
    # numbers
    "F.one_hot(f(3), 4)": "`one_hot` takes class numbers as int64, but gets float32",
    "F.gelu(f(3), approximate='fast')": "`approximate` must be 'none' or 'tanh', got 'fast'",
    "F.gelu(i(3))": "takes floating-point numbers, but gets int64",
    "F.glu(i(4))": "takes floating-point numbers, but gets int64",
    "F.softshrink(f(3), -1)": "`lambd` must be 0 or more, got -1",
    "F.hardtanh(f(3), 1, -1)": "`min_val` 1 is above `max_val` -1",
    "F.rrelu(f(3), lower=0.5)": "`lower` 0.5 is above `upper`",
    "F.normalize(i(2, 3))": "takes floating-point numbers, but gets int64",
    "F.unfold(i(1, 1, 4, 4), 2)": "takes floating-point numbers, but gets int64",
    "F.fold(i(1, 4, 9), (4, 4), 2)": "takes floating-point numbers, but gets int64",
    "F.pdist(f(3))": "takes 2 dimensions, but gets 1",
    # places in images
    "F.grid_sample(f(2, 3, 4, 4), f(1, 4, 4, 2))": "`grid` has 1 examples, the image 2",
    "F.grid_sample(f(2, 3, 4, 4), f(2, 4, 4, 3))": "`grid` must end in 2 coordinates",
    "F.grid_sample(f(2, 3, 4, 4), d(2, 4, 4, 2))": "takes tensors of one type, but gets float32 and float64",
    "F.grid_sample(f(2, 3, 4, 4), f(2, 4, 4, 2), mode='linear')": "`mode` must be 'bilinear'",
    "F.grid_sample(f(2, 3, 4, 4), f(2, 4, 4, 2), padding_mode='wrap')": "`padding_mode` must be 'zeros'",
    "F.grid_sample(f(2, 3, 4, 4, 4), f(2, 4, 4, 4, 3), mode='bicubic')": "is for images, not for volumes",
    "F.affine_grid(f(2, 3, 4), (2, 3, 4, 4))": "`theta` must be of shape (2, 2, 3), got (2, 3, 4)",
    # losses
    "F.mse_loss(f(3), f(3), reduction='avg')": "`reduction` must be 'none', 'mean' or 'sum', got 'avg'",
    "F.huber_loss(f(3), f(3), delta=0)": "`delta` must be above 0, got 0",
    "F.smooth_l1_loss(f(3), f(3), beta=-1)": "`beta` must be 0 or more, got -1",
    "F.cross_entropy(f(3, 5), i(3), f(4))": "`weight` must be of shape (5,), one for each class, got (4,)",
    "F.cross_entropy(f(3, 5), i(3), label_smoothing=2.0)": "a share lies between 0 and 1: 2.0",
    "F.nll_loss(f(3, 5), i(3), f(5, 1))": "`weight` must be of shape (5,), one for each class, got (5, 1)",
    "F.binary_cross_entropy(f(3, 4), f(3, 4), f(3))": "`weight` (3,) does not stretch to (3, 4)",
    "F.binary_cross_entropy_with_logits(f(3, 4), f(3, 4), pos_weight=f(3))": "`pos_weight` (3,) does not",
    "F.margin_ranking_loss(f(3), f(3), f(3, 1))": "must have as many dimensions as each other, got 1, 1, 2",
    "F.margin_ranking_loss(f(3), f(4), f(3))": "cannot combine (3,) and (4,)",
    "F.triplet_margin_loss(f(3, 4), f(3, 5), f(3, 4))": "cannot combine (3, 4) and (3, 5)",
    "F.triplet_margin_loss(f(3, 4), f(3, 4), f(3, 4), margin=0)": "`margin` must be above 0, got 0",
    "F.triplet_margin_with_distance_loss(f(3, 4), f(3, 4), f(4))": "got 2, 2, 1",
    "F.cosine_embedding_loss(f(3, 4), f(3, 4), f(()))": "both inputs must be (features,)",
    "F.cosine_embedding_loss(f(3, 4), f(3, 4), f(3, 1))": "`target` must have one number a pair",
    "F.hinge_embedding_loss(f(3), f(4))": "cannot combine (3,) and (4,)",
    "F.soft_margin_loss(f(3), f(2, 3))": "`target` (2, 3) does not stretch to (3,)",
    "F.multi_margin_loss(f(3, 4), i(4))": "`target` must be of shape (3,), got (4,)",
    "F.multi_margin_loss(f(3, 4), f(3))": "`target` takes class numbers as int64, got float32",
    "F.multi_margin_loss(f(3, 4), i(3), p=3)": "`p` must be 1 or 2, got 3",
    "F.multilabel_margin_loss(f(3, 4), i(4))": "`target` must be of shape (3, 4), got (4,)",
    "F.gaussian_nll_loss(f(3, 4), f(3, 4), f(4))": "`var` must be of shape (3, 4) or end in 1, got (4,)",
    "F.kl_div(f(3), i(3))": "a divergence is of floating-point numbers, not of int64",
    "F.ctc_loss(f(50, 16, 20), i(15, 30), i(16), i(16))": "a batch of 16, but there are 15 rows of targets",
    "F.ctc_loss(f(50, 16, 20), i(16, 30), i(15), i(16))": "a batch of 16, but there are 15 lengths",
}

# The shape and the type of what comes back.
TAKEN = {
    "F.adaptive_avg_pool2d(b(0, 2, 4, 4), 2)": "(0, 2, 2, 2), bool",
    "F.adaptive_avg_pool2d(f(1, 2, 4, 4), (None, 2))": "(1, 2, 4, 2), float32",
    "F.max_unpool2d(f(1, 2, 2, 2), i(1, 2, 2, 2), 2, output_size=(1, 2, 5, 4))": "(1, 2, 5, 4), float32",
    "F.batch_norm(f(2, 4), f(4), f(4), f(2, 2))": "(2, 4), float32",
    "F.batch_norm(f(2, 4), None, None, training=True)": "(2, 4), float32",
    "F.instance_norm(f(2, 4, 5))": "(2, 4, 5), float32",
    "torch.native_layer_norm(f(2, 3, 4), (3, 4), None, None, 1e-5)[1]": "(2, 1, 1), float32",
    "torch.native_group_norm(f(2, 6, 3), None, None, 2, 6, 3, 3, 1e-5)[2]": "(2, 3), float32",
    "F.pad(f(2, 3, 4), (3, 1), mode='reflect')": "(2, 3, 8), float32",
    "F.pad(f(2, 3), (1, 1, 1, 1))": "(4, 5), float32",
    "F.interpolate(torch.zeros((1, 3, 4, 4), dtype=torch.uint8), (8, 8))": "(1, 3, 8, 8), uint8",
    "F.interpolate(f(1, 3, 4, 1), scale_factor=0.5, mode='area')": "(1, 3, 2, 0), float32",
    "F.conv2d(i(1, 3, 8, 8), i(4, 3, 3, 3))": "(1, 4, 6, 6), int64",
    "F.linear(i(2, 3), i(4, 3))": "(2, 4), int64",
    "F.linear(f(2, 3), f(4, 3), f(1))": "(2, 4), float32",
    "F.embedding_bag(f(10, 4), i(2, 3))": "(2, 4), float32",
    "F.embedding_bag(i(6), f(10, 4), i(3), include_last_offset=True)": "(2, 4), float32",
    "F.softmin(f(2, 3), 1, dtype=torch.float64)": "(2, 3), float64",
    "F.cosine_similarity(f(2, 3), d(2, 3))": "(2,), float64",
    "F.pairwise_distance(i(2, 3), i(2, 3))": "(2,), float32",
    "torch.grid_sampler_2d(f(2, 3, 5, 20), f(2, 13, 10, 2), 0, 1, False)": "(2, 3, 13, 10), float32",
    "F.margin_ranking_loss(f(3, 2), f(1, 2), f(3, 1), reduction='none')": "(3, 2), float32",
    "F.triplet_margin_loss(f(3, 4), f(1, 4), f(3, 1), reduction='none')": "(3,), float32",
    "F.cosine_embedding_loss(f(3, 4), f(3, 4), f(1), reduction='none')": "(3,), float32",
    "F.hinge_embedding_loss(i(3), i(3), reduction='none')": "(3,), int64",
    "F.soft_margin_loss(f(3), d(3), reduction='none')": "(3,), float32",
    "F.multilabel_soft_margin_loss(f(3, 4), i(4), reduction='none')": "(3,), float32",
    "F.multi_margin_loss(f(4), i(1), reduction='none')": "(1,), float32",
    "F.multilabel_margin_loss(f(4), i(4), reduction='none')": "(), float32",
    "F.gaussian_nll_loss(f(3, 4), f(3, 4), f(3), reduction='none')": "(3, 4), float32",
    "F.gaussian_nll_loss(f(3, 4), f(3, 4), 1.0, reduction='none')": "(3, 4), float32",
    "F.ctc_loss(f(50, 16, 20), i(16, 30), i(16), i(16), reduction='none')": "(16,), float32",
    "F.mse_loss(f(3), f(3), reduction='elementwise_mean')": "(), float32",
    "torch.linalg.det(A=f(2, 3, 3))": "(2,), float32",
    "torch.linalg.matrix_power(input=f(3, 3), n=2)": "(3, 3), float32",
    "torch.special.chebyshev_polynomial_t(x=f(3), n=i(3))": "(3,), float32",
}


def told(call: str) -> list[str]:
    findings = footgun.check_source(f"{HEAD}y = {call}\n").findings
    return [finding.message for finding in findings if finding.severity.value == "error"]


@pytest.mark.parametrize("call", REFUSED)
def test_refused(call):
    messages = told(call)
    assert len(messages) == 1, messages
    assert REFUSED[call] in messages[0]


@pytest.mark.parametrize("call", TAKEN)
def test_taken(call):
    assert told(call) == []
    made = value_of(f"{HEAD}y = {call}\n", "y")
    assert f"{show(made.shape)}, {made.dtype}" == TAKEN[call]


@pytest.mark.parametrize(
    "call",
    [
        "F.conv2d(x, w, torch.rand(4))",
        "F.layer_norm(x, x.shape[1:], w, w)",
        "F.grid_sample(x, w)",
        "F.triplet_margin_loss(x, w, torch.rand(3, 4))",
        "F.cross_entropy(x, w, torch.rand(5))",
        "F.max_unpool2d(x, w, 2, output_size=size)",
        "F.group_norm(x, size)",
        "F.pad(x, size, mode='reflect')",
    ],
)
def test_nothing_is_said_of_what_is_not_known(call):
    source = f"{HEAD}def use(x, w, size):\n    return {call}\n"
    assert [f for f in footgun.check_source(source).findings if f.severity.value == "error"] == []
