"""Spoken digits, one second at 8 kHz: a loop builds the layers, and runs out of sound (PyTorch)."""

import torch
from torch import nn


def build(widths=(16, 32, 64, 128, 256, 512), digits=10):
    layers = []
    channels = 1
    for width in widths:
        layers += [
            nn.Conv1d(channels, width, kernel_size=9),
            nn.BatchNorm1d(width),
            nn.ReLU(),
            nn.MaxPool1d(4),
        ]
        channels = width
    layers += [nn.Flatten(), nn.Linear(256, 64), nn.ReLU(), nn.ReLU(), nn.Linear(64, digits), nn.Sigmoid()]
    return nn.Sequential(*layers)


model = build()
criterion = nn.CrossEntropyLoss()
scores = model(torch.randn(4, 1, 8000))
loss = criterion(scores, torch.randint(10, (4,)))
