"""Garments by type, with a training loop of its own instead of `fit`."""

import tensorflow as tf
from tensorflow import keras
from tensorflow.keras import layers

keras.utils.set_random_seed(0)
(x_train, y_train), (x_test, y_test) = keras.datasets.fashion_mnist.load_data()
x_train = x_train[..., None].astype("float32") / 255
x_test = x_test[..., None].astype("float32") / 255
batches = tf.data.Dataset.from_tensor_slices((x_train[:50000], y_train[:50000])).shuffle(50000).batch(64)
held_out = tf.data.Dataset.from_tensor_slices((x_train[50000:], y_train[50000:])).batch(256)
tests = tf.data.Dataset.from_tensor_slices((x_test, y_test)).batch(256)

images = keras.Input((28, 28, 1))
x = layers.Conv2D(32, 3, padding="same", use_bias=False)(images)
x = layers.BatchNormalization()(x)
x = layers.ReLU()(x)
x = layers.MaxPooling2D()(x)
x = layers.Conv2D(64, 3, padding="same", activation="relu")(x)
x = layers.GlobalAveragePooling2D()(x)
x = layers.Dropout(0.3)(x)
scores = layers.Dense(10)(x)
model = keras.Model(images, scores)

criterion = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
optimizer = keras.optimizers.Adam(learning_rate=1e-3, clipnorm=1.0)
accuracy = keras.metrics.SparseCategoricalAccuracy()


@tf.function
def train_step(images, labels):
    with tf.GradientTape() as tape:
        logits = model(images, training=True)
        loss = criterion(labels, logits)
    gradients = tape.gradient(loss, model.trainable_variables)
    optimizer.apply_gradients(zip(gradients, model.trainable_variables, strict=True))
    return loss


def evaluate(data):
    accuracy.reset_state()
    total = keras.metrics.Mean()
    for images, labels in data:
        logits = model(images, training=False)
        total.update_state(criterion(labels, logits))
        accuracy.update_state(labels, logits)
    return float(total.result()), float(accuracy.result())


for epoch in range(5):
    for images, labels in batches:
        loss = train_step(images, labels)
    error, right = evaluate(held_out)
    print(f"epoch {epoch + 1}: loss {float(loss):.3f}, held out {error:.3f}, accuracy {right:.3f}")
print(evaluate(tests))
