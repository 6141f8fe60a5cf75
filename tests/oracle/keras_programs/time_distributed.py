"""The same layers at every step of a video, then a recurrent layer over the steps."""

import keras
import numpy as np
from keras.layers import LSTM, Conv2D, Dense, Flatten, Input, MaxPooling2D, TimeDistributed

model = keras.Sequential()
model.add(Input((5, 20, 20, 3)))
model.add(TimeDistributed(Conv2D(8, 3, activation="relu")))
model.add(TimeDistributed(MaxPooling2D(2)))
model.add(TimeDistributed(Conv2D(12, 3, activation="relu")))
model.add(TimeDistributed(Flatten()))
model.add(LSTM(16, return_sequences=True))
model.add(TimeDistributed(Dense(4, activation="softmax")))
model.compile(loss="categorical_crossentropy", optimizer="adam", metrics=["accuracy"])
model.fit(np.random.rand(2, 5, 20, 20, 3), np.eye(4)[np.random.randint(0, 4, (2, 5))], verbose=0)
