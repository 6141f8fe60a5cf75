"""An encoder and a decoder with skip connections; maps are cropped to fit."""

import keras
import numpy as np
from keras import layers


def double(x, filters):
    for _ in range(2):
        x = layers.Conv2D(filters, 3, padding="same", kernel_initializer="he_normal")(x)
        x = layers.Activation("relu")(x)
    return x


inputs = keras.Input((30, 44, 1))
skips = []
x = inputs
for filters in (8, 16):
    x = double(x, filters)
    skips.append(x)
    x = layers.MaxPool2D()(x)
x = double(x, 32)
x = layers.Conv2DTranspose(16, 2, strides=2, padding="same")(x)
x = layers.ZeroPadding2D(((0, 1), (0, 0)))(x)
x = layers.concatenate([x, skips[-1]], axis=3)
x = double(x, 16)
x = layers.UpSampling2D(2, interpolation="bilinear")(x)
x = layers.Cropping2D(((0, 0), (0, 0)))(x)
x = layers.Concatenate()([x, skips[0]])
x = double(x, 8)
outputs = layers.Conv2D(1, 1, activation="sigmoid")(x)
model = keras.Model(inputs, outputs)
model.compile("adam", loss="binary_crossentropy", metrics=["accuracy"])
model.fit(np.random.rand(2, 30, 44, 1), np.random.randint(0, 2, (2, 30, 44, 1)), verbose=0)
