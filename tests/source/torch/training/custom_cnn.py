"""A convolutional classifier over files: a data set of one's own with transforms, k folds, a confusion matrix."""

import glob
import os
import random
from pathlib import Path

import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F
from torch.utils.data import ConcatDataset, DataLoader, Dataset, Subset


def seed_everything(seed=42):
    random.seed(seed)
    os.environ["PYTHONHASHSEED"] = str(seed)
    np.random.seed(seed)
    torch.manual_seed(seed)
    torch.cuda.manual_seed_all(seed)
    torch.backends.cudnn.deterministic = True
    torch.backends.cudnn.benchmark = False


class ToTensor:
    def __call__(self, image):
        image = image.transpose((2, 0, 1))
        return torch.from_numpy(np.ascontiguousarray(image, dtype=np.float32)) / 255


class Normalize:
    def __init__(self, mean, std):
        self.mean = torch.tensor(mean).view(3, 1, 1)
        self.std = torch.tensor(std).view(3, 1, 1)

    def __call__(self, tensor):
        return (tensor - self.mean) / self.std


class Compose:
    def __init__(self, transforms):
        self.transforms = transforms

    def __call__(self, x):
        for t in self.transforms:
            x = t(x)
        return x


class ImageDataset(Dataset):
    classes = ["cat", "dog", "bird", "fish"]

    def __init__(self, root, transform=None):
        self.root = Path(root)
        self.paths = sorted(glob.glob(os.path.join(root, "*.png"))) or [f"{i}.png" for i in range(20)]
        self.transform = transform
        self.class_to_idx = {c: i for i, c in enumerate(self.classes)}

    def __len__(self):
        return len(self.paths)

    def load(self, index):
        return np.random.randint(0, 255, (40, 40, 3)).astype(np.uint8)

    def __getitem__(self, index):
        image = self.load(index)
        label = self.class_to_idx[self.classes[index % len(self.classes)]]
        if self.transform is not None:
            image = self.transform(image)
        return image, label


class ConvBlock(nn.Sequential):
    def __init__(self, cin, cout, k=3, **kwargs):
        super().__init__(
            nn.Conv2d(cin, cout, k, padding=k // 2, bias=False, **kwargs), nn.BatchNorm2d(cout), nn.SiLU()
        )


class SqueezeExcite(nn.Module):
    def __init__(self, channels, reduction=4):
        super().__init__()
        self.fc = nn.Sequential(
            nn.AdaptiveAvgPool2d(1),
            nn.Conv2d(channels, channels // reduction, 1),
            nn.ReLU(),
            nn.Conv2d(channels // reduction, channels, 1),
            nn.Sigmoid(),
        )

    def forward(self, x):
        return x * self.fc(x)


class Net(nn.Module):
    def __init__(self, num_classes, widths=(16, 32, 64)):
        super().__init__()
        self.stem = ConvBlock(3, widths[0], stride=2)
        stages = []
        for cin, cout in zip(widths, widths[1:]):
            stages.append(nn.Sequential(ConvBlock(cin, cout), SqueezeExcite(cout), nn.MaxPool2d(2)))
        self.stages = nn.ModuleList(stages)
        self.dropout = nn.Dropout(0.2)
        self.fc = nn.Linear(widths[-1] * 5 * 5, num_classes)

    def forward(self, x):
        x = self.stem(x)
        for stage in self.stages:
            x = stage(x)
        x = torch.flatten(x, start_dim=1)
        return self.fc(self.dropout(x))


class Trainer:
    def __init__(self, model, optimizer, device="cpu"):
        self.model, self.optimizer, self.device = model.to(device), optimizer, device

    def run_epoch(self, loader, train=True):
        self.model.train(train)
        total, correct, count = 0.0, 0, 0
        with torch.set_grad_enabled(train):
            for x, y in loader:
                x, y = x.to(self.device), y.to(self.device)
                out = self.model(x)
                loss = F.cross_entropy(out, y)
                if train:
                    self.optimizer.zero_grad()
                    loss.backward()
                    self.optimizer.step()
                total += loss.item() * x.size(0)
                correct += (out.argmax(1) == y).sum().item()
                count += y.numel()
        return total / count, correct / count


def k_folds(n, k):
    order = list(range(n))
    random.shuffle(order)
    size = n // k
    for i in range(k):
        valid = order[i * size : (i + 1) * size]
        yield [j for j in order if j not in valid], valid


seed_everything()
transform = Compose([ToTensor(), Normalize([0.485, 0.456, 0.406], [0.229, 0.224, 0.225])])
dataset = ConcatDataset([ImageDataset("a", transform), ImageDataset("b", transform)])
num_classes = len(ImageDataset.classes)
for fold, (train_ids, valid_ids) in enumerate(k_folds(len(dataset), 4)):
    net = Net(num_classes)
    trainer = Trainer(net, torch.optim.SGD(net.parameters(), lr=0.01, momentum=0.9))
    train_loader = DataLoader(Subset(dataset, train_ids), batch_size=10, shuffle=True)
    valid_loader = DataLoader(Subset(dataset, valid_ids), batch_size=10)
    print(fold, *trainer.run_epoch(train_loader), *trainer.run_epoch(valid_loader, train=False))
    break
confusion = torch.zeros(num_classes, num_classes, dtype=torch.int64)
with torch.no_grad():
    for x, y in valid_loader:
        for t, p in zip(y.view(-1), net(x).argmax(1).view(-1)):
            confusion[t.long(), p.long()] += 1
recall = confusion.diag().float() / confusion.sum(1).clamp(min=1)
