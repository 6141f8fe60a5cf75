"""Small Keras scripts that are right as they are: nothing above a hint, and none of the hints they look like."""

from __future__ import annotations

import pytest

from footgun import check_source
from footgun.findings import Severity

HEAD = "import keras\nimport numpy as np\nfrom keras import layers\n"
SCRIPTS = {
    "a line learned by plain SGD": """
x = np.linspace(-1, 1, 50).reshape(-1, 1)
model = keras.Sequential([keras.Input((1,)), layers.Dense(1)])
model.compile(keras.optimizers.SGD(learning_rate=0.1), "mse", metrics=["mae"])
model.fit(x, 3 * x + 2, epochs=100)
""",
    "exclusive or": """
x = np.array([[0, 0], [0, 1], [1, 0], [1, 1]])
y = np.array([[0], [1], [1], [0]])
model = keras.Sequential([keras.Input((2,)), layers.Dense(8, activation="tanh"), layers.Dense(1, activation="sigmoid")])
model.compile(keras.optimizers.Adam(learning_rate=0.01), "binary_crossentropy", metrics=["accuracy"])
model.fit(x, y, epochs=2000, verbose=0)
""",
    "a curve on scaled targets": """
x = np.arange(-100, 100, 0.5).reshape(-1, 1)
y = x**3
model = keras.Sequential([keras.Input((1,)), layers.Dense(50, activation="tanh"), layers.Dense(1)])
model.compile("adam", "mse", metrics=["mae"])
model.fit(x / 100, y / 1e6, epochs=500)
""",
    "large numbers behind a normalisation": """
x = np.arange(0, 5000, 5).reshape(-1, 1)
normal = layers.Normalization()
normal.adapt(x)
model = keras.Sequential([keras.Input((1,)), normal, layers.Dense(32, activation="sigmoid"), layers.Dense(1)])
model.compile("adam", "mse", metrics=["mae"])
model.fit(x, np.log(x + 1), epochs=100)
""",
    "a generator of digits": """
model = keras.Sequential([
    keras.Input((64,)),
    layers.Dense(128, activation="relu"),
    layers.Dense(256, activation="relu"),
    layers.Dense(784, activation="sigmoid"),
])
model.compile("adam", "mse", metrics=["mae"])
""",
    "a count of heads at an eighth of the size": """
image = keras.Input((256, 256, 3))
x = image
for filters in (64, 128, 256):
    x = layers.Conv2D(filters, 3, padding="same", activation="relu")(x)
    x = layers.MaxPooling2D()(x)
for filters in (256, 128, 64):
    x = layers.Conv2D(filters, 3, padding="same", dilation_rate=2, activation="relu")(x)
model = keras.Model(image, layers.Conv2D(1, 1)(x))
model.compile("adam", "mse", metrics=["mae"])
""",
    "epochs counted by hand": """
x = np.array([[0.1], [0.4], [0.9]])
model = keras.Sequential([keras.Input((1,)), layers.Dense(1)])
model.compile("sgd", "mse", metrics=["mae"])
for epoch in range(300):
    model.fit(x, 2 * x, epochs=1, verbose=0)
""",
    "published weights in three epochs": """
base = keras.applications.MobileNetV2(include_top=False, pooling="avg", input_shape=(96, 96, 3))
base.trainable = False
x = np.load("faces.npy")
model = keras.Sequential([keras.Input((96, 96, 3)), layers.Rescaling(1 / 127.5, offset=-1), base, layers.Dense(2, activation="softmax")])
model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(x, np.load("names.npy"), epochs=3)
""",
    "a mask judged by its overlap": """
def dice_loss(y_true, y_pred):
    common = keras.ops.sum(y_true * y_pred, axis=(1, 2, 3))
    return 1 - keras.ops.mean((2 * common + 1) / (keras.ops.sum(y_true, axis=(1, 2, 3)) + keras.ops.sum(y_pred, axis=(1, 2, 3)) + 1))

image = keras.Input((64, 64, 1))
x = layers.Conv2D(16, 3, padding="same", activation="relu")(image)
model = keras.Model(image, layers.Conv2D(1, 1, activation="sigmoid")(x))
model.compile("adam", dice_loss, metrics=["accuracy"])
""",
    "channels first throughout": """
model = keras.Sequential([
    keras.Input((3, 48, 48)),
    layers.Conv2D(16, 3, use_bias=False, data_format="channels_first"),
    layers.BatchNormalization(axis=1),
    layers.ReLU(),
    layers.GlobalAveragePooling2D(data_format="channels_first"),
    layers.Dense(10, activation="softmax"),
])
model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
""",
}
# Of these hints each has a script above that nearly deserves it.
QUIET = {"ARC009", "DAT002", "LOP012", "OPT001", "OPT010", "OUT003", "OUT004", "OUT009", "SHP004", "SHP010"}


@pytest.mark.parametrize("name", SCRIPTS)
def test_sound_scripts_are_left_in_peace(name):
    findings = check_source(HEAD + SCRIPTS[name], "script.py").findings
    assert [f.message for f in findings if f.severity != Severity.INFO or f.code in QUIET] == []
