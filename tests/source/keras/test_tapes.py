"""Training loops of TensorFlow: what a `tf.GradientTape` records, and what is done with its gradients."""

from __future__ import annotations

import pytest

import footgun
from footgun.network import Program
from footgun.source import analyse
from footgun.source.read import read

HEADER = """
import numpy as np
import tensorflow as tf
from tensorflow import keras
from tensorflow.keras import layers

x, y = np.random.rand(64, 8).astype("float32"), np.random.randint(0, 3, 64)
model = keras.Sequential([keras.Input((8,)), layers.Dense(16, activation="relu"), layers.Dense(3)])
criterion = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
optimizer = keras.optimizers.Adam()
"""
LOOP = """
for epoch in range(10):
    with tf.GradientTape() as tape:
        loss = criterion(y, model(x, training=True))
    gradients = tape.gradient(loss, model.trainable_variables)
    optimizer.apply_gradients(zip(gradients, model.trainable_variables))
"""


def program(text: str) -> Program:
    return analyse(read("train.py", (HEADER + text).encode()))


def codes(text: str) -> list[str]:
    found = footgun.check_source(HEADER + text).findings
    # The model of the header may stay unused.
    return sorted({f.code for f in found if f.severity.value != "info"} - {"LOP016"})


def test_a_loop_is_a_trace() -> None:
    events = program(LOOP).events
    assert [e.kind for e in events] == ["forward", "loss", "gradient", "apply"]
    forward, loss, gradient, apply = events
    assert forward.mode == "train"
    assert forward.tapes == loss.tapes == gradient.tapes != ()
    assert gradient.subject is not None
    assert gradient.tapes[0].holds(gradient.subject.made_by)
    assert len(gradient.given) == 4
    assert all(of is to for of, to in apply.given)
    assert len(apply.given) == 4


@pytest.mark.parametrize(
    ("call", "mode"),
    [("model(x)", "unsaid"), ("model(x, training=False)", "eval"), ("model(x, training=flag())", "")],
)
def test_each_call_tells_its_mode(call: str, mode: str) -> None:
    forward = next(e for e in program(f"from other import flag\n{call}\n").events if e.kind == "forward")
    assert forward.mode == mode
    assert not forward.tapes


def test_what_a_pass_of_another_tape_has_recorded_is_recorded_anew() -> None:
    """Equal shapes give equal outputs, but those of a pass outside of the tape have no gradient in it."""
    assert codes("before = model(x, training=True)\n" + LOOP) == []
    assert codes(
        "before = model(x, training=True)\n" + LOOP.replace("model(x, training=True)", "before")
    ) == ["LOP008"]


@pytest.mark.parametrize(
    ("loss", "code"),
    [
        ("criterion(y, model(x, training=True).numpy())", "LOP008"),
        ("tf.reduce_mean(tf.cast(tf.argmax(model(x, training=True), axis=1), tf.float32))", "LOP008"),
        ("criterion(y, tf.stop_gradient(model(x, training=True)))", "LOP008"),
    ],
)
def test_cut(loss: str, code: str) -> None:
    assert code in codes(LOOP.replace("criterion(y, model(x, training=True))", loss))


def test_a_tape_that_pauses_records_nothing() -> None:
    paused = LOOP.replace(
        "        loss = criterion(y, model(x, training=True))",
        "        with tape.stop_recording():\n            out = model(x, training=True)\n"
        "        loss = criterion(y, out)",
    )
    assert codes(paused) == ["LOP008"]


@pytest.mark.parametrize("apply", ["apply_gradients(zip(model.trainable_variables, gradients))",
                                   "apply(model.trainable_variables, gradients)"])  # fmt: skip
def test_weights_in_the_place_of_gradients(apply: str) -> None:
    text = LOOP.replace("apply_gradients(zip(gradients, model.trainable_variables))", apply)
    assert codes(text) == ["SHP018"]


@pytest.mark.parametrize(
    "given",
    [
        "apply(gradients, model.trainable_variables)",
        "apply_gradients(zip([tf.clip_by_norm(g, 1.0) for g in gradients], model.trainable_variables))",
        "apply_gradients(zip(tf.clip_by_global_norm(gradients, 1.0)[0], model.trainable_variables))",
        "apply_gradients([(g, v) for g, v in zip(gradients, model.trainable_variables)])",
    ],
)
def test_gradients_in_other_ways(given: str) -> None:
    text = LOOP.replace("apply_gradients(zip(gradients, model.trainable_variables))", given)
    assert codes(text) == []
    assert [of is to for of, to in program(text).events[-1].given] == [True] * 4


def test_gradients_in_one_of_two_branches_are_asked_for_once() -> None:
    assert (
        codes(
            """
from other import flag
for epoch in range(10):
    with tf.GradientTape() as tape:
        loss = criterion(y, model(x, training=True))
    if flag():
        gradients = tape.gradient(loss, model.trainable_variables)
    else:
        gradients = tape.gradient(loss, model.trainable_weights)
    optimizer.apply_gradients(zip(gradients, model.trainable_variables))
"""
        )
        == []
    )


def test_gradients_of_gradients() -> None:
    """A penalty on how the output changes with the input: the inner gradient is recorded by the outer tape."""
    assert (
        codes(
            """
for epoch in range(10):
    with tf.GradientTape() as tape:
        mixed = tf.convert_to_tensor(x)
        with tf.GradientTape() as inner:
            inner.watch(mixed)
            score = model(mixed, training=True)
        slope = inner.gradient(score, mixed)
        loss = tf.reduce_mean((tf.sqrt(tf.reduce_sum(slope ** 2, axis=1) + 1e-12) - 1.0) ** 2)
    gradients = tape.gradient(loss, model.trainable_variables)
    optimizer.apply_gradients(zip(gradients, model.trainable_variables))
"""
        )
        == []
    )


def test_steps_that_are_gradients_themselves() -> None:
    """Learning to learn: the loss after a step depends on the weights before it."""
    assert (
        codes(
            """
for epoch in range(10):
    with tf.GradientTape() as outer:
        with tf.GradientTape() as inner:
            first = criterion(y, model(x, training=True))
        slopes = inner.gradient(first, model.trainable_variables)
        a, b, c, d = [w - 0.01 * g for w, g in zip(model.trainable_variables, slopes)]
        loss = criterion(y, tf.matmul(tf.nn.relu(tf.matmul(x, a) + b), c) + d)
    gradients = outer.gradient(loss, model.trainable_variables)
    optimizer.apply_gradients(zip(gradients, model.trainable_variables))
"""
        )
        == []
    )


STEP = """
class Net(keras.Model):
    def __init__(self):
        super().__init__()
        self.hidden = layers.Dense(16, activation="relu")
        self.drop = layers.Dropout(0.5)
        self.out = layers.Dense(3)

    def call(self, x, training=False):
        return self.out(self.drop(self.hidden(x), training=training))

    def train_step(self, data):
        x, y = data
        with tf.GradientTape() as tape:
            loss = self.compute_loss(y=y, y_pred=self(x, training=True))
        gradients = tape.gradient(loss, self.trainable_variables)
        self.optimizer.apply_gradients(zip(gradients, self.trainable_variables))
        return {"loss": loss}

net = Net()
net.compile("adam", criterion, metrics=["accuracy"])
net.fit(x, y, epochs=5, validation_split=0.2)
"""


def test_steps_of_a_model_that_fit_calls() -> None:
    assert codes(STEP) == []
    assert codes(STEP.replace("self(x, training=True)", "self(x)")) == ["LOP005"]
    acts = STEP.replace("self(x, training=True)", "self(x)").replace("training=False", "training=True")
    assert codes(acts) == []


@pytest.mark.parametrize(
    ("unit", "loss", "code"),
    [
        ("layers.Dense(3)", "softmax_cross_entropy_with_logits(tf.one_hot(y, 3), out)", ""),
        ("layers.Dense(3, 'softmax')", "softmax_cross_entropy_with_logits(tf.one_hot(y, 3), out)", "OUT001"),
        ("layers.Dense(3, 'softmax')", "sparse_softmax_cross_entropy_with_logits(y, out)", "OUT001"),
        ("layers.Dense(3, 'sigmoid')", "sigmoid_cross_entropy_with_logits(tf.one_hot(y, 3), out)", "OUT003"),
    ],
)
def test_losses_of_tensorflow(unit: str, loss: str, code: str) -> None:
    text = f"""
net = keras.Sequential([keras.Input((8,)), layers.Dense(16, activation="relu"), {unit}])
for epoch in range(10):
    with tf.GradientTape() as tape:
        out = net(x, training=True)
        loss = tf.reduce_mean(tf.nn.{loss})
    gradients = tape.gradient(loss, net.trainable_variables)
    optimizer.apply_gradients(zip(gradients, net.trainable_variables))
"""
    assert codes(text) == ([code] if code else [])


def test_the_losses_of_each_example_keep_their_axes() -> None:
    text = """
images = tf.zeros((4, 8, 8, 1))
loss = tf.reduce_sum(keras.losses.binary_crossentropy(images, images), axis=(1, 2))
"""
    assert codes(text) == []


def test_labels_for_all_examples() -> None:
    """TensorFlow repeats them along the batch."""
    assert codes("tf.nn.softmax_cross_entropy_with_logits(tf.one_hot([1], 3), model(x))") == []


def test_a_loss_by_hand_in_a_tape() -> None:
    sound = """
net = keras.Sequential([keras.Input((8,)), layers.Dense(16, "relu"), layers.Dense(3, "softmax")])
for epoch in range(10):
    with tf.GradientTape() as tape:
        chances = net(x, training=True)
        loss = -tf.reduce_mean(tf.reduce_sum(tf.one_hot(y, 3) * tf.math.log(chances + 1e-7), axis=1))
    gradients = tape.gradient(loss, net.trainable_variables)
    optimizer.apply_gradients(zip(gradients, net.trainable_variables))
"""
    assert codes(sound) == []
    assert codes(sound.replace("= -tf", "= tf")) == ["OUT015"]


def test_a_step_that_applies_nothing() -> None:
    text = STEP.replace(
        "        self.optimizer.apply_gradients(zip(gradients, self.trainable_variables))\n", ""
    )
    assert codes(text) == ["LOP002"]


@pytest.mark.parametrize(
    ("before", "expected"),
    [("", ["OPT002"]), ("optimizer.build(model.trainable_variables + other.trainable_variables)\n", [])],
)
def test_one_optimizer_of_two_networks(before: str, expected: list[str]) -> None:
    made = "other = keras.Sequential([keras.Input((8,)), layers.Dense(3)])\n"
    body = """
    with tf.GradientTape() as tape:
        loss = criterion(y, other(x, training=True))
    gradients = tape.gradient(loss, other.trainable_variables)
    optimizer.apply_gradients(zip(gradients, other.trainable_variables))
"""
    assert codes(made + before + LOOP.rstrip() + body) == expected


@pytest.mark.parametrize(("kind", "expected"), [("", ["LOP015"]), ("persistent=True", [])])
def test_a_tape_that_a_loop_asks_again(kind: str, expected: list[str]) -> None:
    text = f"""
with tf.GradientTape({kind}) as tape:
    loss = criterion(y, model(x, training=True))
for layer in [model.layers[0], model.layers[1]]:
    for weight, gradient in zip(layer.trainable_variables, tape.gradient(loss, layer.trainable_variables)):
        weight.assign_sub(0.1 * gradient)
"""
    assert codes(text) == expected


def test_an_optimizer_of_a_model_that_states_no_input() -> None:
    made = STEP.partition("    def train_step")[0] + "\nnet = Net()\n"
    loop = LOOP.replace("model", "net").partition("    optimizer.apply")[0]
    assert codes(made + loop) == ["LOP002"]


def test_wrong_weights_are_told_once() -> None:
    text = LOOP.replace("(loss, model.", "(loss, other.")
    assert codes("other = keras.Sequential([keras.Input((8,)), layers.Dense(3)])\n" + text) == ["OPT002"]
    made = HEADER + "other = keras.Sequential([keras.Input((8,)), layers.Dense(3)])\n" + text
    assert [f.code for f in footgun.check_source(made).findings].count("OPT002") == 1
