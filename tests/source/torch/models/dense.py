import re

import torch
from torch import nn


class DenseLayer(nn.Sequential):
    def __init__(self, cin, growth):
        super().__init__()
        self.add_module("norm", nn.BatchNorm2d(cin))
        self.add_module("relu", nn.ReLU())
        self.add_module("conv", nn.Conv2d(cin, growth, 3, padding=1))

    def forward(self, x):
        return torch.cat([x, super().forward(x)], 1)


class DenseNet(nn.Module):
    def __init__(self, growth=4, blocks=(2, 3)):
        super().__init__()
        channels = 8
        self.features = nn.Sequential(nn.Conv2d(3, channels, 3))
        for i, count in enumerate(blocks):
            for j in range(count):
                self.features.add_module(f"block{i}_{j}", DenseLayer(channels, growth))
                channels += growth
            if i != len(blocks) - 1:
                self.features.add_module(f"down{i}", nn.AvgPool2d(2))
        self.classifier = nn.Linear(channels, 3)

    def forward(self, x):
        return self.classifier(self.features(x).mean((2, 3)))


model = DenseNet()
x = torch.randn(1, 3, 18, 18)
y = model(x)
