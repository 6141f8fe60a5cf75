"""Layers of one's own, with weights made in `build`, and functions of the library inside."""

import keras
import numpy as np
from keras import layers, ops


class Scale(layers.Layer):
    def __init__(self, start=1.0, **kwargs):
        super().__init__(**kwargs)
        self.start = start

    def build(self, input_shape):
        shape = (1,) * (len(input_shape) - 1) + (input_shape[-1],)
        self.gamma = self.add_weight(shape=shape, initializer=keras.initializers.Constant(self.start))
        super().build(input_shape)

    def call(self, x):
        return x * self.gamma

    def compute_output_shape(self, input_shape):
        return input_shape


class Mixer(layers.Layer):
    def __init__(self, width, tokens, rate=0.1, **kwargs):
        super().__init__(**kwargs)
        self.norm = layers.LayerNormalization()
        self.over = keras.Sequential([layers.Dense(tokens, activation="gelu"), layers.Dropout(rate)])
        self.width = width

    def build(self, input_shape):
        self.kernel = self.add_weight(shape=(input_shape[-1], self.width), name="kernel")
        self.bias = self.add_weight(shape=(self.width,), initializer="zeros")

    def call(self, x, training=None):
        y = ops.transpose(self.norm(x), (0, 2, 1))
        y = ops.transpose(self.over(y, training=training), (0, 2, 1))
        return ops.matmul(ops.relu(x + y), self.kernel) + self.bias


inputs = keras.Input((16, 12))
x = Scale(0.5)(inputs)
x = Mixer(24, 16)(x)
x = layers.Lambda(lambda t: ops.mean(t, axis=1))(x)
x = Scale()(x)
model = keras.Model(inputs, layers.Dense(1, activation="sigmoid")(x))
model.compile("adam", "binary_crossentropy")
model.fit(np.zeros((6, 16, 12)), np.zeros((6, 1)), verbose=0)
