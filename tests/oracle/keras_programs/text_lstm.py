"""Words embedded and read in both directions."""

import numpy as np
from keras.layers import GRU, LSTM, Bidirectional, Dense, Dropout, Embedding, Input, SpatialDropout1D
from keras.models import Sequential

model = Sequential()
model.add(Input((40,)))
model.add(Embedding(500, 24))
model.add(SpatialDropout1D(0.2))
model.add(Bidirectional(LSTM(16, return_sequences=True)))
model.add(Bidirectional(GRU(8, return_sequences=True), merge_mode="sum"))
model.add(LSTM(12, dropout=0.1))
model.add(Dropout(0.2))
model.add(Dense(1, activation="sigmoid"))
model.compile(loss="binary_crossentropy", optimizer="adam", metrics=["accuracy"])
model.fit(np.random.randint(0, 500, (4, 40)), np.array([0, 1, 1, 0]), verbose=0)
