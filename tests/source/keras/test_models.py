"""Models: built in a list, by adding, from inputs to outputs, as classes; used as layers of others."""

from __future__ import annotations

import pytest
from tests.source.keras.reading import messages, network, program, shapes, shown


def named(found: object, name: str) -> object:
    return next(n for n in found.networks if n.name == name)  # type: ignore[attr-defined]


def test_sequential_by_adding_and_taking_away() -> None:
    found = network(
        """
        model = keras.Sequential()
        model.add(keras.Input((6,)))
        for width in (5, 4):
            model.add(layers.Dense(width))
        model.pop()
        model.add(layers.Dense(3))
        """
    )
    assert shapes(found) == [("Dense", (None, 5)), ("Dense", (None, 3))]
    assert [layer.path for layer in found.layers()] == ["dense", "dense_2"]
    assert found.nodes[0].turn == "1st pass, width=5"


def test_a_model_made_by_a_function() -> None:
    found = network(
        """
        def build(classes, shape=(8, 8, 1)):
            x = inputs = keras.Input(shape)
            x = layers.Conv2D(4, 3)(x)
            if classes > 2:
                x = layers.Flatten()(x)
            return keras.Model(inputs, layers.Dense(classes)(x))
        net = build(3)
        """
    )
    assert shown(found.output) == (None, 3)
    assert found.name == "net"


def test_a_model_used_as_a_layer_runs_again_on_the_new_input() -> None:
    found = program(
        """
        a = keras.Input((None, None, 3))
        features = keras.Model(a, layers.Conv2D(4, 3, strides=2)(a))
        b = keras.Input((9, 11, 3))
        model = keras.Model(b, features(b))
        """
    )
    assert shown(named(found, "model").output) == (None, 4, 5, 4)
    first, second = (n.nodes[0] for n in found.networks)
    assert first.layer is second.layer


def test_shared_weights_count_once() -> None:
    found = program(
        """
        base = keras.Sequential([layers.Dense(4)])
        a, b = keras.Input((3,)), keras.Input((3,))
        model = keras.Model([a, b], layers.concatenate([base(a), base(b)]))
        """
    )
    whole = named(found, "model")
    assert shown(whole.output) == (None, 8)
    assert whole.parameter_count() == 3 * 4 + 4
    assert len(whole.nodes) == 3


def test_an_output_that_needs_another_input_is_refused() -> None:
    found = program("a = keras.Input((3,)); b = keras.Input((3,))\nkeras.Model(a, layers.add([a, b]))\n")
    (message,) = messages(found)
    assert "needs `b`" in message


def test_ends_of_a_sequential_model() -> None:
    found = program(
        """
        base = keras.Sequential([keras.Input((8, 8, 3)), layers.Conv2D(4, 3, name="maps"), layers.Flatten()])
        features = keras.Model(base.input, base.get_layer("maps").output)
        top = layers.Dense(base.output_shape[1] // 12)(base.output)
        model = keras.Model(base.inputs, top)
        last = keras.Model(base.inputs, base.layers[-1].output)
        """
    )
    assert shown(named(found, "features").output) == (None, 6, 6, 4)
    assert shown(named(found, "model").output) == (None, 12)
    assert shown(named(found, "last").output) == (None, 144)


def test_frozen_layers() -> None:
    found = program(
        """
        base = keras.Sequential([keras.Input((3,)), layers.Dense(4), layers.Dense(5)])
        for layer in base.layers[:1]:
            layer.trainable = False
        model = keras.Sequential([base, layers.Dense(2)])
        """
    )
    assert [p.requires_grad for p in named(found, "base").parameters()] == [False, False, True, True]


def test_a_model_as_a_class() -> None:
    found = network(
        """
        class Net(keras.Model):
            def __init__(self, width):
                super().__init__()
                self.stack = keras.Sequential([layers.Dense(width, activation="relu"), layers.Dense(2)])
            def call(self, inputs, training=None):
                return self.stack(inputs)
        net = Net(6)
        net.build((None, 4))
        """
    )
    assert shapes(found) == [("Dense", (None, 6)), ("relu", (None, 6)), ("Dense", (None, 2))]


def test_a_layer_as_a_class_is_no_network_of_its_own() -> None:
    found = network(
        """
        class Scale(layers.Layer):
            def build(self, input_shape):
                self.w = self.add_weight(name="w", shape=(input_shape[-1],), initializer="ones")
                self.frozen = self.add_weight(shape=(), trainable=False)
            def call(self, x):
                return x * self.w
        class Wide(layers.Dense):
            def __init__(self, units):
                super().__init__(units * 2, activation="relu")
        x = keras.Input((5,))
        model = keras.Model(x, Wide(3)(Scale()(x)))
        """
    )
    assert shapes(found) == [("*", (None, 5)), ("Dense", (None, 6)), ("relu", (None, 6))]
    assert found.parameter_count() == 5 + 5 * 6 + 6


def test_a_functional_model_as_a_class() -> None:
    found = network(
        """
        class Net(keras.Model):
            def __init__(self):
                x = keras.Input((4,))
                super().__init__(inputs=x, outputs=layers.Dense(3)(x))
        net = Net()
        net.compile("adam", "mse")
        """
    )
    assert shown(found.output) == (None, 3)


def test_a_function_that_is_not_followed_leaves_a_gap() -> None:
    found = network(
        """
        from helpers import strange
        x = keras.Input((4,))
        model = keras.Model(x, layers.Lambda(strange, output_shape=(7,))(x))
        """
    )
    assert shown(found.output) == (None, 7)
    assert not found.complete


def test_a_fault_of_a_part_is_told_once() -> None:
    found = program(
        """
        part = keras.Sequential([keras.Input((4, 4, 1)), layers.Conv2D(2, 5)])
        x = keras.Input((4, 4, 1))
        inner = keras.Model(x, layers.MaxPooling2D(6)(x))
        y = keras.Input((4, 4, 1))
        model = keras.Model(y, inner(y))
        """
    )
    assert len([node for node in found.nodes if node.faults and node.label == "MaxPooling2D"]) == 1


def test_published_networks_give_maps_of_known_size() -> None:
    found = program(
        """
        base = keras.applications.VGG16(include_top=False, input_shape=(150, 150, 3))
        x = layers.Flatten()(base.output)
        model = keras.Model(base.input, layers.Dense(2)(x))
        """
    )
    assert shapes(named(found, "model"))[-2:] == [("Flatten", (None, 8192)), ("Dense", (None, 2))]


@pytest.mark.parametrize(
    "method", ["train_step(self, data): return {}", "call(self, x): return self.generator(x)"]
)
def test_a_model_that_states_its_input_is_followed_though_an_object_has_it(method: str) -> None:
    found = program(
        f"""
        generator = keras.Sequential([keras.Input((32,)), layers.Dense(64), layers.Conv2D(8, 3)])
        class GAN(keras.Model):
            def __init__(self, generator):
                super().__init__()
                self.generator = generator
            def {method}
        gan = GAN(generator)
        """
    )
    assert [fault.kind for node in found.nodes for fault in node.faults] == ["rank"]
