import torch
from torch import nn


def block(cin, cout, stride):
    return nn.Sequential(
        nn.Conv2d(cin, cin, 3, stride, 1, groups=cin, bias=False),
        nn.BatchNorm2d(cin),
        nn.ReLU6(inplace=True),
        nn.Conv2d(cin, cout, 1, bias=False),
        nn.GroupNorm(4, cout),
        nn.SiLU(),
    )


class MobileNet(nn.Module):
    settings = [(8, 16, 1), (16, 32, 2), (32, 32, 1)]

    def __init__(self):
        super().__init__()
        layers = [nn.Conv2d(3, 8, 3, padding="same", padding_mode="reflect")]
        layers.extend(block(*setting) for setting in self.settings)
        self.body = nn.Sequential(*layers)
        self.attention = nn.Sequential(
            nn.AdaptiveAvgPool2d(1), nn.Conv2d(32, 8, 1), nn.PReLU(8), nn.Conv2d(8, 32, 1)
        )
        self.fc = nn.Linear(32, 4)

    def forward(self, x):
        x = self.body(x)
        x = x * torch.sigmoid(self.attention(x))
        return self.fc(x.mean([2, 3]))


model = MobileNet()
x = torch.randn(2, 3, 33, 31)
y = model(x)
