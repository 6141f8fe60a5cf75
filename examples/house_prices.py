"""House prices from 24 raw columns: area, rooms, year of building, distance to the centre ... (Keras)."""

import keras
import numpy as np
from keras import layers

model = keras.Sequential(
    [
        keras.Input((24,)),
        layers.Dense(64, kernel_initializer="zeros"),
        layers.Dense(64),
        layers.Dropout(1.0),
        layers.Dense(32, activation="relu"),
        layers.Dense(1, activation="sigmoid"),
    ]
)
model.compile(loss="mse", optimizer=keras.optimizers.Adam(learning_rate=1.0))

columns = np.random.rand(500, 24)
prices = np.random.rand(500)
model.fit(columns, prices, epochs=3, batch_size=32)
