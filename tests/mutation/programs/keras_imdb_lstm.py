"""Film reviews, good or bad: an embedding and an LSTM, Keras."""

from keras.callbacks import EarlyStopping, ModelCheckpoint
from keras.datasets import imdb
from keras.layers import LSTM, Dense, Dropout, Embedding, Input
from keras.models import Sequential
from keras.optimizers import Adam
from keras.utils import pad_sequences

max_features = 10000
maxlen = 200
batch_size = 64

(x_train, y_train), (x_test, y_test) = imdb.load_data(num_words=max_features)
x_train = pad_sequences(x_train, maxlen=maxlen)
x_test = pad_sequences(x_test, maxlen=maxlen)

model = Sequential()
model.add(Input((maxlen,)))
model.add(Embedding(max_features, 64))
model.add(LSTM(64, return_sequences=True))
model.add(LSTM(32))
model.add(Dropout(0.5))
model.add(Dense(1, activation="sigmoid"))

model.compile(loss="binary_crossentropy", optimizer=Adam(learning_rate=1e-3), metrics=["accuracy"])
model.fit(
    x_train,
    y_train,
    batch_size=batch_size,
    epochs=10,
    validation_split=0.2,
    callbacks=[
        EarlyStopping(patience=2),
        ModelCheckpoint("reviews.keras", save_best_only=True),
    ],
)
score, accuracy = model.evaluate(x_test, y_test, batch_size=batch_size)
print("test accuracy:", accuracy)
