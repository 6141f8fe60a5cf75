"""Road signs: a network in a class, with a forward that lost count of its channels (PyTorch)."""

import torch
from torch import nn
from torch.nn import functional as F
from torch.utils.data import DataLoader
from torchvision import datasets, transforms


class Block(nn.Module):
    def __init__(self, channels, out_channels):
        super().__init__()
        self.conv1 = nn.Conv2d(channels, out_channels, 3, padding=1)
        self.norm1 = nn.BatchNorm2d(channels)
        self.conv2 = nn.Conv2d(out_channels, out_channels, 3, stride=2, padding=1)
        self.norm2 = nn.BatchNorm2d(out_channels)

    def forward(self, x):
        y = F.relu(self.norm1(self.conv1(x)))
        y = self.norm2(self.conv2(y))
        return F.relu(y + x)


class RoadSigns(nn.Module):
    def __init__(self, classes=43):
        super().__init__()
        self.stem = nn.Conv2d(3, 16, 3, padding=1)
        self.block1 = Block(16, 32)
        self.block2 = Block(32, 64)
        self.hidden = nn.Linear(64 * 4 * 4, 128)
        self.dropout = nn.Dropout(0.9)
        self.output = nn.Linear(256, classes)

    def forward(self, x):
        x = F.relu(self.stem(x))
        x = self.block2(self.block1(x))
        x = x.flatten(1)
        x = F.relu(self.hidden(x))
        x = self.dropout(self.output(x))
        return F.log_softmax(x, dim=0)


prepare = transforms.Compose([transforms.Resize((32, 32)), transforms.ToTensor()])
train = datasets.GTSRB("data", split="train", transform=prepare, download=True)
loader = DataLoader(train, batch_size=64, shuffle=True)

model = RoadSigns()
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
for images, labels in loader:
    optimizer.zero_grad()
    loss = F.nll_loss(model(images), labels)
    loss.backward()
    optimizer.step()
