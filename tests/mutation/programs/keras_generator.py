"""Leaves, healthy or one of three diseases: `ImageDataGenerator` and an old-style network, Keras."""

import tensorflow as tf
from tensorflow.keras.callbacks import EarlyStopping
from tensorflow.keras.layers import (
    Activation,
    BatchNormalization,
    Conv2D,
    Dense,
    Dropout,
    Flatten,
    MaxPooling2D,
)
from tensorflow.keras.models import Sequential
from tensorflow.keras.optimizers import RMSprop
from tensorflow.keras.preprocessing.image import ImageDataGenerator

tf.random.set_seed(0)
train_datagen = ImageDataGenerator(rescale=1.0 / 255, rotation_range=20, zoom_range=0.1, horizontal_flip=True)
test_datagen = ImageDataGenerator(rescale=1.0 / 255)
train_generator = train_datagen.flow_from_directory(
    "leaves/train", target_size=(128, 128), batch_size=32, class_mode="categorical"
)
validation_generator = test_datagen.flow_from_directory(
    "leaves/valid", target_size=(128, 128), batch_size=32, class_mode="categorical"
)

model = Sequential()
model.add(Conv2D(32, (3, 3), activation="relu", input_shape=(128, 128, 3)))
model.add(MaxPooling2D(pool_size=(2, 2)))
model.add(Conv2D(64, (3, 3), use_bias=False))
model.add(BatchNormalization())
model.add(Activation("relu"))
model.add(Conv2D(64, (3, 3), strides=2, activation="relu"))
model.add(MaxPooling2D(pool_size=(2, 2)))
model.add(Conv2D(128, (3, 3), activation="relu"))
model.add(MaxPooling2D(pool_size=(2, 2)))
model.add(Flatten())
model.add(Dense(128, activation="relu"))
model.add(Dropout(0.5))
model.add(Dense(4, activation="softmax"))

model.compile(loss="categorical_crossentropy", optimizer=RMSprop(learning_rate=1e-4), metrics=["accuracy"])
model.fit(
    train_generator,
    epochs=40,
    validation_data=validation_generator,
    callbacks=[EarlyStopping(monitor="val_accuracy", patience=5)],
)
model.save("leaves.keras")
