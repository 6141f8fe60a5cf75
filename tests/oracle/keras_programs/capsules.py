"""Reshapes, permutations and repeated vectors."""

import keras
import numpy as np
from keras import layers

inputs = keras.Input((6, 8))
x = layers.Permute((2, 1))(inputs)
x = layers.Dense(6, activation="softmax")(x)
attention = layers.Permute((2, 1))(x)
x = layers.Multiply()([inputs, attention])
x = layers.Flatten()(x)
x = layers.Dense(12, activation="selu")(x)
x = layers.RepeatVector(4)(x)
x = layers.GRU(10, return_sequences=True, reset_after=False)(x)
x = layers.Reshape((-1, 5))(x)
x = layers.PReLU(shared_axes=[1])(x)
x = layers.Average()([x, layers.Masking()(x)])
x = layers.Subtract()([x, x])
x = layers.Lambda(lambda t: t[:, 1:, :])(x)
model = keras.Model(inputs, layers.Dense(2)(x))
model.compile(optimizer="adam", loss="mae", metrics=["mse"])
model.fit(np.random.rand(3, 6, 8), np.random.rand(3, 7, 2), verbose=0)
