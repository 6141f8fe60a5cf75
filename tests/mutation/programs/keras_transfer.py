"""Cats and dogs: a frozen MobileNetV2 with a new head, Keras."""

import keras
from keras import layers
from keras.applications.mobilenet_v2 import MobileNetV2, preprocess_input

keras.utils.set_random_seed(5)
size = 160

train_ds = keras.utils.image_dataset_from_directory(
    "pets/train", image_size=(size, size), batch_size=32, label_mode="binary"
)
valid_ds = keras.utils.image_dataset_from_directory(
    "pets/valid", image_size=(size, size), batch_size=32, label_mode="binary"
)

base = MobileNetV2(input_shape=(size, size, 3), include_top=False, weights="imagenet")
base.trainable = False

inputs = keras.Input(shape=(size, size, 3))
x = layers.RandomFlip("horizontal")(inputs)
x = preprocess_input(x)
x = base(x, training=False)
x = layers.GlobalAveragePooling2D()(x)
x = layers.Dense(64, activation="relu")(x)
x = layers.Dropout(0.3)(x)
outputs = layers.Dense(1, activation="sigmoid")(x)
model = keras.Model(inputs, outputs)

model.compile(
    optimizer=keras.optimizers.Adam(learning_rate=1e-3),
    loss=keras.losses.BinaryCrossentropy(),
    metrics=["accuracy"],
)
model.fit(
    train_ds,
    epochs=12,
    validation_data=valid_ds,
    callbacks=[keras.callbacks.ReduceLROnPlateau(patience=2)],
)
loss, accuracy = model.evaluate(valid_ds)
print(f"accuracy {accuracy:.3f}")
