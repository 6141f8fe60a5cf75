"""A first image classifier: five kinds of flowers, photos of 96 x 96 pixels (PyTorch)."""

import torch
from torch import nn

model = nn.Sequential(
    nn.Conv2d(3, 32, kernel_size=5),
    nn.ReLU(),
    nn.MaxPool2d(4),
    nn.Conv2d(16, 64, kernel_size=3),
    nn.ReLU(),
    nn.MaxPool2d(4),
    nn.Conv2d(64, 128, kernel_size=7),
    nn.ReLU(),
    nn.Flatten(),
    nn.Linear(64 * 5 * 5, 64),
    nn.Linear(64, 5),
    nn.Softmax(dim=1),
)
criterion = nn.CrossEntropyLoss()
optimizer = torch.optim.Adam(model.parameters(), lr=0.001)

photos = torch.randn(16, 3, 96, 96)
kinds = torch.randint(5, (16,))
for _ in range(20):
    optimizer.zero_grad()
    loss = criterion(model(photos), kinds)
    loss.backward()
    optimizer.step()
