"""A functional network with residual blocks made by a function."""

import numpy as np
from keras import Input, Model, layers


def block(x, filters, stride=1):
    shortcut = x
    y = layers.Conv2D(filters, 3, strides=stride, padding="same", use_bias=False)(x)
    y = layers.BatchNormalization()(y)
    y = layers.ReLU()(y)
    y = layers.Conv2D(filters, 3, padding="same", use_bias=False)(y)
    y = layers.BatchNormalization()(y)
    if stride != 1 or x.shape[-1] != filters:
        shortcut = layers.Conv2D(filters, 1, strides=stride, use_bias=False)(x)
        shortcut = layers.BatchNormalization()(shortcut)
    return layers.Activation("relu")(layers.add([y, shortcut]))


inputs = Input(shape=(33, 33, 3))
x = layers.ZeroPadding2D(3)(inputs)
x = layers.Conv2D(16, 7, strides=2)(x)
x = layers.MaxPooling2D(3, strides=2)(x)
for filters, stride in [(16, 1), (32, 2), (64, 2)]:
    x = block(x, filters, stride)
    x = block(x, filters)
x = layers.GlobalAveragePooling2D()(x)
outputs = layers.Dense(5, activation="softmax")(x)
model = Model(inputs, outputs)
model.compile(optimizer="adam", loss="categorical_crossentropy", metrics=["accuracy"])
model.fit(np.random.rand(4, 33, 33, 3), np.eye(5)[:4], verbose=0)
