"""Data sets, labels and generators: arrays of known shape."""

from __future__ import annotations

import pytest
from tests.source.keras.reading import network, program, shown

FIT = "model = keras.Sequential([layers.Flatten(), layers.Dense(10, activation='softmax')])\n"


def fitted(text: str) -> dict[str, object]:
    (use,) = program(f"{FIT}{text}\nmodel.fit(x, y)\n").fits
    return use.arguments


@pytest.mark.parametrize(
    ("name", "x", "y", "dtype"),
    [
        ("mnist", (60000, 28, 28), (60000,), "uint8"),
        ("fashion_mnist", (60000, 28, 28), (60000,), "uint8"),
        ("cifar10", (50000, 32, 32, 3), (50000, 1), "uint8"),
        ("cifar100", (50000, 32, 32, 3), (50000, 1), "uint8"),
        ("boston_housing", (404, 13), (404,), "float64"),
        ("imdb", (25000,), (25000,), None),
        ("reuters", (8982,), (8982,), None),
    ],
)
def test_data_sets(name: str, x: object, y: object, dtype: str | None) -> None:
    given = fitted(f"(x, y), test = keras.datasets.{name}.load_data()")
    assert (shown(given["x"]), shown(given["y"])) == (x, y)
    assert given["x"].dtype == dtype
    assert given["x"].facts["array"]


def test_arrays_keep_their_shape_on_the_way() -> None:
    given = fitted(
        "(x, y), test = keras.datasets.mnist.load_data()\n"
        "x = x.reshape(-1, 784).astype('float32') / 255\ny = keras.utils.to_categorical(y, 10)"
    )
    assert shown(given["x"]) == (60000, 784)
    assert shown(given["y"]) == (60000, 10)
    assert given["y"].facts["labels"] == "one-hot"


@pytest.mark.parametrize(
    ("labels", "shape"),
    [
        ("np.zeros((9,))", (9, 10)),
        ("np.zeros((9, 1))", (9, 10)),
        ("np.zeros((9, 4))", (9, 4, 10)),
        ("[1, 2]", (2, 10)),
    ],
)
def test_one_hot_labels(labels: str, shape: tuple[int, ...]) -> None:
    given = fitted(f"x = np.zeros((9, 3))\ny = keras.utils.np_utils.to_categorical({labels}, 10)")
    assert shown(given["y"]) == shape


def test_class_numbers_stay_class_numbers() -> None:
    given = fitted("(x, y), test = keras.datasets.cifar10.load_data()\ny = y.reshape(-1)")
    assert given["y"].facts["labels"] == "index"


def test_padded_sequences() -> None:
    given = fitted(
        "from keras.preprocessing import sequence\n"
        "(x, y), test = keras.datasets.imdb.load_data(num_words=1000)\n"
        "x = sequence.pad_sequences(x, maxlen=80)"
    )
    assert shown(given["x"]) == (25000, 80)


@pytest.mark.parametrize(
    ("mode", "labels", "form"),
    [("categorical", (None, None), "one-hot"), ("binary", (None,), "index"), ("sparse", (None,), "index")],
)
def test_images_from_a_folder(mode: str, labels: tuple[object, ...], form: str) -> None:
    text = f"""{FIT}
from keras.preprocessing.image import ImageDataGenerator
images = ImageDataGenerator(rescale=1 / 255).flow_from_directory(
    "data", target_size=(60, 50), color_mode="grayscale", class_mode="{mode}")
model.compile("adam", "mse")
model.fit_generator(images, steps_per_epoch=10, nb_epoch=2)
"""
    found = program(text)
    (use,) = found.fits
    assert shown(found.networks[0].inputs[0]) == (None, 60, 50, 1)
    assert shown(use.arguments["y"]) == labels
    assert use.arguments["y"].facts["labels"] == form
    assert use.arguments["epochs"] == 2


def test_tensors_are_worked_on_as_in_python() -> None:
    found = network(
        """
        x = keras.Input((6, 8))
        a, b = x[:, :3], x[:, 3:]
        y = (a + b) * 2
        n, t, f = y.shape
        y = ops.reshape(y, (-1, t * f))
        y = ops.concatenate([y, ops.mean(x, axis=1)], axis=-1)
        y = ops.expand_dims(ops.softmax(y), 1)
        model = keras.Model(x, ops.squeeze(y, 1))
        """
    )
    assert shown(found.output) == (None, 32)


@pytest.mark.parametrize(
    ("call", "shape"),
    [
        ("tf.concat([x, x], axis=-1)", (None, 6, 16)),
        ("tf.reduce_sum(x, axis=1, keepdims=True)", (None, 1, 8)),
        ("tf.transpose(x, perm=[0, 2, 1])", (None, 8, 6)),
        ("tf.matmul(x, x, transpose_b=True)", (None, 6, 6)),
        ("tf.nn.relu(x)", (None, 6, 8)),
        ("K.batch_flatten(x)", (None, 48)),
        ("K.sum(x, axis=[1, 2])", (None,)),
        ("K.expand_dims(x)", (None, 6, 8, 1)),
        ("tf.tile(x, [1, 2, 1])", (None, 12, 8)),
        ("tf.cast(tf.argmax(x, axis=2), tf.float32)", (None, 6)),
        ("tf.pad(x, [[0, 0], [1, 1], [0, 0]])", (None, 8, 8)),
        ("tf.stack([x, x])", (2, None, 6, 8)),
    ],
)
def test_functions_of_tensorflow_and_of_the_backend(call: str, shape: tuple[object, ...]) -> None:
    header = (
        "import tensorflow as tf\nfrom tensorflow import keras\nfrom tensorflow.keras import backend as K\n"
    )
    found = network(f"x = keras.Input((6, 8))\nmodel = keras.Model(x, {call})\n", header)
    assert shown(found.output) == shape


def test_what_is_not_followed_is_said_so() -> None:
    found = program(
        "x = keras.Input((6, 8))\ny = ops.ctc_decode(x, [6])\nmodel = keras.Model(x, layers.Dense(2)(y))\n"
    )
    assert [gap.reason for gap in found.not_checked] == ["`keras.ops.ctc_decode`"]


def test_streams_of_tensors() -> None:
    header = "import numpy as np\nimport tensorflow as tf\nfrom tensorflow import keras\nfrom tensorflow.keras import layers\n"
    found = program(
        """
        x, y = np.zeros((90, 12)), keras.utils.to_categorical(np.zeros(90), 4)
        data = tf.data.Dataset.from_tensor_slices((x, y)).shuffle(90)
        data = data.map(lambda a, b: (tf.reshape(a, (3, 4)), b)).batch(16).prefetch(1)
        model = keras.Sequential([layers.Flatten(), layers.Dense(4, activation="softmax")])
        model.compile("adam", "categorical_crossentropy")
        model.fit(data)
        """,
        header,
    )
    assert shown(found.networks[0].inputs[0]) == (None, 3, 4)
    assert shown(found.fits[0].arguments["y"]) == (None, 4)
    assert found.fits[0].arguments["y"].facts["labels"] == "one-hot"
