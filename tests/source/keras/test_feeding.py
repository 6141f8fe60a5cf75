"""What models are fed: labels held against outputs, inputs against what a model states, batches of any origin."""

from __future__ import annotations

import pytest
from tests.source.keras.reading import HEADER, messages, program, shown

from footgun.engine import check_source

MODEL = "model = keras.Sequential([keras.Input((6,)), layers.Dense({})])\nmodel.compile('adam', '{}')\n"


def codes(text: str) -> list[str]:
    """The errors of a program."""
    return [f.code for f in check_source(HEADER + text).findings if f.severity.value == "error"]


@pytest.mark.parametrize(
    ("units", "loss", "labels", "found"),
    [
        (4, "mse", (9, 4), []),
        (1, "mse", (9,), []),
        (1, "mse", (9, 1), []),
        (4, "mse", (9, 1), ["SHP009"]),
        (1, "mae", (9, 4), ["SHP009"]),
        (4, "mse", (9,), ["SHP009"]),
        (4, "mse", (9, 3), ["SHP006"]),
        (4, "kl_divergence", (9, 1), ["SHP009"]),
    ],
)
def test_numbers_to_predict(units: int, loss: str, labels: tuple[int, ...], found: list[str]) -> None:
    assert codes(f"{MODEL.format(units, loss)}model.fit(np.zeros((9, 6)), np.zeros({labels}))\n") == found


def test_maps_against_vectors() -> None:
    """Without a `Flatten` the output keeps the axes of the map."""
    text = (
        "model = keras.Sequential([keras.Input((8, 8, 3)), layers.Conv2D(4, 3, activation='relu'), {}"
        "layers.Dense(5, activation='softmax')])\nmodel.compile('adam', 'categorical_crossentropy')\n"
        "model.fit(np.zeros((20, 8, 8, 3)), keras.utils.to_categorical(np.zeros(20), 5))\n"
    )
    assert codes(text.format("")) == ["SHP006"]
    assert codes(text.format("layers.Flatten(), ")) == []


PARTS = {
    "a generator": (
        "def batches(x, y):\n    while True:\n        for i in range(0, len(x), 4):\n"
        "            yield x[i : i + 4], y[i : i + 4]\n"
        "model.fit(batches(np.zeros((16, 6)), np.zeros((16, 3))), steps_per_epoch=4)\n"
    ),
    "a data set of one's own": (
        "class Data(keras.utils.Sequence):\n"
        "    def __init__(self, x, y):\n        self.x, self.y = x, y\n"
        "    def __len__(self):\n        return 4\n"
        "    def __getitem__(self, i):\n        return self.x[4 * i : 4 * i + 4], self.y[4 * i : 4 * i + 4]\n"
        "model.fit(Data(np.zeros((16, 6)), np.zeros((16, 3))))\n"
    ),
    "parts of a table": (
        "from sklearn.model_selection import train_test_split\n"
        "from sklearn.preprocessing import StandardScaler\n"
        "x, held, y, answers = train_test_split(np.zeros((50, 6)), np.zeros((50, 3)), test_size=0.2)\n"
        "model.fit(StandardScaler().fit_transform(x), y)\n"
    ),
}


@pytest.mark.parametrize("name", PARTS)
def test_batches_of_any_origin(name: str) -> None:
    """A model that states no input gets that of its data; its labels are compared."""
    free = "model = keras.Sequential([layers.Dense(3)])\nmodel.compile('adam', 'mse')\n"
    (network,) = program(free + PARTS[name]).networks
    assert [shown(v) for v in network.inputs] == [(None, 6)]
    assert codes(free + PARTS[name]) == []
    assert codes(free.replace("Dense(3)", "Dense(5)") + PARTS[name]) == ["SHP006"]


def test_split_arrays_know_their_length() -> None:
    text = "from sklearn.model_selection import train_test_split\nx, held = train_test_split(np.zeros((50, 6)))\n"
    (use,) = program(f"{text}{MODEL.format(1, 'mse')}model.fit(x, np.zeros(37))\n").fits
    assert use.arguments["x"].shape == (37, 6)


def test_digits_of_tensorflow_1() -> None:
    text = (
        "from tensorflow.examples.tutorials.mnist import input_data\n"
        "data = input_data.read_data_sets('data', one_hot={})\nx, y = data.train.next_batch(32)\n"
        "model = keras.Sequential([keras.Input((28, 28, 1)), layers.Flatten(), layers.Dense(10)])\n"
        "model.compile('adam', 'mse')\nmodel.fit({}, y)\n"
    )
    assert codes(text.format(True, "x.reshape(-1, 28, 28, 1)")) == []
    assert codes(text.format(True, "x")) == ["SHP004"]
    assert codes(text.format(False, "x.reshape(-1, 28, 28, 1)")) == ["SHP009"]


@pytest.mark.parametrize(
    ("start", "given", "refused"),
    [
        ("(4, 4, 8)", "(8, 8, 8)", True),
        ("(None, None, 8)", "(8, 8, 8)", False),
        ("(4, 4, 8)", "(4, 4, 8)", False),
    ],
)
def test_a_model_used_as_a_layer_takes_the_shape_it_states(start: str, given: str, refused: bool) -> None:
    found = program(
        f"a = keras.Input({start}, name='start')\ninner = keras.Model(a, layers.Conv2D(3, 1)(a))\n"
        f"b = keras.Input({given})\nouter = keras.Model(b, inner(b))\n"
    )
    assert [node.label for node in found.nodes if node.faults] == ["inner"] * refused


def test_a_sequence_used_as_a_layer_takes_the_features_it_states() -> None:
    text = "head = keras.Sequential([keras.Input((10,)), layers.Dense(3)])\nx = keras.Input(({},))\nhead(x)\n"
    assert codes(text.format(12)) == ["SHP002"]
    assert codes(text.format(10)) == []


def test_a_model_that_an_object_holds_is_a_network_of_its_own() -> None:
    (network,) = program(
        "class Trainer:\n    def __init__(self):\n        self.model = keras.Sequential()\n"
        "        self.model.add(keras.Input((4,)))\n        self.model.add(layers.Dense(2))\n"
        "Trainer()\n"
    ).networks
    assert [shown(v) for v in network.outputs] == [(None, 2)]


def test_vectors_made_elsewhere_fit_the_table() -> None:
    text = "layers.Embedding(50, 8, weights=[np.zeros({})])\n"
    assert messages(program(text.format((50, 8)))) == []
    (message,) = messages(program(text.format((60, 8))))
    assert "(50, 8)" in message
    assert "(60, 8)" in message


def test_an_augmentation_may_state_the_input() -> None:
    (network,) = program(
        "model = keras.Sequential([layers.RandomFlip('horizontal', input_shape=(32, 32, 3)), "
        "layers.RandomRotation(0.1), layers.Conv2D(4, 3)])\n"
    ).networks
    assert shown(network.output) == (None, 30, 30, 4)
    (message,) = messages(program("layers.RandomFlip(made='horizontal')\n"))
    assert "`made`" in message


def test_arrays_under_a_key_that_is_not_known_share_their_shape() -> None:
    found = program(
        "codes = {'a': np.array([0, 1]), 'b': np.array([1, 0])}\n"
        "y = np.asarray([codes[word].reshape(1, 2) for word in words()])\n"
        f"{MODEL.format(2, 'mse')}model.fit(np.zeros((9, 6)), y)\n"
    )
    assert shown(found.fits[0].arguments["y"]) == (None, 1, 2)


def test_names_of_the_inner_modules_are_not_judged() -> None:
    assert codes("from keras.src import layers as own\nown.BaseConv\n") == []
    assert codes("layers.BaseConv\n") == ["API004"]


OLD = (
    "from keras.layers.core import Dense\nfrom keras.layers.convolutional import Convolution2D\n"
    "model = keras.Sequential()\n"
    "model.add(Convolution2D(8, 3, 3, border_mode='same', dim_ordering='th', input_shape=(3, 16, 16), activation='relu'))\n"
    "model.add(layers.Flatten())\nmodel.add(Dense(output_dim=4, init='uniform'))\n"
    "model.compile('sgd', 'mse')\nmodel.fit(np.zeros((5, 3, 16, 16)), np.zeros((5, 4)), nb_epoch=2)\n"
)


def test_one_hot_labels_of_each_step_for_one_answer() -> None:
    """Their encoding is what the loss takes; it is their shape that does not fit."""
    text = (
        "x, y = np.zeros((9, 12, 6)), np.eye(4)[np.random.randint(0, 4, (9, 12))]\n"
        "model = keras.Sequential([keras.Input((12, 6)), {} layers.Dense(4, activation='softmax')])\n"
        "model.compile('adam', 'categorical_crossentropy')\nmodel.fit(x, y)\n"
    )
    assert codes(text.format("")) == []
    assert codes(text.format("layers.Flatten(),")) == ["SHP006"]
    assert codes(text.format("").replace("'cat", "'sparse_cat")) == ["OUT010"]


def test_a_program_of_an_old_release_is_told_once_and_followed_as_it_was_meant() -> None:
    assert codes(OLD) == ["API002"]
    (network,) = program(OLD).networks
    assert shown(network.output) == (None, 4)
    assert shown(network.nodes[0].output) == (None, 8, 16, 16)
    assert codes(OLD.replace("(5, 4)", "(5, 6)")) == ["API002", "SHP006"]


SEQUENCE = (
    "model = keras.Sequential([keras.Input((20, 3)), {}layers.Dense(1)])\nmodel.compile('adam', 'mse')\n"
    "model.fit(np.zeros((32, 30, {})), np.zeros((32, 1)))\n"
)


def test_a_sequential_model_compares_no_lengths() -> None:
    """Only its layers say whether other sizes run: Keras compares the shapes of functional models alone."""
    assert codes(SEQUENCE.format("layers.LSTM(8), ", 3)) == []
    assert (
        codes(SEQUENCE.format("layers.Conv1D(4, 3, activation='relu'), layers.GlobalMaxPooling1D(), ", 3))
        == []
    )
    same = "model = keras.Sequential([keras.Input((20, 3)), layers.LSTM(3, return_sequences=True)])\n"
    fit = "model.compile('adam', 'mse')\nmodel.fit(np.zeros((32, 30, 3)), np.zeros((32, 30, 3)))\n"
    assert codes(same + fit) == []
    maps = "model = keras.Sequential([keras.Input((4, 9, 9, 1)), layers.ConvLSTM2D(2, 3)])\n"
    assert codes(maps + "model.predict(np.zeros((2, 5, 9, 9, 1)))\n") == []
    assert codes(maps + "model.predict(np.zeros((2, 4, 8, 9, 1)))\n") == ["SHP018"]
    assert codes(SEQUENCE.format("layers.Flatten(), ", 3)) == ["SHP018"]
    assert codes(SEQUENCE.format("layers.LSTM(8), ", 4)) == ["SHP018"]


TWO = (
    "a, b = keras.Input((4,)), keras.Input((6,))\n"
    "model = keras.Model([a, b], layers.Dense(1)(layers.Concatenate()([a, b])))\nmodel.compile('adam', 'mse')\n"
    "model.fit({}, np.zeros({}))\n"
)


def test_as_many_examples_of_each_input() -> None:
    arrays = "[np.zeros((9, 4)), np.zeros(({}, 6))]"
    assert codes(TWO.format(arrays.format(9), 9)) == []
    assert codes(TWO.format(arrays.format(8), 9)) == ["SHP018"]
    assert codes(TWO.format(arrays.format(9), 8)) == ["SHP018"]
