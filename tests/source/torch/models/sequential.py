from collections import OrderedDict

import torch
from torch import nn

features = nn.Sequential(
    nn.Conv2d(3, 16, 3, padding=1),
    nn.ReLU(inplace=True),
    nn.MaxPool2d(2),
    nn.Sequential(nn.Conv2d(16, 32, 3, stride=2), nn.BatchNorm2d(32), nn.ReLU()),
)
head = nn.Sequential(
    OrderedDict(
        [
            ("flat", nn.Flatten()),
            ("fc", nn.Linear(32 * 7 * 7, 64)),
            ("act", nn.ReLU()),
            ("out", nn.Linear(64, 10)),
        ]
    )
)
model = nn.Sequential()
model.add_module("features", features)
model.append(head)
x = torch.randn(2, 3, 32, 32)
y = model(x)
