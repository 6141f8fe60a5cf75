"""An encoder and a decoder that are models themselves, one applied to the other."""

import keras
import numpy as np
from keras import layers

code = 8
image = keras.Input((28, 28, 1), name="image")
x = layers.Conv2D(8, 3, strides=2, padding="same", activation="relu")(image)
x = layers.Conv2D(16, 3, strides=2, padding="same", activation="relu")(x)
shape = x.shape[1:]
x = layers.Flatten()(x)
encoder = keras.Model(image, layers.Dense(code, activation="relu", name="code")(x), name="encoder")

latent = keras.Input((code,))
y = layers.Dense(shape[0] * shape[1] * shape[2], activation="relu")(latent)
y = layers.Reshape(shape)(y)
y = layers.Conv2DTranspose(16, 3, strides=2, padding="same", activation="relu")(y)
y = layers.Conv2DTranspose(8, 3, strides=2, padding="same", activation="relu")(y)
decoder = keras.Model(latent, layers.Conv2D(1, 3, padding="same", activation="sigmoid")(y), name="decoder")

model = keras.Model(image, decoder(encoder(image)), name="autoencoder")
model.compile(optimizer="adam", loss="mse", metrics=["mae"])
images = np.random.rand(4, 28, 28, 1)
model.fit(images, images, verbose=0)
