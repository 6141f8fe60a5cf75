"""A siamese network with contrastive loss: one embedding for both of a pair."""

import random

import torch
import torch.nn as nn
import torch.nn.functional as F
from torch.utils.data import DataLoader, Dataset


class PairDataset(Dataset):
    def __init__(self, images, labels):
        self.images = images
        self.labels = labels

    def __getitem__(self, index):
        same = random.randint(0, 1)
        other = random.randrange(len(self.images))
        label = torch.tensor([float(same)], dtype=torch.float32)
        return self.images[index], self.images[other], label

    def __len__(self):
        return len(self.images)


class SiameseNetwork(nn.Module):
    def __init__(self):
        super().__init__()
        self.cnn1 = nn.Sequential(
            nn.ReflectionPad2d(1),
            nn.Conv2d(1, 4, kernel_size=3),
            nn.ReLU(inplace=True),
            nn.BatchNorm2d(4),
            nn.ReflectionPad2d(1),
            nn.Conv2d(4, 8, kernel_size=3),
            nn.ReLU(inplace=True),
            nn.BatchNorm2d(8),
            nn.MaxPool2d(2),
        )
        self.fc1 = nn.Sequential(nn.Linear(8 * 25 * 25, 100), nn.ReLU(inplace=True), nn.Linear(100, 5))

    def forward_once(self, x):
        output = self.cnn1(x)
        output = output.view(output.size()[0], -1)
        return self.fc1(output)

    def forward(self, input1, input2):
        return self.forward_once(input1), self.forward_once(input2)


class ContrastiveLoss(nn.Module):
    def __init__(self, margin=2.0):
        super().__init__()
        self.margin = margin

    def forward(self, output1, output2, label):
        distance = F.pairwise_distance(output1, output2, keepdim=True)
        return torch.mean(
            (1 - label) * torch.pow(distance, 2)
            + label * torch.pow(torch.clamp(self.margin - distance, min=0.0), 2)
        )


dataset = PairDataset(torch.rand(12, 1, 50, 50), torch.arange(12) % 4)
loader = DataLoader(dataset, shuffle=True, batch_size=4)
net = SiameseNetwork()
criterion = ContrastiveLoss()
optimizer = torch.optim.Adam(net.parameters(), lr=0.0005)
counter, loss_history = [], []
for epoch in range(1):
    for i, (img0, img1, label) in enumerate(loader, 0):
        optimizer.zero_grad()
        output1, output2 = net(img0, img1)
        loss_contrastive = criterion(output1, output2, label)
        loss_contrastive.backward()
        optimizer.step()
        loss_history.append(loss_contrastive.item())
net.eval()
x0, x1, label1 = next(iter(loader))
with torch.no_grad():
    output1, output2 = net(x0, x1)
dissimilarity = F.pairwise_distance(output1, output2)
triplet = nn.TripletMarginLoss(margin=1.0)(output1, output2, output1.flip(0))
