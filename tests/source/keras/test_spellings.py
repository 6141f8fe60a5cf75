"""Old spellings mean what today's mean, without a word; old module paths are the same names."""

from __future__ import annotations

import pytest
from tests.source.keras.reading import layer, messages, network, program, shapes, shown

from footgun.source.names import canonical

KERAS_1 = "import keras\nfrom keras.layers import *\nfrom keras.models import Sequential, Model\n"
PAIRS = [
    (
        "Dense(output_dim=4, init='uniform', bias=False)",
        "Dense(4, kernel_initializer='uniform', use_bias=False)",
    ),
    ("Dense(4, W_regularizer='l2', b_constraint=None)", "Dense(4)"),
    ("Dropout(p=0.4)", "Dropout(0.4)"),
    ("GaussianNoise(sigma=0.1)", "GaussianNoise(0.1)"),
    ("BatchNormalization(mode=0, gamma_init='one')", "BatchNormalization()"),
]
MAPS = [
    ("Convolution2D(8, 3, 5, border_mode='same', subsample=(2, 1))", "Conv2D(8, (3, 5), (2, 1), 'same')"),
    ("Convolution2D(nb_filter=8, nb_row=3, nb_col=5)", "Conv2D(8, (3, 5))"),
    ("Convolution2D(8, 3, 3, init='he_normal', activation='relu')", "Conv2D(8, 3, activation='relu')"),
    ("Conv2D(8, 3, 3, dim_ordering='tf')", "Conv2D(8, (3, 3))"),
    ("AtrousConvolution2D(8, 3, 3, atrous_rate=(2, 2))", "Conv2D(8, 3, dilation_rate=2)"),
    ("MaxPooling2D((2, 2), border_mode='same')", "MaxPooling2D(2, padding='same')"),
    ("AveragePooling2D()", "AveragePooling2D(2)"),
    (
        "Deconvolution2D(4, 3, 3, output_shape=(None, 14, 14, 4), subsample=(2, 2))",
        "Conv2DTranspose(4, 3, 2)",
    ),
]
SEQUENCES = [
    ("Convolution1D(nb_filter=8, filter_length=3, subsample_length=2)", "Conv1D(8, 3, strides=2)"),
    ("MaxPooling1D(pool_length=3, stride=2)", "MaxPooling1D(3, 2)"),
    ("LSTM(output_dim=6, inner_init='orthogonal', dropout_W=0.2, dropout_U=0.2)", "LSTM(6)"),
    ("CuDNNGRU(6, return_sequences=True)", "GRU(6, return_sequences=True)"),
    ("UpSampling1D(length=3)", "UpSampling1D(3)"),
]


@pytest.mark.parametrize(
    ("old", "new", "shape"),
    [
        *((*pair, "(5,)") for pair in PAIRS),
        *((*pair, "(12, 12, 3)") for pair in MAPS),
        *((*pair, "(12, 3)") for pair in SEQUENCES),
    ],
)
def test_old_arguments(old: str, new: str, shape: str) -> None:
    first, second = layer(old, shape, KERAS_1), layer(new, shape)
    assert [size for _, size in shapes(first)] == [size for _, size in shapes(second)]
    assert first.parameter_count() == second.parameter_count()
    assert not messages(program(f"{old}\n", KERAS_1))


def test_tensorflow_never_knew_kernels_by_rows_and_columns() -> None:
    """There the third number is the stride, under both names."""
    header = "from tensorflow import keras\nfrom tensorflow.keras.layers import *\n"
    assert shown(layer("Convolution2D(8, 3, 3)", "(12, 12, 3)", header).output) == (None, 4, 4, 8)


@pytest.mark.parametrize(
    ("stated", "shape"),
    [
        ("Dense(4, input_dim=20)", (None, 20)),
        ("Dense(4, input_shape=(20,))", (None, 20)),
        ("Dense(4, batch_input_shape=(8, 20))", (8, 20)),
        ("LSTM(4, input_dim=3, input_length=9)", (None, 9, 3)),
        ("LSTM(4, input_shape=(None, 3))", (None, None, 3)),
        ("Embedding(50, 4, input_length=9)", (None, 9)),
        ("TimeDistributed(Dense(4), input_shape=(9, 3))", (None, 9, 3)),
        ("InputLayer([20])", (None, 20)),
        ("InputLayer(input_shape=(20,))", (None, 20)),
    ],
)
def test_the_input_that_a_first_layer_states(stated: str, shape: tuple[object, ...]) -> None:
    found = network(f"model = Sequential()\nmodel.add({stated})\nmodel.add(Dropout(0.5))\n", KERAS_1)
    assert shown(found.inputs[0]) == shape
    assert found.inputs[0].origin == "Input"


def test_merged_branches() -> None:
    found = network(
        """
        left = Sequential([Dense(4, input_dim=3)])
        right = Sequential([Dense(5, input_dim=2)])
        model = Sequential()
        model.add(Merge([left, right], mode='concat'))
        model.add(Dense(1))
        """,
        KERAS_1,
    )
    assert [shown(v) for v in found.inputs] == [(None, 3), (None, 2)]
    assert shapes(found)[-2:] == [("Merge", (None, 9)), ("Dense", (None, 1))]


def test_merge_as_a_function() -> None:
    found = network(
        """
        a = Input(shape=(4, 4, 2)); b = Input(shape=(4, 4, 3))
        x = merge([a, b], mode='concat', concat_axis=3)
        x = merge([x, Convolution2D(5, 1, 1)(x)], mode='sum')
        model = Model(input=[a, b], output=x)
        """,
        KERAS_1,
    )
    assert shown(found.output) == (None, 4, 4, 5)


@pytest.mark.parametrize(
    ("name", "today"),
    [
        ("tensorflow.keras.layers.Dense", "keras.layers.Dense"),
        ("keras.layers.core.Dense", "keras.layers.Dense"),
        ("tensorflow.python.keras.layers.convolutional.Conv2D", "keras.layers.Conv2D"),
        ("keras.src.layers.convolutional.conv2d.Conv2D", "keras.layers.Conv2D"),
        ("keras.layers.experimental.preprocessing.Rescaling", "keras.layers.Rescaling"),
        ("keras.layers.merge.concatenate", "keras.layers.concatenate"),
        ("keras.layers.merge", "keras.layers.merge"),
        ("keras.engine.topology.Layer", "keras.layers.Layer"),
        ("keras.engine.Input", "keras.Input"),
        ("keras.layers.Input", "keras.Input"),
        ("keras.engine.training.Model", "keras.Model"),
        ("keras.models.Model.fit", "keras.Model.fit"),
        ("keras.utils.np_utils.to_categorical", "keras.utils.to_categorical"),
        ("keras.optimizers.legacy.Adam", "keras.optimizers.Adam"),
        ("keras.optimizers.schedules.CosineDecay", "keras.optimizers.schedules.CosineDecay"),
        ("tensorflow.optimizers.SGD", "keras.optimizers.SGD"),
        ("keras.objectives.mse", "keras.losses.mse"),
        ("keras.applications.vgg16.VGG16", "keras.applications.VGG16"),
        ("keras.applications.vgg16.preprocess_input", "keras.applications.vgg16.preprocess_input"),
        ("tensorflow.compat.v1.nn.relu", "tensorflow.nn.relu"),
        ("torch.nn.modules.conv.Conv2d", "torch.nn.Conv2d"),
    ],
)
def test_names_are_made_canonical(name: str, today: str) -> None:
    assert canonical(name) == today
