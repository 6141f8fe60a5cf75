"""Outlines of organs: a functional U-Net with a sigmoid mask, Keras."""

import numpy as np
from tensorflow.keras import Model, layers, utils

utils.set_random_seed(0)
HEIGHT, WIDTH = 128, 128


def double_conv(x, filters):
    x = layers.Conv2D(filters, 3, padding="same", activation="relu")(x)
    return layers.Conv2D(filters, 3, padding="same", activation="relu")(x)


def unet():
    inputs = layers.Input((HEIGHT, WIDTH, 1))
    c1 = double_conv(inputs, 16)
    p1 = layers.MaxPooling2D(2)(c1)
    c2 = double_conv(p1, 32)
    p2 = layers.MaxPooling2D(2)(c2)
    bottom = double_conv(p2, 64)
    u2 = layers.Conv2DTranspose(32, 2, strides=2, padding="same")(bottom)
    u2 = layers.Concatenate()([u2, c2])
    c3 = double_conv(u2, 32)
    u1 = layers.Conv2DTranspose(16, 2, strides=2, padding="same")(c3)
    u1 = layers.Concatenate()([u1, c1])
    c4 = double_conv(u1, 16)
    outputs = layers.Conv2D(1, 1, activation="sigmoid")(c4)
    return Model(inputs, outputs, name="unet")


rng = np.random.default_rng(0)
scans = rng.random((120, HEIGHT, WIDTH, 1)).astype("float32")
masks = (scans > 0.5).astype("float32")

model = unet()
model.compile(optimizer="adam", loss="binary_crossentropy", metrics=["accuracy"])
model.fit(scans[:100], masks[:100], batch_size=10, epochs=20, validation_data=(scans[100:], masks[100:]))
predicted = model.predict(scans[100:104]) > 0.5
print(predicted.mean())
