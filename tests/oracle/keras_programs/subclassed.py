"""A model and its blocks as classes."""

import keras
import numpy as np
from keras import layers


class Block(layers.Layer):
    def __init__(self, units, rate=0.1, **kwargs):
        super().__init__(**kwargs)
        self.dense = layers.Dense(units, activation="relu")
        self.norm = layers.BatchNormalization()
        self.drop = layers.Dropout(rate)

    def call(self, inputs, training=None):
        x = self.norm(self.dense(inputs))
        return self.drop(x, training=training)


class Classifier(keras.Model):
    def __init__(self, classes, widths=(32, 16)):
        super().__init__()
        self.blocks = [Block(width) for width in widths]
        self.head = layers.Dense(classes, activation="softmax")

    def call(self, inputs):
        x = layers.Flatten()(inputs)
        for block in self.blocks:
            x = block(x)
        return self.head(x)


model = Classifier(classes=6)
model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(np.random.rand(6, 4, 5).astype("float32"), np.arange(6), verbose=0)
