"""Digits as 8x8 images, a small convolutional network in PyTorch."""

import torch
import torch.nn.functional as F
from sklearn.datasets import load_digits
from sklearn.model_selection import train_test_split
from torch import nn
from torch.utils.data import DataLoader, TensorDataset

SEED = 0
EPOCHS = 8
LEARNING_RATE = 0.003

torch.manual_seed(SEED)
pixels, labels = load_digits(return_X_y=True)
images = torch.tensor(pixels, dtype=torch.float32).reshape(-1, 1, 8, 8) / 16
split = train_test_split(images, torch.tensor(labels), test_size=0.3, stratify=labels, random_state=SEED)
train_images, test_images, train_labels, test_labels = split
train_set = TensorDataset(train_images, train_labels)
test_set = TensorDataset(test_images, test_labels)
train_loader = DataLoader(train_set, batch_size=32, shuffle=True)
test_loader = DataLoader(test_set, batch_size=64)


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(1, 16, 3, padding=1, bias=False)
        self.norm1 = nn.BatchNorm2d(16)
        self.conv2 = nn.Conv2d(16, 32, 3, padding=1, bias=False)
        self.norm2 = nn.BatchNorm2d(32)
        self.pool = nn.MaxPool2d(2)
        self.hidden = nn.Linear(32 * 2 * 2, 64)
        self.dropout = nn.Dropout(0.25)
        self.output = nn.Linear(64, 10)

    def forward(self, x):
        x = F.relu(self.pool(self.norm1(self.conv1(x))))
        x = F.relu(self.pool(self.norm2(self.conv2(x))))
        x = self.dropout(F.relu(self.hidden(x.flatten(1))))
        return self.output(x)


model = Net()
criterion = nn.CrossEntropyLoss()
optimizer = torch.optim.Adam(model.parameters(), lr=LEARNING_RATE)
accuracy = 0.0
for epoch in range(EPOCHS):
    model.train()
    total = 0.0
    for x, y in train_loader:
        optimizer.zero_grad()
        loss = criterion(model(x), y)
        loss.backward()
        optimizer.step()
        total += loss.item() * len(x)
    train_loss = total / len(train_set)
    model.eval()
    right = 0
    with torch.no_grad():
        for x, y in test_loader:
            right += (model(x).argmax(dim=1) == y).sum().item()
    accuracy = right / len(test_set)
    print(f"{epoch}: loss {train_loss:.3f}, accuracy {accuracy:.3f}")
