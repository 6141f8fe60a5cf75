import torch
from torch import nn

model = nn.Sequential(
    nn.LazyConv2d(8, 3),
    nn.LazyBatchNorm2d(),
    nn.ReLU(),
    nn.AdaptiveMaxPool2d(4),
    nn.Flatten(),
    nn.LazyLinear(12),
    nn.Dropout(0.2),
    nn.LazyLinear(5),
)
x = torch.randn(2, 3, 20, 20)
y = model(x)
