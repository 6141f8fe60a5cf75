"""Diabetes, 10 features and how far the illness went on in a year, a dense network in PyTorch."""

import torch
from sklearn.datasets import load_diabetes
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler
from torch import nn
from torch.utils.data import DataLoader, TensorDataset

SEED = 0
EPOCHS = 30

torch.manual_seed(SEED)
table, progress = load_diabetes(return_X_y=True, scaled=False)
split = train_test_split(table, progress, test_size=0.3, random_state=SEED)
train_table, test_table, train_progress, test_progress = split
scaler = StandardScaler()
train_table = scaler.fit_transform(train_table)
test_table = scaler.transform(test_table)
train_x = torch.tensor(train_table, dtype=torch.float32)
test_x = torch.tensor(test_table, dtype=torch.float32)
train_y = torch.tensor(train_progress / 100, dtype=torch.float32).unsqueeze(1)
test_y = torch.tensor(test_progress / 100, dtype=torch.float32).unsqueeze(1)
train_loader = DataLoader(TensorDataset(train_x, train_y), batch_size=32, shuffle=True)
test_loader = DataLoader(TensorDataset(test_x, test_y), batch_size=64)

model = nn.Sequential(
    nn.Linear(10, 32),
    nn.ReLU(),
    nn.Linear(32, 1),
)
criterion = nn.MSELoss()
optimizer = torch.optim.Adam(model.parameters(), lr=0.003)
r2 = 0.0
for epoch in range(EPOCHS):
    model.train()
    for x, y in train_loader:
        optimizer.zero_grad()
        loss = criterion(model(x), y)
        loss.backward()
        optimizer.step()
    model.eval()
    squares = 0.0
    with torch.no_grad():
        for x, y in test_loader:
            squares += ((model(x) - y) ** 2).sum().item()
    r2 = 1 - squares / ((test_y - test_y.mean()) ** 2).sum().item()
    print(f"{epoch}: R2 {r2:.3f}")
