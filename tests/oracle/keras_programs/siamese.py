"""One network applied to two inputs, and the distance of its outputs."""

import keras
import numpy as np
from keras import layers, ops


def tower(shape):
    return keras.Sequential(
        [
            layers.Input(shape),
            layers.Conv2D(8, 3, activation="relu"),
            layers.MaxPooling2D(),
            layers.Flatten(),
            layers.Dense(10, activation="relu"),
        ]
    )


base = tower((14, 14, 1))
left, right = keras.Input((14, 14, 1)), keras.Input((14, 14, 1))
a, b = base(left), base(right)
distance = layers.Lambda(lambda pair: ops.abs(pair[0] - pair[1]), output_shape=(10,))([a, b])
outputs = layers.Dense(1, activation="sigmoid")(distance)
model = keras.Model([left, right], outputs)
model.compile(loss="binary_crossentropy", optimizer="adam", metrics=["accuracy"])
model.fit([np.random.rand(4, 14, 14, 1), np.random.rand(4, 14, 14, 1)], np.array([0, 1, 0, 1]), verbose=0)
