"""Breast cancer, 30 features and a yes or no, a dense network in Keras."""

import keras
from keras import layers
from sklearn.datasets import load_breast_cancer
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler

SEED = 0
EPOCHS = 10

keras.utils.set_random_seed(SEED)
table, labels = load_breast_cancer(return_X_y=True)
split = train_test_split(table, labels, test_size=0.3, stratify=labels, random_state=SEED)
train_x, test_x, train_labels, test_labels = split
scaler = StandardScaler()
train_x = scaler.fit_transform(train_x)
test_x = scaler.transform(test_x)

model = keras.Sequential(
    [
        keras.Input((30,)),
        layers.Dense(32, activation="relu"),
        layers.Dense(1, activation="sigmoid"),
    ]
)
model.compile(
    optimizer=keras.optimizers.Adam(0.005),
    loss="binary_crossentropy",
    metrics=["accuracy"],
)
model.fit(train_x, train_labels, batch_size=32, epochs=EPOCHS, verbose=0)
answers = model.predict(test_x, verbose=0)
accuracy = ((answers[:, 0] > 0.5) == (test_labels > 0.5)).mean()
print(f"accuracy {accuracy:.3f}")
