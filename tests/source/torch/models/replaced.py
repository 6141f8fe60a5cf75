import copy

import torch
from torch import nn


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.features = nn.Sequential(
            nn.Conv2d(3, 8, 3), nn.ReLU(), nn.Conv2d(8, 16, 3), nn.ReLU(), nn.MaxPool2d(2)
        )
        self.avgpool = nn.AdaptiveAvgPool2d(2)
        self.fc = nn.Linear(64, 1000)

    def forward(self, x):
        x = self.features[0](x)
        for layer in self.features[1:3]:
            x = layer(x)
        x = self.features[-2:](x)
        return self.fc(self.avgpool(x).flatten(1))


base = Net()
model = copy.deepcopy(base)
model.fc = nn.Linear(model.fc.in_features, 7)
model.features[0] = nn.Conv2d(1, 8, kernel_size=5)
model.avgpool = nn.Identity()
model.fc = nn.Linear(16 * 7 * 7, 7)
x = torch.randn(2, 1, 20, 20)
y = model.forward(x)
