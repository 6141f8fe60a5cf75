"""Layers: their output, the activation after them, how their weights start."""

from __future__ import annotations

import pytest
from tests.source.keras.reading import layer, messages, program, shapes, shown


@pytest.mark.parametrize(
    ("text", "shape", "wanted"),
    [
        ("Dense(7)", "(3, 5)", (None, 3, 7)),
        ("Conv2D(8, 3)", "(10, 12, 3)", (None, 8, 10, 8)),
        ("Conv2D(8, 3, data_format='channels_first')", "(3, 10, 12)", (None, 8, 8, 10)),
        ("Conv1D(4, 3, padding='causal', strides=2)", "(9, 2)", (None, 5, 4)),
        ("Conv2DTranspose(4, 3, strides=2, padding='same')", "(5, 6, 2)", (None, 10, 12, 4)),
        ("DepthwiseConv2D(3, depth_multiplier=2)", "(8, 8, 3)", (None, 6, 6, 6)),
        ("SeparableConv2D(5, (1, 3))", "(8, 8, 3)", (None, 8, 6, 5)),
        ("MaxPooling2D()", "(9, 9, 2)", (None, 4, 4, 2)),
        ("AveragePooling1D(3, padding='same')", "(10, 2)", (None, 4, 2)),
        ("GlobalMaxPooling2D(keepdims=True)", "(4, 5, 6)", (None, 1, 1, 6)),
        ("GlobalAveragePooling1D()", "(4, 5)", (None, 5)),
        ("Embedding(50, 6)", "(7,)", (None, 7, 6)),
        ("LSTM(4)", "(7, 3)", (None, 4)),
        ("GRU(4, return_sequences=True)", "(7, 3)", (None, 7, 4)),
        ("Bidirectional(SimpleRNN(4))", "(7, 3)", (None, 8)),
        ("Bidirectional(LSTM(4, return_sequences=True), merge_mode='ave')", "(7, 3)", (None, 7, 4)),
        ("TimeDistributed(Conv2D(4, 3))", "(5, 8, 8, 3)", (None, 5, 6, 6, 4)),
        ("RNN([LSTMCell(4), LSTMCell(6)])", "(7, 3)", (None, 6)),
        ("ConvLSTM2D(4, 3)", "(5, 8, 8, 3)", (None, 6, 6, 4)),
        ("Flatten()", "(4, 5, 6)", (None, 120)),
        ("Reshape((-1, 4))", "(6, 2)", (None, 3, 4)),
        ("Permute((2, 1))", "(6, 2)", (None, 2, 6)),
        ("RepeatVector(5)", "(6,)", (None, 5, 6)),
        ("ZeroPadding2D(((1, 0), (2, 3)))", "(4, 4, 1)", (None, 5, 9, 1)),
        ("Cropping2D(1)", "(4, 6, 1)", (None, 2, 4, 1)),
        ("UpSampling2D((2, 3))", "(4, 6, 1)", (None, 8, 18, 1)),
        ("Resizing(5, 7)", "(4, 6, 1)", (None, 5, 7, 1)),
        ("TextVectorization(output_sequence_length=9)", "(1,)", (None, 9)),
        ("Lambda(lambda x: x[:, 1:] * 2)", "(6, 2)", (None, 5, 2)),
    ],
)
def test_output_shape(text: str, shape: str, wanted: tuple[object, ...]) -> None:
    found = layer(text, shape)
    assert shown(found.output) == wanted
    assert not [node.faults for node in found.nodes if node.faults]
    assert found.complete


@pytest.mark.parametrize(
    ("text", "shape", "kind"),
    [
        ("Dense(3)", "()", "rank"),
        ("Conv2D(3, 3)", "(28, 28)", "rank"),
        ("LSTM(3)", "(28,)", "rank"),
        ("Conv2D(3, 5)", "(4, 9, 1)", "window"),
        ("Reshape((4, 4))", "(15,)", "elements"),
        ("TimeDistributed(Dense(3))", "(4,)", "rank"),
    ],
)
def test_what_keras_refuses_is_a_fault(text: str, shape: str, kind: str) -> None:
    assert [f.kind for node in layer(text, shape).nodes for f in node.faults][:1] == [kind]


@pytest.mark.parametrize(
    ("activation", "labels"),
    [
        ("'relu'", ["Dense", "relu"]),
        ("None", ["Dense"]),
        ("'linear'", ["Dense"]),
        ("keras.activations.tanh", ["Dense", "tanh"]),
        ("LeakyReLU(0.1)", ["Dense", "LeakyReLU"]),
        ("lambda x: ops.sigmoid(x) * x", ["Dense", "sigmoid", "*"]),
    ],
)
def test_an_activation_is_a_node_of_its_own(activation: str, labels: list[str]) -> None:
    found = layer(f"Dense(4, activation={activation})", "(3,)")
    assert [node.label for node in found.nodes] == labels
    assert len({node.span for node in found.nodes}) == 1 or "lambda" in activation


def test_an_unknown_activation_hides_that_there_is_none() -> None:
    found = layer(
        "Dense(4, activation=settings['act'])", "(3,)", "import json\nsettings = json.load(f)\n" + HEADER
    )
    assert [node.label for node in found.nodes] == ["Dense", "activation"]


HEADER = "import keras\nfrom keras.layers import *\n"


def test_initialisers_are_explicit_only_where_the_user_says_so() -> None:
    found = layer("Dense(4, kernel_initializer='he_normal')", "(3,)")
    starts = found.nodes[0].layer.initializers
    assert (starts["kernel"].kind, starts["kernel"].explicit) == ("he_normal", True)
    assert (starts["bias"].kind, starts["bias"].explicit) == ("zeros", False)
    found = layer("Dense(4, kernel_initializer=keras.initializers.Constant(0.5))", "(3,)")
    start = found.nodes[0].layer.parameters[0].initializer
    assert (start.kind, start.scale, start.explicit) == ("constant", 0.5, True)


@pytest.mark.parametrize(
    ("text", "role", "kind"),
    [
        ("Dense(4, activation='rleu')", "activation", None),
        ("Dense(4, activation='he_normal')", "activation", "initializer"),
        ("Dense(4, kernel_initializer='relu')", "initializer", "activation"),
    ],
)
def test_strings_that_name_nothing_or_something_else(text: str, role: str, kind: str | None) -> None:
    (found,) = program(f"model = keras.Sequential([keras.Input((3,)), {text}])").unknown_strings
    assert (found.role, found.is_kind) == (role, kind)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Dense(4, units=3)", "twice"),
        ("Dense()", "misses the argument `units`"),
        ("Conv2D(4, 3, stride=2)", "has no argument `stride`"),
        ("Dense(4, filters=3)", "has no argument `filters`"),
        ("Dropout(1.5)", "between 0 and 1"),
        ("Conv2D(4, 3, padding='Same ')", "`padding` must be"),
        ("keras.Input(784)", "must be a tuple, not an int"),
        ("Dense(4, input_shape=(5))", "must be a tuple, not an int"),
        ("Reshape(16)", "must be a tuple, not an int"),
    ],
)
def test_wrong_arguments_are_reported(text: str, words: str) -> None:
    (message,) = messages(program(f"{text}\n"))
    assert words in message


def test_states_come_after_the_sequence() -> None:
    found = program(
        """
        x = keras.Input((7, 3))
        y, h, c = LSTM(4, return_sequences=True, return_state=True)(x)
        z = LSTM(5)(y, initial_state=[h, c])
        model = keras.Model(x, [z, h])
        """
    )
    assert [shown(v) for v in found.networks[0].outputs] == [(None, 5), (None, 4)]


def test_both_directions_have_weights_of_their_own() -> None:
    found = layer("Bidirectional(LSTM(4))", "(7, 3)")
    assert found.parameter_count() == 2 * 4 * 4 * (3 + 4 + 1)
    assert shapes(found) == [("LSTM", (None, 4)), ("LSTM", (None, 4)), ("concat", (None, 8))]


def test_what_is_not_known_is_no_fault() -> None:
    found = program(
        """
        import config
        x = keras.Input((config.SIZE, 10, 3))
        y = Conv2D(config.FILTERS, 3, padding=config.PADDING, strides=config.get("stride"))(x)
        y = Dense(config.UNITS, activation=config.ACTIVATION, kernel_initializer=config.START)(Flatten()(y))
        model = keras.Model(x, Reshape(config.SHAPE)(y))
        """
    )
    assert not messages(found)
    assert not found.unknown_strings
    assert not [node for node in found.nodes if node.faults]
    assert found.networks[0].output.shape is None
