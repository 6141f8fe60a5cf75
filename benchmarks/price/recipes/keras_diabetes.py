"""Diabetes, 10 features and how far the illness went on in a year, a dense network in Keras."""

import keras
from keras import layers
from sklearn.datasets import load_diabetes
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler

SEED = 0
EPOCHS = 30

keras.utils.set_random_seed(SEED)
table, progress = load_diabetes(return_X_y=True, scaled=False)
split = train_test_split(table, progress / 100, test_size=0.3, random_state=SEED)
train_x, test_x, train_y, test_y = split
scaler = StandardScaler()
train_x = scaler.fit_transform(train_x)
test_x = scaler.transform(test_x)

model = keras.Sequential(
    [
        keras.Input((10,)),
        layers.Dense(32, activation="relu"),
        layers.Dense(1),
    ]
)
model.compile(
    optimizer=keras.optimizers.Adam(0.003),
    loss="mse",
    metrics=["mae"],
)
model.fit(train_x, train_y, batch_size=32, epochs=EPOCHS, verbose=0)
answers = model.predict(test_x, verbose=0)
r2 = 1 - ((answers[:, 0] - test_y) ** 2).sum() / ((test_y - test_y.mean()) ** 2).sum()
print(f"R2 {r2:.3f}")
