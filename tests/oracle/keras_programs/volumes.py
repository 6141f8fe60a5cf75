"""Three-dimensional maps, pooled and normalised in groups."""

import keras
import numpy as np
from keras import layers

model = keras.Sequential(
    [
        keras.Input((12, 16, 16, 2)),
        layers.Conv3D(8, (3, 3, 3), activation="relu", padding="same"),
        layers.GroupNormalization(groups=4),
        layers.MaxPooling3D((1, 2, 2)),
        layers.Conv3D(16, 3, strides=2, activation="relu"),
        layers.AveragePooling3D(2, padding="same"),
        layers.Conv3DTranspose(8, 2, strides=2, activation="relu"),
        layers.GlobalAveragePooling3D(),
        layers.Dense(3, activation="softmax"),
    ]
)
model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(np.random.rand(2, 12, 16, 16, 2), np.array([0, 2]), verbose=0)
