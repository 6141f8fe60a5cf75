"""Layers added one by one, in a loop, with the input stated by the first."""

import keras
import numpy as np

model = keras.models.Sequential()
model.add(keras.layers.Dense(64, input_dim=20, activation="tanh", kernel_initializer="he_normal"))
for width in (32, 16, 8):
    model.add(keras.layers.Dense(width, use_bias=False))
    model.add(keras.layers.LayerNormalization())
    model.add(keras.layers.LeakyReLU(0.1))
model.add(keras.layers.GaussianNoise(0.1))
model.add(keras.layers.Dense(99))
model.pop()
model.add(keras.layers.Dense(1, activation="sigmoid"))
model.compile(loss="binary_crossentropy", optimizer=keras.optimizers.SGD(0.01, momentum=0.9), metrics=["acc"])
model.fit(np.random.rand(8, 20), np.random.randint(0, 2, (8, 1)), epochs=1, batch_size=4, verbose=0)
