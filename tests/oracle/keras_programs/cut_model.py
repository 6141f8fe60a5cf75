"""A classifier cut before its last layers and given a new head; part of it is kept as it is."""

import numpy as np
from keras import Input, Model, layers

inputs = Input((32, 32, 3), name="images")
x = layers.Conv2D(8, 3, activation="relu", name="first")(inputs)
x = layers.MaxPooling2D(name="pool")(x)
x = layers.Conv2D(16, 3, activation="relu", name="second")(x)
x = layers.GlobalAveragePooling2D(name="mean")(x)
x = layers.Dense(20, activation="relu", name="hidden")(x)
base = Model(inputs, layers.Dense(10, activation="softmax", name="old")(x))

for layer in base.layers[:3]:
    layer.trainable = False
features = base.layers[-2].output
assert base.get_layer("second").output.shape[-1] == 16
maps = base.get_layer("second").output
extra = layers.Flatten()(layers.Conv2D(4, 1)(maps))
joined = layers.Concatenate()([features, extra])
model = Model(inputs=base.input, outputs=layers.Dense(3, activation="softmax")(joined))
model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(np.zeros((8, 32, 32, 3)), np.zeros(8), batch_size=4, verbose=0)
