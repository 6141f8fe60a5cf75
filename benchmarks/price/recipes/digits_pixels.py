"""Digits enlarged to 48x48, each inked pixel labelled with its digit, a segmentation network in PyTorch."""

import torch
import torch.nn.functional as F
from sklearn.datasets import load_digits
from sklearn.model_selection import train_test_split
from torch import nn
from torch.utils.data import DataLoader, TensorDataset

SEED = 0
EPOCHS = 5

torch.manual_seed(SEED)
pixels, labels = load_digits(return_X_y=True)
images = torch.tensor(pixels, dtype=torch.float32).reshape(-1, 1, 8, 8) / 16
images = F.interpolate(images, size=(48, 48), mode="bilinear")
digit = torch.tensor(labels).reshape(-1, 1, 1) + 1
classes = torch.where(images[:, 0] > 0.5, digit, 0)
split = train_test_split(images, classes, test_size=0.3, stratify=labels, random_state=SEED)
train_images, test_images, train_classes, test_classes = split
train_loader = DataLoader(TensorDataset(train_images, train_classes), batch_size=32, shuffle=True)
test_loader = DataLoader(TensorDataset(test_images, test_classes), batch_size=64)

model = nn.Sequential(
    nn.Conv2d(1, 16, 4, stride=4),
    nn.BatchNorm2d(16),
    nn.ReLU(),
    nn.Conv2d(16, 32, 3, stride=2, padding=1),
    nn.BatchNorm2d(32),
    nn.ReLU(),
    nn.Conv2d(32, 32, 3, padding=1),
    nn.BatchNorm2d(32),
    nn.ReLU(),
    nn.Conv2d(32, 32, 3, padding=1),
    nn.BatchNorm2d(32),
    nn.ReLU(),
    nn.Conv2d(32, 11, 3, padding=1),
    nn.Upsample(scale_factor=8, mode="bilinear"),
)
criterion = nn.CrossEntropyLoss()
optimizer = torch.optim.Adam(model.parameters(), lr=0.008)
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
            inked = y > 0
            right += (model(x).argmax(dim=1)[inked] == y[inked]).sum().item()
    accuracy = right / (test_classes > 0).sum().item()
    print(f"{epoch}: accuracy {accuracy:.3f}")
