"""Digits as 8x8 images, a small convolutional network in Keras."""

import keras
from keras import layers
from sklearn.datasets import load_digits
from sklearn.model_selection import train_test_split

SEED = 0
EPOCHS = 8

keras.utils.set_random_seed(SEED)
pixels, labels = load_digits(return_X_y=True)
images = pixels.reshape(-1, 8, 8, 1).astype("float32") / 16
split = train_test_split(images, labels, test_size=0.3, stratify=labels, random_state=SEED)
train_images, test_images, train_labels, test_labels = split

model = keras.Sequential(
    [
        keras.Input((8, 8, 1)),
        layers.Conv2D(16, 3, padding="same", activation="relu"),
        layers.Conv2D(32, 3, padding="same", activation="relu"),
        layers.MaxPooling2D(2),
        layers.Flatten(),
        layers.Dense(64, activation="relu"),
        layers.Dense(10, activation="softmax"),
    ]
)
model.compile(
    optimizer=keras.optimizers.Adam(0.004),
    loss="sparse_categorical_crossentropy",
    metrics=["accuracy"],
)
model.fit(train_images, train_labels, batch_size=64, epochs=EPOCHS, verbose=0)
answers = model.predict(test_images, verbose=0)
accuracy = (answers.argmax(axis=1) == test_labels).mean()
print(f"accuracy {accuracy:.3f}")
