"""Maps that move: convolutional LSTM, then a map for each step."""

import keras
import numpy as np
from keras import layers

inputs = keras.Input((4, 18, 18, 1))
x = layers.ConvLSTM2D(6, 3, padding="same", return_sequences=True)(inputs)
x = layers.BatchNormalization()(x)
x = layers.ConvLSTM2D(4, (3, 5), strides=2, return_sequences=True)(x)
x = layers.Conv3D(1, 3, padding="same", activation="sigmoid")(x)
model = keras.Model(inputs, x)
model.compile(loss="binary_crossentropy", optimizer="adam", metrics=["accuracy"])
model.fit(np.random.rand(2, 4, 18, 18, 1), np.random.randint(0, 2, (2, 4, 8, 7, 1)), verbose=0)
