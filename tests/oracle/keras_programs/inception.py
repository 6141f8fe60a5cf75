"""Parallel branches of different kernels, concatenated."""

import keras
import numpy as np
from keras.layers import Concatenate, Conv2D, Dense, GlobalMaxPooling2D, Input, MaxPooling2D, concatenate


def inception(x, sizes):
    one, three_in, three, five_in, five, pool = sizes
    a = Conv2D(one, 1, activation="relu")(x)
    b = Conv2D(three, 3, padding="same", activation="relu")(Conv2D(three_in, 1, activation="relu")(x))
    c = Conv2D(five_in, 1, activation="relu")(x)
    c = Conv2D(five, (5, 5), padding="same", activation="relu")(c)
    d = MaxPooling2D((3, 3), strides=1, padding="same")(x)
    d = Conv2D(pool, 1, activation="relu")(d)
    return Concatenate(axis=-1)([a, b, c, d])


image = Input((32, 32, 3), name="image")
x = Conv2D(8, 3, strides=2, padding="same", activation="relu", name="stem")(image)
x = inception(x, (4, 4, 8, 2, 4, 4))
x = inception(x, (8, 8, 16, 4, 8, 8))
y = MaxPooling2D()(x)
z = Conv2D(20, 3, strides=2, padding="same", activation="relu")(x)
x = concatenate([y, z])
x = GlobalMaxPooling2D()(x)
model = keras.Model(inputs=image, outputs=Dense(3, activation="softmax")(x))
model.compile(
    optimizer=keras.optimizers.Adam(1e-3), loss="sparse_categorical_crossentropy", metrics=["accuracy"]
)
model.fit(np.random.rand(4, 32, 32, 3), np.array([0, 1, 2, 0]), verbose=0)
