"""Self-attention blocks over embedded words."""

import keras
import numpy as np
from keras import layers, ops


def encoder(x, heads, width, hidden):
    attended = layers.MultiHeadAttention(num_heads=heads, key_dim=width // heads)(x, x)
    x = layers.LayerNormalization(epsilon=1e-6)(x + attended)
    y = layers.Dense(hidden, activation="gelu")(x)
    y = layers.Dense(width)(y)
    return layers.LayerNormalization(epsilon=1e-6)(x + y)


class Embedded(layers.Layer):
    def __init__(self, length, words, width):
        super().__init__()
        self.words = layers.Embedding(input_dim=words, output_dim=width)
        self.places = layers.Embedding(input_dim=length, output_dim=width)

    def call(self, x):
        places = ops.arange(0, x.shape[-1], 1)
        return self.words(x) + self.places(places)


tokens = keras.Input((16,), dtype="int32")
x = Embedded(16, 200, 32)(tokens)
for _ in range(2):
    x = encoder(x, 4, 32, 64)
x = layers.GlobalAveragePooling1D()(x)
x = layers.Dropout(0.1)(x)
model = keras.Model(tokens, layers.Dense(2, activation="softmax")(x))
model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(np.random.randint(0, 200, (4, 16)), np.array([0, 1, 1, 0]), verbose=0)
