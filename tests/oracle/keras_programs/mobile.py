"""Depthwise blocks with squeeze-and-excitation, augmented and rescaled inputs."""

import keras
import numpy as np
from keras import layers

augment = keras.Sequential([layers.RandomFlip("horizontal"), layers.RandomRotation(0.1)])


def squeeze(x, ratio=4):
    channels = x.shape[-1]
    s = layers.GlobalAveragePooling2D(keepdims=True)(x)
    s = layers.Conv2D(channels // ratio, 1, activation="swish")(s)
    s = layers.Conv2D(channels, 1, activation="sigmoid")(s)
    return layers.multiply([x, s])


def separable(x, filters, stride):
    y = layers.Conv2D(x.shape[-1] * 4, 1, use_bias=False)(x)
    y = layers.BatchNormalization()(y)
    y = layers.Activation("swish")(y)
    y = layers.DepthwiseConv2D(3, strides=stride, padding="same", use_bias=False)(y)
    y = layers.BatchNormalization()(y)
    y = layers.Activation("swish")(y)
    y = squeeze(y)
    y = layers.Conv2D(filters, 1, use_bias=False)(y)
    y = layers.BatchNormalization()(y)
    return layers.Add()([x, y]) if stride == 1 and x.shape[-1] == filters else y


inputs = keras.Input((40, 40, 3))
x = layers.Rescaling(1.0 / 255)(augment(inputs))
x = layers.Resizing(32, 32)(x)
x = layers.Conv2D(8, 3, strides=2, padding="same", activation="swish")(x)
for filters, stride in ((8, 1), (16, 2), (16, 1)):
    x = separable(x, filters, stride)
x = layers.GlobalAveragePooling2D()(x)
model = keras.Model(inputs, layers.Dense(4, activation="softmax")(x))
model.compile(optimizer="adamw", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(np.random.randint(0, 255, (4, 40, 40, 3)), np.array([0, 1, 2, 3]), verbose=0)
