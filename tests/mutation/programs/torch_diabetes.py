"""A regression on a table, with a split and a scaler, PyTorch."""

import torch
from sklearn.datasets import load_diabetes
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler
from torch import nn
from torch.utils.data import DataLoader, TensorDataset

torch.manual_seed(0)

X, y = load_diabetes(return_X_y=True)
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.2, random_state=0)
scaler = StandardScaler()
X_train = scaler.fit_transform(X_train)
X_test = scaler.transform(X_test)

X_train = torch.tensor(X_train, dtype=torch.float32)
X_test = torch.tensor(X_test, dtype=torch.float32)
y_train = torch.tensor(y_train, dtype=torch.float32).unsqueeze(1)
y_test = torch.tensor(y_test, dtype=torch.float32).unsqueeze(1)

train_loader = DataLoader(TensorDataset(X_train, y_train), batch_size=32, shuffle=True)
test_loader = DataLoader(TensorDataset(X_test, y_test), batch_size=32)

model = nn.Sequential(
    nn.Linear(10, 64),
    nn.ReLU(),
    nn.Dropout(0.2),
    nn.Linear(64, 32),
    nn.ReLU(),
    nn.Linear(32, 1),
)
criterion = nn.MSELoss()
learning_rate = 0.002
optimizer = torch.optim.Adam(model.parameters(), lr=learning_rate)

for epoch in range(100):
    model.train()
    total = 0.0
    for features, target in train_loader:
        optimizer.zero_grad()
        prediction = model(features)
        loss = criterion(prediction, target)
        loss.backward()
        optimizer.step()
        total += loss.item()

    model.eval()
    test_total = 0.0
    with torch.no_grad():
        for features, target in test_loader:
            prediction = model(features)
            test_total += criterion(prediction, target).item()
    print(f"epoch {epoch}: train {total / len(train_loader):.1f}, test {test_total / len(test_loader):.1f}")
