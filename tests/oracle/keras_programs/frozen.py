"""A trained part is frozen, cut off before its head and given a new one."""

import keras
import numpy as np
from keras import layers

base = keras.Sequential(
    [
        keras.Input((16, 16, 3)),
        layers.Conv2D(8, 3, activation="relu", name="first"),
        layers.MaxPooling2D(),
        layers.Conv2D(16, 3, activation="relu", name="last_map"),
        layers.Flatten(),
        layers.Dense(10, activation="softmax"),
    ]
)
features = keras.Model(inputs=base.inputs, outputs=base.get_layer("last_map").output)
features.trainable = False
inputs = keras.Input((16, 16, 3))
x = features(inputs, training=False)
x = layers.GlobalAveragePooling2D()(x)
x = layers.Dense(8, activation="relu")(x)
model = keras.Model(inputs, layers.Dense(1)(x))
model.compile(optimizer=keras.optimizers.Adam(learning_rate=0.001), loss="huber", metrics=["mae"])
model.fit(np.random.rand(4, 16, 16, 3), np.random.rand(4, 1), verbose=0)
