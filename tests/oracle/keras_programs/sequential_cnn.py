"""A list of layers for small images."""

import numpy as np
from keras import Sequential, layers

model = Sequential(
    [
        layers.Input((28, 28, 1)),
        layers.Conv2D(16, 3, activation="relu", padding="same"),
        layers.BatchNormalization(),
        layers.MaxPooling2D(2),
        layers.Conv2D(32, (3, 5), strides=(1, 2), activation="relu"),
        layers.SpatialDropout2D(0.1),
        layers.AveragePooling2D(pool_size=2, padding="same"),
        layers.Flatten(),
        layers.Dense(32, activation="relu"),
        layers.Dropout(0.3),
        layers.Dense(10, activation="softmax"),
    ]
)
model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(np.random.rand(4, 28, 28, 1), np.array([1, 2, 3, 4]), verbose=0)
