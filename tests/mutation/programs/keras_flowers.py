"""Flowers in folders: `image_dataset_from_directory`, augmentation as layers, logits, Keras."""

import keras
from keras import layers

IMAGE_SIZE = (180, 180)
BATCH = 32
CLASSES = 5

keras.utils.set_random_seed(123)
train_ds = keras.utils.image_dataset_from_directory(
    "flowers/train",
    image_size=IMAGE_SIZE,
    batch_size=BATCH,
)
val_ds = keras.utils.image_dataset_from_directory(
    "flowers/val",
    image_size=IMAGE_SIZE,
    batch_size=BATCH,
    shuffle=False,
)

augmentation = keras.Sequential(
    [
        layers.RandomFlip("horizontal"),
        layers.RandomRotation(0.1),
        layers.RandomZoom(0.1),
    ]
)

model = keras.Sequential(
    [
        layers.Input((180, 180, 3)),
        augmentation,
        layers.Rescaling(1.0 / 255),
        layers.Conv2D(16, 3, padding="same", activation="relu"),
        layers.MaxPooling2D(),
        layers.Conv2D(32, 3, padding="same", activation="relu"),
        layers.MaxPooling2D(),
        layers.Conv2D(64, 3, padding="same", activation="relu"),
        layers.MaxPooling2D(),
        layers.Conv2D(128, 3, padding="same", activation="relu"),
        layers.GlobalAveragePooling2D(),
        layers.Dropout(0.2),
        layers.Dense(64, activation="relu"),
        layers.Dense(CLASSES),
    ]
)
model.compile(
    optimizer=keras.optimizers.Adam(1e-3),
    loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True),
    metrics=["accuracy"],
)
model.fit(train_ds, validation_data=val_ds, epochs=15)
print(model.evaluate(val_ds))
