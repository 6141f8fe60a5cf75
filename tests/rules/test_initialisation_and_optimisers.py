"""First weights and learning rates, on networks built by hand."""

from __future__ import annotations

import pytest
from tests.rules.build import Builder, at, found, only, sequential

from footgun.network import Initializer, OptimizerUse
from footgun.ops.activation import Activation
from footgun.ops.convolution import Conv
from footgun.ops.elementwise import Binary
from footgun.ops.linear import Linear
from footgun.ops.normalisation import BatchNorm
from footgun.ops.pooling import Pool
from footgun.rules.initialisation.constant_init import constant_init
from footgun.rules.initialisation.init_for_activation import init_for_activation
from footgun.rules.optimisers.learning_rate import learning_rate
from footgun.rules.optimisers.plain_sgd import plain_sgd

RELU, TANH = Activation("relu"), Activation("tanh")


def start(program, line, kind, name="weight", **more):
    """Let the layer made on a line start as the user says."""
    (layer,) = {id(x): x for x in program.layers if x.made.line == line}.values()
    (parameter,) = (p for p in layer.parameters if p.name == name)
    parameter.initializer = Initializer(kind, explicit=True, span=at(line), **more)
    return program


def dense(end=RELU, width=64):
    """Linear on line 1, its activation on 2, Linear on 3."""
    return sequential(
        "torch",
        (8, 20),
        [(Linear(20, width), "Linear", 1), (end, "end", 2), (Linear(width, 10), "Linear", 3)],
    )


@pytest.mark.parametrize("kind", ["zeros", "ones", "constant"])
def test_a_hidden_layer_must_not_start_constant(kind):
    assert found(constant_init, start(dense(), 1, kind)) == [(1, "error")]


def test_zeros_before_relu_never_move():
    program = start(start(dense(), 1, "zeros"), 1, "zeros", "bias")
    assert "the gradient is 0 and stays 0" in only(constant_init, program).message
    assert "64 units compute the same feature" in only(constant_init, start(dense(TANH), 1, "zeros")).message


def test_constants_that_are_meant():
    assert found(constant_init, start(dense(), 3, "zeros")) == []  # the output layer
    assert found(constant_init, start(dense(), 1, "zeros", "bias")) == []
    assert found(constant_init, start(dense(width=1), 1, "ones")) == []  # a single unit has no twin
    assert found(constant_init, start(dense(), 1, "he_normal")) == []
    frozen = start(dense(), 1, "ones")
    frozen.layers[0].parameters[0].requires_grad = False
    assert found(constant_init, frozen) == []


def test_the_last_layer_of_a_residual_branch_may_start_at_zero():
    b = Builder()
    x = b.input(8, 20)
    branch = b.chain(x, [(Linear(20, 64), "Linear", 2), (RELU, "ReLU", 3), (Linear(64, 20), "Linear", 4)])
    y = b.apply(Binary("add"), x, branch, line=5)
    y = b.apply(Linear(20, 10), y, line=6, label="Linear")
    assert found(constant_init, start(b.finish(y), 4, "zeros")) == []
    assert found(constant_init, start(b.finish(y), 2, "zeros")) == [(2, "error")]


def test_depthwise_kernels_may_start_equal():
    depthwise = Conv(2, 8, 8, (3, 3), (1, 1), ((1, 1), (1, 1)), (1, 1), groups=8)
    full = depthwise.replace(groups=1)
    for op, expected in ((depthwise, []), (full, [(1, "error")])):
        layers = [(op, "Conv2d", 1), (RELU, "ReLU", 2), (full, "Conv2d", 3)]
        program = sequential("torch", (2, 8, 6, 6), layers)
        assert found(constant_init, start(program, 1, "ones")) == expected


def test_one_choice_for_many_layers_is_told_once():
    program = start(dense(), 1, "zeros")
    more = dense().networks[0]
    more.nodes[0].layer.parameters[0].initializer = Initializer("zeros", explicit=True, span=at(1))
    program.networks.append(more)
    assert found(constant_init, program) == [(1, "error")]


@pytest.mark.parametrize(
    ("kind", "end", "scale", "expected"),
    [
        ("glorot_uniform", RELU, None, [(1, "info")]),
        ("glorot_normal", Activation("leaky_relu"), None, [(1, "info")]),
        ("glorot_uniform", RELU, 1.414, []),  # with its gain it is He's
        ("glorot_uniform", TANH, None, []),
        ("he_normal", RELU, None, []),
        ("he_normal", TANH, None, [(1, "info")]),
        ("he_uniform", Activation("sigmoid"), None, [(1, "info")]),
        ("normal", RELU, None, []),
    ],
)
def test_initialiser_and_activation(kind, end, scale, expected):
    assert found(init_for_activation, start(dense(end), 1, kind, scale=scale)) == expected


def test_defaults_are_no_choice():
    program = dense()
    program.layers[0].parameters[0].initializer = Initializer("glorot_uniform")
    assert found(init_for_activation, program) == []


def conv(*after):
    same = ((1, 1), (1, 1))
    layers = [(Conv(2, 3, 8, (3, 3), (1, 1), same, (1, 1)), "Conv2D", 1), *after]
    return start(sequential("keras", (2, 3, 8, 8), layers), 1, "glorot_uniform")


def test_the_activation_counts_through_pooling_not_through_a_norm():
    pool = Pool("max", 2, (2, 2), (2, 2), ((0, 0), (0, 0)), (1, 1))
    assert found(init_for_activation, conv((pool, "MaxPool2D", 2), (RELU, "relu", 3))) == [(1, "info")]
    assert (
        found(init_for_activation, conv((BatchNorm(8, 2), "BatchNormalization", 2), (RELU, "relu", 3))) == []
    )


def trained(layers, kind="adam", **settings):
    ops = [(op, "layer", i) for i in range(layers) for op in (Linear(20, 20), RELU)]
    program = sequential("torch", (8, 20), ops)
    use = OptimizerUse(kind, kind.capitalize(), at(30), settings)
    use.network = program.networks[0]
    program.optimizers.append(use)
    return program


@pytest.mark.parametrize(
    ("layers", "kind", "lr", "expected"),
    [
        (6, "adam", 0.01, [(30, "warning")]),
        (6, "adam", 0.001, []),
        (6, "adam", 1.0, [(30, "error")]),
        (2, "adam", 0.01, []),
        (2, "adam", 1.0, [(30, "error")]),
        (1, "adam", 1.0, []),  # one layer is convex
        (6, "sgd", 0.1, []),
        (6, "sgd", 2.0, [(30, "warning")]),
        (6, "sgd", 50.0, [(30, "error")]),
        (6, "rmsprop", 0.01, []),
        (6, "adadelta", 1.0, []),  # its default
        (6, "adam", 1e-9, [(30, "warning")]),
        (6, "adam", 0, []),  # a schedule of one's own sets it
        (6, "adam", -0.1, [(30, "error")]),
        (6, "adam", None, []),
        (6, "no_such_kind", 100.0, []),
    ],
)
def test_learning_rate(layers, kind, lr, expected):
    assert found(learning_rate, trained(layers, kind, lr=lr)) == expected


def test_learning_rate_says_how_far_off_it_is():
    finding = only(learning_rate, trained(6, lr=0.01))
    assert "0.01, 10 times the usual 0.001" in finding.message


def test_pixels_may_take_any_rate():
    program = trained(6, lr=1.0)
    program.optimizers[0].network = None  # it holds no network: an image is optimised
    assert found(learning_rate, program) == []


def test_plain_sgd():
    assert found(plain_sgd, trained(6, "sgd", lr=0.1)) == [(30, "info")]
    assert found(plain_sgd, trained(6, "sgd", momentum=0)) == [(30, "info")]
    assert found(plain_sgd, trained(6, "sgd", momentum=0.9)) == []
    assert found(plain_sgd, trained(6, "sgd", momentum=object())) == []
    assert found(plain_sgd, trained(1, "sgd")) == []
    assert found(plain_sgd, trained(6, "adam")) == []


def test_the_network_is_known_by_the_parameters():
    program = trained(6, lr=1.0)
    use = program.optimizers[0]
    use.network, use.parameters = None, [p for layer in program.layers for p in layer.parameters]
    assert found(learning_rate, program) == [(30, "error")]
    use.parameters = program.layers[2].parameters  # the rest is frozen: one layer is convex
    assert found(learning_rate, program) == []
