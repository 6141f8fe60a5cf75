"""Sequence to sequence: the decoder starts from the encoder's states; dot-product attention."""

import keras
import numpy as np
from keras import layers

source = keras.Input((None, 20))
encoded, hidden, cell = layers.LSTM(16, return_sequences=True, return_state=True)(source)
target = keras.Input((9, 12))
decoded = layers.LSTM(16, return_sequences=True)(target, initial_state=[hidden, cell])
context = layers.Attention()([decoded, encoded])
scores = layers.Dot(axes=(2, 2))([decoded, context])
both = layers.Concatenate()([decoded, context, scores])
outputs = layers.TimeDistributed(layers.Dense(12, activation="softmax"))(both)
model = keras.Model([source, target], outputs)
model.compile(loss="categorical_crossentropy", optimizer="adam", metrics=["accuracy"])
y = np.eye(12)[np.random.randint(0, 12, (3, 9))]
model.fit([np.random.rand(3, 7, 20), np.random.rand(3, 9, 12)], y, verbose=0)
