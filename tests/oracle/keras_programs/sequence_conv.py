"""One-dimensional convolutions over a signal, and a recurrent layer at the end."""

import keras
import numpy as np
from keras import layers

model = keras.Sequential(
    [
        keras.Input(shape=(100, 6)),
        layers.Conv1D(16, 5, strides=2, padding="causal", activation="relu"),
        layers.Conv1D(16, 3, dilation_rate=2, activation="elu"),
        layers.MaxPooling1D(pool_size=2),
        layers.SeparableConv1D(24, 3, activation="relu"),
        layers.DepthwiseConv1D(3, depth_multiplier=2),
        layers.ReLU(),
        layers.Conv1DTranspose(12, 4, strides=2),
        layers.UnitNormalization(),
        layers.ZeroPadding1D((1, 2)),
        layers.Cropping1D((0, 1)),
        layers.UpSampling1D(2),
        layers.SimpleRNN(10, return_sequences=True),
        layers.GlobalAveragePooling1D(),
        layers.Dense(1),
    ]
)
model.compile(loss="mse", optimizer="adam", metrics=["mae"])
model.fit(np.random.rand(4, 100, 6), np.random.rand(4, 1), verbose=0)
