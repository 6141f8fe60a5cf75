"""Clothes: a convolutional autoencoder made of two models, Keras."""

from keras import Input, Model, layers
from keras.datasets import fashion_mnist
from keras.utils import set_random_seed

set_random_seed(2)
(x_train, _), (x_test, _) = fashion_mnist.load_data()
x_train = x_train.reshape(-1, 28, 28, 1).astype("float32") / 255.0
x_test = x_test.reshape(-1, 28, 28, 1).astype("float32") / 255.0

image = Input(shape=(28, 28, 1))
x = layers.Conv2D(16, 3, strides=2, padding="same", activation="relu")(image)
x = layers.Conv2D(32, 3, strides=2, padding="same", activation="relu")(x)
x = layers.Flatten()(x)
code = layers.Dense(32, activation="relu")(x)
encoder = Model(image, code, name="encoder")

latent = Input(shape=(32,))
x = layers.Dense(7 * 7 * 32, activation="relu")(latent)
x = layers.Reshape((7, 7, 32))(x)
x = layers.Conv2DTranspose(32, 3, strides=2, padding="same", activation="relu")(x)
x = layers.Conv2DTranspose(16, 3, strides=2, padding="same", activation="relu")(x)
decoded = layers.Conv2D(1, 3, padding="same", activation="sigmoid")(x)
decoder = Model(latent, decoded, name="decoder")

autoencoder = Model(image, decoder(encoder(image)), name="autoencoder")
autoencoder.compile(optimizer="adam", loss="mse", metrics=["mae"])
autoencoder.fit(
    x_train,
    x_train,
    epochs=15,
    batch_size=256,
    validation_data=(x_test, x_test),
)
codes = encoder.predict(x_test)
print(codes.shape)
