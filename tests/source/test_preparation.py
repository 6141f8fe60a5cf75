"""What is done to data before training: ranges of pixels, what transformers learn from, random orders."""

from __future__ import annotations

import pytest
from tests.source.interpret.running import machine, run
from tests.source.keras.reading import program

HEAD = """
import numpy as np
from sklearn.datasets import load_iris
from sklearn.decomposition import PCA
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler
x, y = load_iris(return_X_y=True)
scaler = StandardScaler()
"""
FOLDER = "images = keras.preprocessing.image.ImageDataGenerator({}).flow_from_directory('d')\n"
FIT = (
    "model = keras.Sequential([layers.Conv2D(8, 3), layers.Flatten(), layers.Dense(2)])\nmodel.fit(images)\n"
)


@pytest.mark.parametrize(
    ("step", "ends"),
    [
        ("x / 255", (0, 1)),
        ("255 - x.astype(float)", (0, 255)),
        ("x.astype('float32') / 127.5 - 1", (-1, 1)),
        ("x.astype('float32') * -1", (-255, 0)),
        ("x + 300", None),  # bytes go round
        ("x / unknown", None),
    ],
)
def test_arithmetic_moves_the_range_of_pixels(step, ends):
    text = f"import keras\nunknown = input()\n(x, y), _ = keras.datasets.mnist.load_data()\nx = {step}\n"
    assert machine(text).globals["x"].facts.get("range") == ends


@pytest.mark.parametrize(
    ("settings", "ends"),
    [
        ("", (0, 255)),
        ("rescale=1 / 255", (0, 1)),
        ("featurewise_center=True", None),
        ("preprocessing_function=keras.applications.mobilenet_v2.preprocess_input", (-1, 1)),
        ("preprocessing_function=lambda image: image / 5, rescale=0.1", (0, 5.1)),
        ("preprocessing_function=unknown", None),
    ],
)
def test_a_generator_of_keras_scales_its_images(settings, ends):
    (fit,) = program(f"unknown = input()\n{FOLDER.format(settings)}{FIT}").fits
    assert fit.batch.facts.get("range") == pytest.approx(ends)


@pytest.mark.parametrize(
    ("text", "own", "beyond"),
    [
        ("z = scaler.fit_transform(x)", True, False),
        ("z = scaler.fit(x).transform(x)", True, False),
        ("a, b = train_test_split(x)\nscaler.fit(a)\nz = scaler.transform(b)", False, False),
        ("a, b = train_test_split(x)\nscaler.fit(x)\nz = scaler.transform(b)", False, True),
        ("scaler.fit(x)\nz = scaler.transform(x[100:])", False, True),
        (
            "table = input()\na, b = train_test_split(table)\nscaler.fit(table)\nz = scaler.transform(a)",
            False,
            True,
        ),
    ],
)
def test_whether_a_transformer_has_learned_from_what_it_changes(text, own, beyond):
    (found,) = run(HEAD + text + "\n").scalings
    assert (found.own, found.beyond) == (own, beyond)


def test_components_take_the_place_of_columns():
    assert machine(f"{HEAD}z = PCA(n_components=2).fit_transform(x)\n").globals["z"].shape == (150, 2)


def test_the_same_unknown_end_cuts_at_the_same_place():
    found = machine("import numpy as np\nn = input()\nx = np.zeros(9)\na, b, c = x[:n], x[:n], x[:input()]\n")
    a, b, c = (found.globals[name].shape for name in "abc")
    assert a == b != c


PICTURES = """
import cv2, os
import numpy as np
from PIL import Image
from keras.utils import img_to_array, load_img
kept = []
for name in os.listdir("photos"):
    picture = {}
    kept.append(picture)
x = {}
"""


@pytest.mark.parametrize(
    ("picture", "array", "shape", "ends"),
    [
        ("cv2.resize(cv2.imread(name), (32, 24))", "np.array(kept)", (24, 32, 3), (0, 255)),
        ("cv2.resize(cv2.imread(name, 0), (32, 24))", "np.array(kept)", (24, 32), (0, 255)),
        ("[cv2.resize(cv2.imread(name, 0), (32, 24))]", "np.array(kept)", (1, 24, 32), (0, 255)),
        ("cv2.resize(cv2.imread(name), (32, 24)) / 255", "np.array(kept)", (24, 32, 3), (0, 1)),
        (
            "np.array(Image.open(name).convert('RGB').resize((32, 24)))",
            "np.stack(kept)",
            (24, 32, 3),
            (0, 255),
        ),
        ("img_to_array(load_img(name, target_size=(24, 32)))", "np.array(kept)", (24, 32, 3), (0, 255)),
        (
            "np.array(load_img(name, color_mode='grayscale').resize((32, 24)))",
            "np.array(kept)",
            (24, 32),
            (0, 255),
        ),
        ("img_to_array(np.zeros((24, 32)), 'channels_first')", "np.array(kept)", (1, 24, 32), None),
        (
            "cv2.cvtColor(cv2.resize(cv2.imread(name), (32, 24)), cv2.COLOR_BGR2HSV)",
            "np.array(kept)",
            (24, 32, 3),
            (0, 255),
        ),
        (
            "cv2.cvtColor(cv2.resize(cv2.imread(name), (32, 24)) / 255, cv2.COLOR_BGR2HSV)",
            "np.array(kept)",
            (24, 32, 3),
            None,
        ),
        ("cv2.normalize(cv2.imread(name), None, 0, 1, cv2.NORM_MINMAX)", "np.array(kept)", None, None),
    ],
)
def test_pictures_of_a_folder_become_an_array(picture, array, shape, ends):
    x = machine(PICTURES.format(picture, array)).globals["x"]
    assert getattr(x, "shape", None) is None if shape is None else x.shape[1:] == shape
    assert getattr(x, "facts", {}).get("range") == ends
