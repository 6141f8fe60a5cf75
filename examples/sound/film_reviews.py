"""Film reviews, liked or not, with nothing to complain about (Keras)."""

import keras
from keras import layers

WORDS, LENGTH = 20_000, 200

(train_texts, train_liked), (test_texts, test_liked) = keras.datasets.imdb.load_data(num_words=WORDS)
train_texts = keras.utils.pad_sequences(train_texts, maxlen=LENGTH)
test_texts = keras.utils.pad_sequences(test_texts, maxlen=LENGTH)

words = keras.Input((LENGTH,), dtype="int32")
x = layers.Embedding(WORDS, 64)(words)
x = layers.Conv1D(64, 5, activation="relu")(x)
x = layers.GlobalMaxPooling1D()(x)
x = layers.Dense(64, activation="relu")(x)
x = layers.Dropout(0.3)(x)
liked = layers.Dense(1, activation="sigmoid")(x)

model = keras.Model(words, liked)
model.compile(optimizer="adam", loss="binary_crossentropy", metrics=["accuracy"])
model.fit(train_texts, train_liked, epochs=3, batch_size=64, validation_split=0.2)
print(model.evaluate(test_texts, test_liked))
