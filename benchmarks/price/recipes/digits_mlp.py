"""Digits as 64 numbers, a dense network in PyTorch."""

import torch
from sklearn.datasets import load_digits
from sklearn.model_selection import train_test_split
from torch import nn
from torch.utils.data import DataLoader, TensorDataset

SEED = 0
EPOCHS = 15

torch.manual_seed(SEED)
pixels, labels = load_digits(return_X_y=True)
features = (torch.tensor(pixels, dtype=torch.float32) - 8) / 8
split = train_test_split(features, torch.tensor(labels), test_size=0.3, stratify=labels, random_state=SEED)
train_features, test_features, train_labels, test_labels = split
train_set = TensorDataset(train_features, train_labels)
test_set = TensorDataset(test_features, test_labels)
train_loader = DataLoader(train_set, batch_size=32, shuffle=True)
test_loader = DataLoader(test_set, batch_size=64)

model = nn.Sequential(
    nn.Linear(64, 64),
    nn.ReLU(),
    nn.Linear(64, 64),
    nn.ReLU(),
    nn.Linear(64, 10),
)
criterion = nn.CrossEntropyLoss()
optimizer = torch.optim.Adam(model.parameters(), lr=0.002)
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
            right += (model(x).argmax(dim=1) == y).sum().item()
    accuracy = right / len(test_set)
    print(f"{epoch}: accuracy {accuracy:.3f}")
