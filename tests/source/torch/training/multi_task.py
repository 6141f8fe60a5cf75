"""One body with heads for class, age and box; losses weighted by learned uncertainties."""

from collections import OrderedDict

import torch
import torch.nn as nn
import torch.nn.functional as F
from torch.utils.data import DataLoader, Dataset


class Faces(Dataset):
    def __init__(self, n=10, transform=None):
        self.n = n
        self.transform = transform

    def __len__(self):
        return self.n

    def __getitem__(self, i):
        image = torch.randn(3, 48, 48)
        if self.transform:
            image = self.transform(image)
        target = {
            "gender": i % 2,
            "age": torch.tensor(float(i)),
            "box": torch.tensor([0.1, 0.1, 0.5, 0.5]),
        }
        return image, target


class Residual(nn.Module):
    def __init__(self, cin, cout, stride=1):
        super().__init__()
        self.conv1 = nn.Conv2d(cin, cout, 3, stride, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(cout)
        self.conv2 = nn.Conv2d(cout, cout, 3, 1, 1, bias=False)
        self.bn2 = nn.BatchNorm2d(cout)
        self.shortcut = nn.Identity()
        if stride != 1 or cin != cout:
            self.shortcut = nn.Sequential(nn.Conv2d(cin, cout, 1, stride, bias=False), nn.BatchNorm2d(cout))

    def forward(self, x):
        out = F.relu(self.bn1(self.conv1(x)))
        out = self.bn2(self.conv2(out))
        out += self.shortcut(x)
        return F.relu(out)


class MultiTask(nn.Module):
    def __init__(self, widths=(16, 32)):
        super().__init__()
        layers, cin = [], 3
        for i, width in enumerate(widths):
            layers.append((f"block{i}", Residual(cin, width, stride=2)))
            cin = width
        self.backbone = nn.Sequential(OrderedDict(layers))
        self.pool = nn.AdaptiveAvgPool2d(1)
        self.heads = nn.ModuleDict(
            {
                "gender": nn.Linear(cin, 2),
                "age": nn.Sequential(nn.Linear(cin, 8), nn.ReLU(), nn.Linear(8, 1)),
                "box": nn.Sequential(nn.Linear(cin, 4), nn.Sigmoid()),
            }
        )
        self.log_vars = nn.Parameter(torch.zeros(len(self.heads)))

    def forward(self, x):
        features = self.pool(self.backbone(x)).flatten(1)
        return {name: head(features) for name, head in self.heads.items()}


def compute_loss(outputs, targets, log_vars):
    losses = {
        "gender": F.cross_entropy(outputs["gender"], targets["gender"]),
        "age": F.l1_loss(outputs["age"].squeeze(-1), targets["age"]),
        "box": F.smooth_l1_loss(outputs["box"], targets["box"]),
    }
    total = 0
    for weight, value in zip(log_vars, losses.values()):
        total = total + torch.exp(-weight) * value + weight
    return total, {k: v.item() for k, v in losses.items()}


model = MultiTask()
optimizer = torch.optim.SGD(
    [
        {"params": model.backbone.parameters(), "lr": 1e-3},
        {"params": list(model.heads.parameters()) + [model.log_vars]},
    ],
    lr=1e-2,
    momentum=0.9,
)
loader = DataLoader(Faces(transform=lambda x: x / 2), batch_size=5)
for images, targets in loader:
    outputs = model(images)
    loss, parts = compute_loss(outputs, targets, model.log_vars)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    right = (outputs["gender"].argmax(1) == targets["gender"]).float().mean()
