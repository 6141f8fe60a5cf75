import torch
import torch.nn.functional as F
from torch import nn


class BasicConv2d(nn.Module):
    def __init__(self, cin, cout, **kwargs):
        super().__init__()
        self.conv = nn.Conv2d(cin, cout, bias=False, **kwargs)
        self.bn = nn.BatchNorm2d(cout, eps=0.001)

    def forward(self, x):
        return F.relu(self.bn(self.conv(x)), inplace=True)


class Inception(nn.Module):
    def __init__(self, cin, widths, conv=BasicConv2d):
        super().__init__()
        a, (b1, b2), (c1, c2), d = widths
        self.branch1 = conv(cin, a, kernel_size=1)
        self.branch2 = nn.Sequential(conv(cin, b1, kernel_size=1), conv(b1, b2, kernel_size=3, padding=1))
        self.branch3 = nn.Sequential(
            conv(cin, c1, kernel_size=(1, 7), padding=(0, 3)), conv(c1, c2, kernel_size=5, padding=2)
        )
        self.branch4 = conv(cin, d, kernel_size=1)

    def forward(self, x):
        pooled = F.avg_pool2d(x, kernel_size=3, stride=1, padding=1)
        branches = [self.branch1(x), self.branch2(x), self.branch3(x), self.branch4(pooled)]
        return torch.cat(branches, 1)


model = nn.Sequential(
    BasicConv2d(3, 16, kernel_size=7, stride=2, padding=3),
    Inception(16, (8, (4, 8), (4, 6), 10)),
    Inception(32, (8, (4, 8), (4, 6), 10)),
    nn.AdaptiveAvgPool2d((1, 1)),
    nn.Flatten(),
    nn.Linear(32, 5),
)
x = torch.randn(2, 3, 40, 40)
y = model(x)
