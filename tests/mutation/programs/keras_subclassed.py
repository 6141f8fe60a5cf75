"""Topics of newswires: a subclassed model with attention over an embedding, Keras."""

import keras
from keras import layers, ops

VOCAB, LENGTH, TOPICS = 5000, 80, 46


class SelfAttention(layers.Layer):
    def __init__(self, width):
        super().__init__()
        self.width = width
        self.query = layers.Dense(width)
        self.key = layers.Dense(width)
        self.value = layers.Dense(width)

    def call(self, x):
        query, key = self.query(x), self.key(x)
        scores = ops.matmul(query, ops.transpose(key, (0, 2, 1))) / ops.sqrt(float(self.width))
        weights = ops.softmax(scores)
        return ops.matmul(weights, self.value(x))


class TransformerBlock(layers.Layer):
    def __init__(self, width, rate=0.1):
        super().__init__()
        self.attention = SelfAttention(width)
        self.norm1 = layers.LayerNormalization()
        self.norm2 = layers.LayerNormalization()
        self.hidden = layers.Dense(2 * width, activation="relu")
        self.back = layers.Dense(width)
        self.dropout = layers.Dropout(rate)

    def call(self, x, training=False):
        attended = self.attention(x)
        x = self.norm1(x + self.dropout(attended, training=training))
        return self.norm2(x + self.back(self.hidden(x)))


class TopicModel(keras.Model):
    def __init__(self, width=64):
        super().__init__()
        self.tokens = layers.Embedding(VOCAB, width)
        self.positions = layers.Embedding(LENGTH, width)
        self.block = TransformerBlock(width)
        self.pool = layers.GlobalAveragePooling1D()
        self.dropout = layers.Dropout(0.2)
        self.out = layers.Dense(TOPICS, activation="softmax")

    def call(self, tokens, training=False):
        x = self.tokens(tokens) + self.positions(ops.arange(LENGTH))
        x = self.block(x, training=training)
        x = self.dropout(self.pool(x), training=training)
        return self.out(x)


keras.utils.set_random_seed(11)
(x_train, y_train), (x_test, y_test) = keras.datasets.reuters.load_data(num_words=VOCAB)
x_train = keras.utils.pad_sequences(x_train, maxlen=LENGTH)
x_test = keras.utils.pad_sequences(x_test, maxlen=LENGTH)

model = TopicModel()
model.compile(
    optimizer=keras.optimizers.Adam(5e-4),
    loss=keras.losses.SparseCategoricalCrossentropy(),
    metrics=["accuracy"],
)
model.fit(x_train, y_train, batch_size=32, epochs=10, validation_split=0.1)
print(model.evaluate(x_test, y_test))
