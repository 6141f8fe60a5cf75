"""Handwritten digits with nothing to complain about (PyTorch)."""

import torch
from torch import nn
from torch.utils.data import DataLoader
from torchvision import datasets, transforms

model = nn.Sequential(
    nn.Conv2d(1, 32, kernel_size=3, padding=1, bias=False),
    nn.BatchNorm2d(32),
    nn.ReLU(),
    nn.MaxPool2d(2),
    nn.Conv2d(32, 64, kernel_size=3, padding=1, bias=False),
    nn.BatchNorm2d(64),
    nn.ReLU(),
    nn.MaxPool2d(2),
    nn.Flatten(),
    nn.Linear(64 * 7 * 7, 128),
    nn.ReLU(),
    nn.Dropout(0.5),
    nn.Linear(128, 10),
)
criterion = nn.CrossEntropyLoss()
optimizer = torch.optim.Adam(model.parameters(), lr=1e-3)

prepare = transforms.Compose([transforms.ToTensor(), transforms.Normalize((0.1307,), (0.3081,))])
train = DataLoader(
    datasets.MNIST("data", train=True, transform=prepare, download=True), batch_size=64, shuffle=True
)
test = DataLoader(datasets.MNIST("data", train=False, transform=prepare), batch_size=256)


def train_one_epoch():
    model.train()
    for images, digits in train:
        optimizer.zero_grad()
        loss = criterion(model(images), digits)
        loss.backward()
        optimizer.step()


@torch.no_grad()
def accuracy():
    model.eval()
    right = sum((model(images).argmax(dim=1) == digits).sum().item() for images, digits in test)
    return right / len(test.dataset)


if __name__ == "__main__":
    for epoch in range(5):
        train_one_epoch()
        print(f"epoch {epoch + 1}: {accuracy():.1%} of the test digits are right")
