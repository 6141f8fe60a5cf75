"""Text and numbers in, two answers out, a loss for each."""

import keras
import numpy as np
from keras import layers

title = keras.Input(shape=(12,), name="title")
numbers = keras.Input(shape=(5,), name="numbers")
words = layers.Embedding(100, 16, mask_zero=True)(title)
words = layers.LSTM(16)(words)
table = layers.Dense(16, activation="relu")(layers.Normalization()(numbers))
both = layers.concatenate([words, table])
both = layers.Multiply()([both, layers.Dense(32, activation="sigmoid")(both)])
hidden = layers.Dense(16, activation="gelu")(both)
priority = layers.Dense(1, name="priority")(hidden)
topic = layers.Dense(4, activation="softmax", name="topic")(hidden)
model = keras.Model(inputs=[title, numbers], outputs=[priority, topic])
model.compile(
    optimizer="rmsprop",
    loss={"priority": "mse", "topic": keras.losses.SparseCategoricalCrossentropy()},
    metrics={"topic": ["accuracy"]},
)
model.fit(
    [np.random.randint(0, 100, (4, 12)), np.random.rand(4, 5)],
    {"priority": np.random.rand(4, 1), "topic": np.array([0, 1, 2, 3])},
    verbose=0,
)
