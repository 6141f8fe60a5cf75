"""Digits enlarged to 24x24 images, a convolutional network in PyTorch."""

import torch
import torch.nn.functional as F
from sklearn.datasets import load_digits
from sklearn.model_selection import train_test_split
from torch import nn
from torch.utils.data import DataLoader, TensorDataset

SEED = 0
EPOCHS = 6

torch.manual_seed(SEED)
pixels, labels = load_digits(return_X_y=True)
images = torch.tensor(pixels, dtype=torch.float32).reshape(-1, 1, 8, 8) / 16
images = F.interpolate(images, size=(24, 24), mode="bilinear")
split = train_test_split(images, torch.tensor(labels), test_size=0.3, stratify=labels, random_state=SEED)
train_images, test_images, train_labels, test_labels = split
train_loader = DataLoader(TensorDataset(train_images, train_labels), batch_size=32, shuffle=True)
test_loader = DataLoader(TensorDataset(test_images, test_labels), batch_size=64)

model = nn.Sequential(
    nn.Conv2d(1, 8, 3, padding=1),
    nn.MaxPool2d(2),
    nn.ReLU(),
    nn.Conv2d(8, 32, 3, padding=1),
    nn.MaxPool2d(2),
    nn.ReLU(),
    nn.Conv2d(32, 32, 3, padding=1),
    nn.MaxPool2d(2),
    nn.ReLU(),
    nn.Flatten(),
    nn.Linear(32 * 3 * 3, 64),
    nn.ReLU(),
    nn.Linear(64, 10),
)
criterion = nn.CrossEntropyLoss()
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
            right += (model(x).argmax(dim=1) == y).sum().item()
    accuracy = right / len(test_labels)
    print(f"{epoch}: accuracy {accuracy:.3f}")
