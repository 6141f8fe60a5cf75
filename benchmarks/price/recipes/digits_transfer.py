"""Digits 5 to 9 on convolutions learned from 0 to 4, a new head in PyTorch."""

import torch
from sklearn.datasets import load_digits
from sklearn.model_selection import train_test_split
from torch import nn
from torch.utils.data import DataLoader, TensorDataset

SEED = 0
EPOCHS = 6

torch.manual_seed(SEED)
pixels, labels = load_digits(return_X_y=True)
images = torch.tensor(pixels, dtype=torch.float32).reshape(-1, 1, 8, 8) / 16
labels = torch.tensor(labels)
old, new = labels < 5, labels >= 5
old_loader = DataLoader(TensorDataset(images[old], labels[old]), batch_size=32, shuffle=True)
split = train_test_split(images[new], labels[new] - 5, test_size=0.5, random_state=SEED)
train_images, test_images, train_labels, test_labels = split
train_loader = DataLoader(TensorDataset(train_images, train_labels), batch_size=8, shuffle=True)
test_loader = DataLoader(TensorDataset(test_images, test_labels), batch_size=64)


def make_backbone():
    return nn.Sequential(
        nn.Conv2d(1, 16, 3, padding=1, bias=False),
        nn.BatchNorm2d(16),
        nn.MaxPool2d(2),
        nn.ReLU(),
        nn.Conv2d(16, 32, 3, padding=1, bias=False),
        nn.BatchNorm2d(32),
        nn.MaxPool2d(2),
        nn.ReLU(),
        nn.Flatten(),
    )


criterion = nn.CrossEntropyLoss()
first = make_backbone()
model = nn.Sequential(first, nn.Linear(32 * 2 * 2, 5))
optimizer = torch.optim.Adam(model.parameters(), lr=0.003)
model.train()
for _ in range(EPOCHS):
    for x, y in old_loader:
        optimizer.zero_grad()
        loss = criterion(model(x), y)
        loss.backward()
        optimizer.step()

backbone = make_backbone()
backbone.load_state_dict(first.state_dict())
for parameter in backbone.parameters():
    parameter.requires_grad = False
model = nn.Sequential(backbone, nn.Linear(32 * 2 * 2, 5))
optimizer = torch.optim.Adam(model[1].parameters(), lr=0.003)
accuracy = 0.0
for epoch in range(EPOCHS):
    model.train()
    backbone.eval()
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
    accuracy = right / len(test_labels)
    print(f"{epoch}: accuracy {accuracy:.3f}")
