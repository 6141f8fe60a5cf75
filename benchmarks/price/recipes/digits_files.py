"""Digits as 28x28 files in MNIST's format, torchvision and a convolutional network in PyTorch."""

import struct
from pathlib import Path

import numpy as np
import torch
from sklearn.datasets import load_digits
from sklearn.model_selection import train_test_split
from torch import nn
from torch.utils.data import DataLoader
from torchvision import datasets, transforms

SEED = 0
EPOCHS = 6

torch.manual_seed(SEED)
pixels, labels = load_digits(return_X_y=True)
large = np.kron(pixels.reshape(-1, 8, 8), np.ones((1, 3, 3))) * 15
images = np.pad(large, ((0, 0), (2, 2), (2, 2))).astype(np.uint8)
split = train_test_split(images, labels, test_size=0.3, stratify=labels, random_state=SEED)
folder = Path("data/MNIST/raw")
folder.mkdir(parents=True, exist_ok=True)
for name, x, y in (("train", split[0], split[2]), ("t10k", split[1], split[3])):
    head = struct.pack(">4i", 2051, len(x), 28, 28)
    (folder / f"{name}-images-idx3-ubyte").write_bytes(head + x.tobytes())
    head = struct.pack(">2i", 2049, len(y))
    (folder / f"{name}-labels-idx1-ubyte").write_bytes(head + y.astype(np.uint8).tobytes())

train_transform = transforms.Compose([transforms.ToTensor(), transforms.Normalize((0.25,), (0.33,))])
test_transform = transforms.Compose([transforms.ToTensor(), transforms.Normalize((0.25,), (0.33,))])
train_set = datasets.MNIST("data", train=True, transform=train_transform)
test_set = datasets.MNIST("data", train=False, transform=test_transform)
train_loader = DataLoader(train_set, batch_size=32, shuffle=True)
test_loader = DataLoader(test_set, batch_size=64)

model = nn.Sequential(
    nn.Conv2d(1, 16, 3, stride=2, padding=1),
    nn.ReLU(),
    nn.Conv2d(16, 32, 3, stride=2, padding=1),
    nn.ReLU(),
    nn.MaxPool2d(2),
    nn.Flatten(),
    nn.Linear(32 * 3 * 3, 64),
    nn.ReLU(),
    nn.Linear(64, 10),
)
criterion = nn.CrossEntropyLoss()
optimizer = torch.optim.Adam(model.parameters(), lr=0.003)
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
