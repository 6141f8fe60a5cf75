"""CIFAR-10: a functional residual network with batch norm and one-hot labels, Keras."""

from keras import Input, Model, layers, optimizers
from keras.datasets import cifar10
from keras.utils import set_random_seed, to_categorical


def conv_block(x, filters, strides=1):
    x = layers.Conv2D(filters, 3, strides=strides, padding="same", use_bias=False)(x)
    x = layers.BatchNormalization()(x)
    return layers.ReLU()(x)


def residual(x, filters):
    shortcut = layers.Conv2D(filters, 1, strides=2, use_bias=False)(x)
    shortcut = layers.BatchNormalization()(shortcut)
    x = conv_block(x, filters, strides=2)
    x = layers.Conv2D(filters, 3, padding="same", use_bias=False)(x)
    x = layers.BatchNormalization()(x)
    x = layers.Add()([x, shortcut])
    return layers.ReLU()(x)


def build_model(classes=10):
    inputs = Input(shape=(32, 32, 3))
    x = layers.RandomFlip("horizontal")(inputs)
    x = layers.RandomTranslation(0.1, 0.1)(x)
    x = conv_block(x, 32)
    x = residual(x, 64)
    x = residual(x, 128)
    x = layers.GlobalAveragePooling2D()(x)
    x = layers.Dropout(0.3)(x)
    outputs = layers.Dense(classes, activation="softmax")(x)
    return Model(inputs, outputs)


set_random_seed(1)
(x_train, y_train), (x_test, y_test) = cifar10.load_data()
x_train, x_test = x_train / 255.0, x_test / 255.0
y_train, y_test = to_categorical(y_train, 10), to_categorical(y_test, 10)

model = build_model()
schedule = optimizers.schedules.CosineDecay(0.05, decay_steps=30 * 352)
model.compile(
    optimizer=optimizers.SGD(learning_rate=schedule, momentum=0.9),
    loss="categorical_crossentropy",
    metrics=["accuracy"],
)
model.fit(x_train, y_train, batch_size=128, epochs=30, validation_split=0.1)
print(model.evaluate(x_test, y_test))
