"""Breast cancer, 30 features and a yes or no, a dense network in PyTorch."""

import torch
from sklearn.datasets import load_breast_cancer
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler
from torch import nn
from torch.utils.data import DataLoader, TensorDataset

SEED = 0
EPOCHS = 10

torch.manual_seed(SEED)
table, labels = load_breast_cancer(return_X_y=True)
split = train_test_split(table, labels, test_size=0.3, stratify=labels, random_state=SEED)
train_table, test_table, train_labels, test_labels = split
scaler = StandardScaler()
train_table = scaler.fit_transform(train_table)
test_table = scaler.transform(test_table)
train_x = torch.tensor(train_table, dtype=torch.float32)
test_x = torch.tensor(test_table, dtype=torch.float32)
train_y = torch.tensor(train_labels, dtype=torch.float32).unsqueeze(1)
test_y = torch.tensor(test_labels, dtype=torch.float32).unsqueeze(1)
train_loader = DataLoader(TensorDataset(train_x, train_y), batch_size=32, shuffle=True)
test_loader = DataLoader(TensorDataset(test_x, test_y), batch_size=64)

model = nn.Sequential(
    nn.Linear(30, 32),
    nn.ReLU(),
    nn.Linear(32, 1),
)
criterion = nn.BCEWithLogitsLoss()
optimizer = torch.optim.Adam(model.parameters(), lr=0.005)
accuracy = 0.0
for epoch in range(EPOCHS):
    model.train()
    for x, y in train_loader:
        optimizer.zero_grad()
        loss = criterion(model(x), y)
        loss.backward()
        optimizer.step()
    model.eval()
    right = 0
    with torch.no_grad():
        for x, y in test_loader:
            yes = model(x) > 0
            right += (yes == (y > 0.5)).sum().item()
    accuracy = right / len(test_labels)
    print(f"{epoch}: accuracy {accuracy:.3f}")
